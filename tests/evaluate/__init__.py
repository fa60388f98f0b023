"""Decisions about figures."""
