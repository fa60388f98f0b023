"""At which levels an entry stood over its last periods: one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from watchlist.installation import Installation, today_of
from watchlist.model.pooled import label
from watchlist.model.register import Breach, Entry
from watchlist.register.levels import by_breach, lead, levels
from watchlist.views.listed import years_of

_PERIODS = 6


class PastLevel(NamedTuple):
    """One period and the worst level at it; None where it was not on the list."""

    period: str
    level: str | None


def past_levels(here: Installation, entry: Entry, breaches: Sequence[Breach]) -> list[PastLevel]:
    """The last periods of the series that stands for an entry, the oldest first; none where no figure
    holds it."""
    moves = by_breach(here.store.history(entry.id))
    found = lead(breaches, moves, today_of(here))
    if found is None:
        return []
    breach, _ = found
    years = years_of(here, breach)
    return [
        PastLevel(label(breach.calendar, period, years), level.word if level else None)
        for period, level in levels(breach, breaches, moves, _PERIODS)
    ]
