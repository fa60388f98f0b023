"""How words are put into the sentence of a fault."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

#: How much alike two words are that one may be meant by the other: below, "tell" is meant by "yellow".
_ALIKE = 0.62


def nearest(text: str, known: Iterable[str]) -> str:
    """``; did you mean "worse_than"?`` where a known word is close, capitals aside; else nothing."""
    words = {word.lower(): word for word in known if word}
    close = get_close_matches(text[:80].lower(), words, n=1, cutoff=_ALIKE)
    return f'; did you mean "{words[close[0]]}"?' if close else ""


def quote(text: str) -> str:
    """A text in quotes, cut where it is too long for a sentence."""
    shown = " ".join(text.split())
    cut = f"{shown[:57]}…" if len(shown) > 60 else shown
    return f'"{printable(cut)}"'


def printable(text: str) -> str:
    """The text with the code of each character that cannot be seen."""
    return text if text.isprintable() else "".join(map(_visible, text))


def _visible(character: str) -> str:
    return character if character.isprintable() else f"<U+{ord(character):04X}>"


def listed(words: Iterable[str], last: str = "and") -> str:
    """``a, b or c``."""
    *most, end = words
    return f"{', '.join(most)} {last} {end}" if most else end
