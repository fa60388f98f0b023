"""Decisions about figures: a panel in, findings out. NumPy and nothing else."""
