"""YAML text to model, or every fault at once with file, line and column."""
