"""How often there is a figure, by the labels of its periods."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from watchlist.model.labels import parse_period
from watchlist.model.period import Calendar, Frequency

#: The calendars that labels are held against; of two that fit alike, the earlier is taken.
CALENDARS = (
    Calendar(Frequency.MONTH),
    Calendar(Frequency.QUARTER),
    Calendar(Frequency.TERM),
    Calendar(Frequency.HALF_YEAR),
    Calendar(Frequency.FINANCIAL_YEAR),
    Calendar(Frequency.ACADEMIC_YEAR),
    Calendar(Frequency.CALENDAR_YEAR),
    Calendar(Frequency.REPORTING_YEAR, 3),
    Calendar(Frequency.WEEK),
)
_POOLED = (1, 2, 3, 4, 5)

#: The share of labels that must be periods; the rest are totals and remarks.
_MOST = 0.6


@dataclass(frozen=True)
class Rhythm:
    """``pooled`` years a figure; ``alike`` are other calendars that fit as well; ``lost`` the labels
    that are no period of it; ``ordinals`` those of the others that are one period, sorted."""

    calendar: Calendar
    pooled: int
    alike: tuple[Calendar, ...]
    lost: tuple[str, ...]
    ordinals: tuple[int, ...]


def rhythm_of(
    labels: Iterable[str], bare_year: str = "starts", among: Sequence[Calendar] = CALENDARS
) -> Rhythm | None:
    """The calendar among these on which the labels follow each other most closely; None where they
    are no periods."""
    wanted = tuple(dict.fromkeys(labels))
    found = [
        (_closeness(read, len(wanted)), read, calendar, pooled)
        for pooled in _POOLED
        for calendar in among
        if pooled == 1 or calendar.frequency.is_year
        if (read := _read(wanted, calendar, bare_year, pooled))
    ]
    if not found:
        return None
    best = max(closeness for closeness, *_ in found)
    fitting = [one for one in found if one[0] == best]
    _, read, calendar, pooled = fitting[0]
    return Rhythm(
        calendar,
        pooled,
        tuple(other for _, _, other, years in fitting[1:] if years == pooled),
        tuple(label for label in wanted if label not in read),
        tuple(_singles(read)),
    )


def is_period(label: str) -> bool:
    return any(_period(label, calendar, "starts", 1) is not None for calendar in CALENDARS)


def _read(
    labels: Sequence[str], calendar: Calendar, bare_year: str, pooled: int
) -> dict[str, tuple[int, int]] | None:
    """Label -> period and its span; None where too few are, or two are the same."""
    found = {
        label: read
        for label in labels
        if (read := _period(label, calendar, bare_year, pooled)) is not None
    }
    single = [ordinal for ordinal, span in found.values() if span == 1]
    twice = len(set(single)) < len(single)
    return None if twice or not single or len(found) < _MOST * len(labels) else found


def _closeness(read: dict[str, tuple[int, int]], labels: int) -> tuple[float, float]:
    ordered = _singles(read)
    steps = [later - earlier for earlier, later in pairwise(ordered)]
    near = sum(step == 1 for step in steps) / len(steps) if steps else 1.0
    return round(len(read) / labels, 6), round(near, 6)


def _singles(read: dict[str, tuple[int, int]]) -> list[int]:
    return sorted(ordinal for ordinal, span in read.values() if span == 1)


@lru_cache(maxsize=100_000)
def _period(label: str, calendar: Calendar, bare_year: str, pooled: int) -> tuple[int, int] | None:
    try:
        found = parse_period(label, calendar, bare_year=bare_year, pooled=pooled)
    except ValueError:
        return None
    return found.ordinal, found.span
