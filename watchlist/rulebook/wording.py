"""How words are put into the sentence of a fault."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import get_close_matches
from heapq import nlargest
from operator import eq

from watchlist.model.printable import printable

#: How much alike two words are that one may be meant by the other: below, "tell" is meant by "yellow".
_ALIKE = 0.62
#: How many words are compared letter by letter.
_MANY = 200


def nearest(text: str, known: Iterable[str]) -> str:
    """``; did you mean "worse_than"?`` where a known word is close, capitals aside; else nothing."""
    words = {word.lower(): word for word in known if word}
    written = text[:80].lower()
    close = get_close_matches(written, _likely(written, words), n=1, cutoff=_ALIKE)
    return f'; did you mean "{words[close[0]]}"?' if close else ""


def _likely(text: str, words: Collection[str]) -> Collection[str]:
    """Of very many words those that begin and end most like the text: to compare all takes long."""
    if len(words) <= _MANY:
        return words
    return nlargest(_MANY, words, key=lambda word: _in_common(text, word))


def _in_common(one: str, other: str) -> int:
    """How many characters are the same, counted from the beginning and from the end."""
    same = (*map(eq, one, other), *map(eq, reversed(one), reversed(other)))
    return same.count(True)


def quote(text: str) -> str:
    """A text in quotes, cut where it is too long for a sentence."""
    shown = " ".join(text.split())
    cut = f"{shown[:57]}…" if len(shown) > 60 else shown
    return f'"{printable(cut)}"'


def listed(words: Iterable[str], last: str = "and") -> str:
    """``a, b or c``."""
    *most, end = words
    return f"{', '.join(most)} {last} {end}" if most else end
