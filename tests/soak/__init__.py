"""The service over many hours, by a clock that runs fast."""
