"""The interface for programs: readings in, the watch list out, as JSON or CSV, by tokens."""
