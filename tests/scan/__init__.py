"""Readings judged where they lie."""
