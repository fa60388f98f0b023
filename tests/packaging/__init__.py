"""Packaging: what servers are installed from, and run by."""
