"""A figure that somebody put right by hand, beside what a source gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from watchlist.model.finding import Cell
from watchlist.model.period import Calendar
from watchlist.model.reading import Series


@dataclass(frozen=True)
class By:
    """Who corrects (a person's number, never a name), for which post, and why."""

    who: str
    acting_for: str | None
    reason: str


@dataclass(frozen=True)
class Correction:
    """One figure as it stood and as it stands since; kept for good."""

    id: int
    at: datetime
    by: By
    series: Series
    calendar: Calendar
    before: Cell
    after: Cell

    @property
    def period(self) -> int:
        """The ordinal of the (last) period that it is about."""
        return self.after.period
