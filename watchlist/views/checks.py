"""What is doubtful about the data, and which returns are due."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from watchlist.evaluate.returns import Return, returns
from watchlist.installation import Installation, today_of
from watchlist.model.errors import UsageError
from watchlist.model.pooled import label
from watchlist.model.rule import Rulebook
from watchlist.rulebook.indicators import CHECKS
from watchlist.rulebook.wording import nearest, quote


@dataclass(frozen=True)
class Asked:
    """Of which indicators, posts and checks; none: of all."""

    indicators: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def check(self, book: Rulebook, posts: Collection[str]) -> None:
        """Raises :class:`UsageError` where a word means nothing."""
        _known("indicator", self.indicators, book.indicators)
        _known("post", self.owners, posts)
        _known("check", self.kinds, CHECKS.words)

    def takes(self, name: str, kind: str, book: Rulebook) -> bool:
        indicator = book.indicators.get(name)
        return (
            indicator is not None
            and (not self.indicators or name in self.indicators)
            and (not self.owners or indicator.owner in self.owners)
            and (not self.kinds or kind in self.kinds)
        )


def outstanding(here: Installation, asked: Asked) -> list[Return]:
    """The returns that are outstanding, the one due first before the others."""
    book, today = here.book, today_of(here)
    names = [name for name in book.indicators if asked.takes(name, "overdue", book)]
    calendars = {name: book.indicators[name].calendar for name in names}
    newest = here.store.newest_readings(calendars, book.own_areas)
    found = returns(book, newest, today)
    return sorted(found, key=lambda one: (one.due, one.indicator.title, one.area))


def series_named(here: Installation, name: str, area: str, breakdown: str = "") -> str:
    """A series for people; the area where the council has more than one or it is another's."""
    title = here.book.indicators[name].title
    where = "" if here.book.own_areas == (area,) else area
    return ", ".join(word for word in (title, where, breakdown.replace("=", " ")) if word)


def period_of(one: Return) -> str:
    return label(one.indicator.calendar, one.period, one.indicator.pooled)


def return_json(one: Return) -> dict[str, Any]:
    return {
        "indicator": one.indicator.id,
        "area": one.area,
        "owner": one.indicator.owner,
        "period": period_of(one),
        "due": one.due,
        "overdue": one.overdue,
    }


def _known(noun: str, names: Sequence[str], known: Collection[str]) -> None:
    for name in names:
        if name not in known:
            raise UsageError(f"there is no {noun} {quote(name)}{nearest(name, known)}")
