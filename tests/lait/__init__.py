"""The real figures of every authority, met by configuration alone. Skipped without the data."""
