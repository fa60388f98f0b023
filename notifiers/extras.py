"""Libraries that only some councils need: what to install where one is missing."""

from __future__ import annotations

from importlib.util import find_spec


def need(module: str, extra: str) -> None:
    """Raises ValueError with a sentence where the library of an extra is not installed."""
    if find_spec(module) is None:
        raise ValueError(
            f"needs a library that is not installed; install it with "
            f"pip install 'scrutiny-watchlist[{extra}]'"
        )
