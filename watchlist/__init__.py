"""Scrutiny Watch List: rules-driven alerting and a watch list for council scrutiny."""

__version__ = "0.1.0"
