"""What is said where the programs that make papers are not installed."""

from __future__ import annotations

MISSING = (
    "papers as Word and PDF are made by libraries that are not installed here; they come with: "
    'pip install "scrutiny-watchlist[papers]"'
)
