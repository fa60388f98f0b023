"""Shown figures to sentences, bytes and sent messages."""
