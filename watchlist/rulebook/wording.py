"""How words are put into the sentence of a fault."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(text: str, known: Iterable[str]) -> str:
    """``; did you mean "worse_than"?`` where a known word is close, else nothing."""
    close = get_close_matches(text[:80], [word for word in known if word], n=1, cutoff=0.6)
    return f'; did you mean "{close[0]}"?' if close else ""


def quote(text: str) -> str:
    """A text in quotes, cut where it is too long for a sentence."""
    shown = " ".join(text.split())
    return f'"{shown[:57]}…"' if len(shown) > 60 else f'"{shown}"'


def listed(words: Iterable[str], last: str = "and") -> str:
    """``a, b or c``."""
    *most, end = words
    return f"{', '.join(most)} {last} {end}" if most else end
