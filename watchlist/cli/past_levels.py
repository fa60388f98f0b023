"""At which levels an entry stood over its last periods: a line on the screen, a list for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from watchlist.app import App
from watchlist.cli.listing import years_of
from watchlist.cli.output import LEVELS
from watchlist.cli.record_lines import today_of
from watchlist.model.pooled import label
from watchlist.model.register import Breach, Entry
from watchlist.register.levels import by_breach, lead, levels

_PERIODS = 6


class PastLevel(NamedTuple):
    """One period and the worst level at it; None where it was not on the list."""

    period: str
    level: str | None


def past_levels(app: App, entry: Entry, breaches: Sequence[Breach]) -> list[PastLevel]:
    """The last periods of the series that stands for an entry, the oldest first; none where no figure
    holds it."""
    moves = by_breach(app.store.history(entry.id))
    found = lead(breaches, moves, today_of(app))
    if found is None:
        return []
    breach, _ = found
    years = years_of(app, breach)
    return [
        PastLevel(label(breach.calendar, period, years), level.word if level else None)
        for period, level in levels(breach, breaches, moves, _PERIODS)
    ]


def as_line(past: Sequence[PastLevel]) -> str:
    """ "2026-05 ■ red · 2026-06 ▲ amber · 2026-07 –"."""
    return " · ".join(f"{one.period} {LEVELS[one.level][0] if one.level else '–'}" for one in past)
