"""A council's year, lived through the real rooms and held against a calendar of the tests' own."""
