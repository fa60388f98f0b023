"""Meetings to come, and by when their papers are out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from watchlist.installation import Installation
from watchlist.model.calendar import clear_days_before
from watchlist.model.meetings import pre_election_on


@dataclass(frozen=True)
class Meeting:
    """A meeting that is still to come (today's is), and the last day for its papers."""

    day: date
    committee: str
    papers_by: date
    pre_election: bool


def ahead(here: Installation, committee: str, today: date) -> Iterator[Meeting]:
    for name, known in here.book.committees.items():
        if committee in ("", name):
            for day in known.meetings:
                if day >= today:
                    near = pre_election_on(day, here.config.pre_election) is not None
                    yield Meeting(day, name, clear_days_before(day), near)


@dataclass(frozen=True)
class Held:
    """A meeting that has been."""

    day: date
    committee: str


def behind(here: Installation, committee: str, today: date) -> Iterator[Held]:
    """The meetings before today, of one committee or of all ("")."""
    for name, known in here.book.committees.items():
        if committee in ("", name):
            yield from (Held(day, name) for day in known.meetings if day < today)
