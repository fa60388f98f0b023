"""The words of a source and the names of the rulebook."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from watchlist.model.rule import Rulebook
from watchlist.sources.numbers import quoted
from watchlist.sources.settings import SourceMeaning


class Names:
    """Finds one kind of thing by what a file calls it; capitals do not matter.

    ``known`` is what the rulebook calls it (names, codes): its name; ``words`` the source's own
    words for it. ``lost`` are the sentences about words that lead to nothing in the rulebook.
    """

    def __init__(self, what: str, known: Mapping[str, str], words: Mapping[str, str]) -> None:
        self._what = what
        self._known = {word.casefold(): name for word, name in known.items()}
        self._all = dict(self._known)
        self.lost: list[str] = []
        for word, ours in words.items():
            name = self._known.get(ours.strip().casefold())
            if name is None:
                self.lost.append(f"the configuration calls {quoted(word)} {self.complaint(ours)}")
            else:
                self._all[word.strip().casefold()] = name

    def get(self, text: str) -> str | None:
        """The rulebook's name for it, or None."""
        return self._all.get(text.casefold())

    def complaint(self, text: str, *, hint: bool = True) -> str:
        """What is wrong with a text that names nothing; ``hint`` looks for the nearest name."""
        if not text:
            return f"{self._what}: the cell is empty"
        close = get_close_matches(text.casefold()[:80], self._known, 1) if hint else []
        ask = f"did you mean {quoted(self._known[close[0]])}?" if close else "correct it or add it"
        return f"{self._what}: {quoted(text)} is not in the rulebook; {ask}"


def indicator_names(book: Rulebook, settings: SourceMeaning) -> Names:
    return Names("indicator", {name: name for name in book.indicators}, settings.indicators)


def area_names(book: Rulebook, settings: SourceMeaning) -> Names:
    """Areas by name or code."""
    codes = {area.code: name for name, area in book.areas.items() if area.code}
    return Names("area", {**codes, **{name: name for name in book.areas}}, settings.areas)
