"""What is due at `now`, given what was last done.

An occasion is a text that names one turn of a job; texts of one job sort by time, and the store
takes each once. ``daily at 07:30`` is named by local wall time, so an hour that the clock repeats
or leaves out neither doubles nor drops a turn. ``every 15 minutes`` means elapsed time and is named
by UTC: an autumn night has one hour more of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from watchlist.model.calendar import expected, local_date, newest_late
from watchlist.model.indicator import Indicator

_EVERY = re.compile(r"every (?:(\d{1,4}) )?(minute|hour)s?")
_DAILY = re.compile(r"daily at ([01]?\d|2[0-3]):([0-5]\d)")

#: Up to which period returns are due by a day, and up to which they are late.
_RETURNS = (expected, newest_late)


@dataclass(frozen=True)
class Every:
    """Turns that lie evenly, counted from midnight UTC of 1 January 1970."""

    length: timedelta


@dataclass(frozen=True)
class Daily:
    """A turn a day, at a time of the local clock."""

    at: time


Schedule = Every | Daily


def parse_schedule(text: str) -> Schedule:
    """``every minute``, ``every 15 minutes``, ``every 2 hours``, ``daily at 07:30``; anything else
    is a ValueError with a sentence."""
    words = " ".join(text.lower().split())
    if found := _EVERY.fullmatch(words):
        number, unit = int(found[1] or 1), found[2]
        if number:
            return Every(timedelta(minutes=number) if unit == "minute" else timedelta(hours=number))
    if found := _DAILY.fullmatch(words):
        return Daily(time(int(found[1]), int(found[2])))
    raise ValueError(
        f'"{text}" is not a schedule; write it like "every 15 minutes" or "daily at 07:30"'
    )


def due(
    schedules: Mapping[str, Schedule],
    last: Mapping[str, str | None],
    now: datetime,
    zone: str = "Europe/London",
) -> list[tuple[str, str]]:
    """(job, occasion) of every job whose turn has come and was not done. However long nothing ran,
    a job is due once: for its newest turn. ``last`` names each job's newest recorded occasion."""
    turns = [(job, newest_turn(schedule, now, zone)) for job, schedule in schedules.items()]
    return [(job, turn) for job, turn in turns if turn > (last.get(job) or "")]


def newest_turn(schedule: Schedule, now: datetime, zone: str = "Europe/London") -> str:
    """The occasion whose time came last."""
    if isinstance(schedule, Every):
        start = datetime(1970, 1, 1, tzinfo=UTC)
        turn = start + (now - start) // schedule.length * schedule.length
        return turn.strftime("%Y-%m-%dT%H:%MZ")
    local = now.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    day = local.date() if local.time() >= schedule.at else local.date() - timedelta(days=1)
    return datetime.combine(day, schedule.at).strftime("%Y-%m-%dT%H:%M")


def newly_due(
    indicators: Iterable[Indicator], since: datetime, now: datetime, zone: str = "Europe/London"
) -> frozenset[str]:
    """The indicators of which another return has fallen due since ``since``, or is late by now: their
    series may have become stale or overdue, though no figure moved."""
    before, today = local_date(since, zone), local_date(now, zone)
    if before == today:
        return frozenset()
    return frozenset(
        indicator.id
        for indicator in indicators
        if any(upto(indicator, before) != upto(indicator, today) for upto in _RETURNS)
    )
