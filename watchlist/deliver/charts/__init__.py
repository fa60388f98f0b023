"""Figures as they may be shown → pictures, each with the same numbers as words and as a table."""
