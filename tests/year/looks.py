"""When the service runs and looks at the clock, when it does not, and when committees meet as the
rulebook has it at a moment."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tests.year.days import AUTUMN, SPRING, days, first_working_day, instant, working_days_after
from tests.year.figures import FOUND_GOOD

#: On a day on which a digest goes, around its hour too.
CLOCKS = ("00:05", "08:00", "10:10", "12:00", "14:30", "18:00")
DENSE = ("07:00", "07:44", "08:15", "08:44", "09:00", "09:15", "10:45", "13:25", "16:00")

#: Nothing runs: over a Monday; over Christmas, with three Mondays and a meeting; over the first of a
#: month.
OUTAGES = (
    (instant(date(2026, 11, 7), "12:30"), instant(date(2026, 11, 9), "17:00")),
    (instant(date(2026, 12, 17), "20:00"), instant(date(2027, 1, 4), "11:00")),
    (instant(date(2027, 2, 26), "20:00"), instant(date(2027, 3, 2), "09:30")),
)

#: Two instances serve one council, in turn and at the same instant.
TWICE = instant(date(2027, 1, 29), "00:00"), instant(date(2027, 2, 3), "00:00")
AT_ONCE = instant(date(2027, 2, 15), "00:00"), instant(date(2027, 2, 18), "00:00")

_MEETINGS = {
    "children": [
        "2026-11-10",
        "2026-12-29",
        "2027-02-02",
        "2027-04-06",
        "2027-06-15",
        "2027-09-07",
    ],
    "schools": ["2026-10-28", "2027-01-06", "2027-03-17", "2027-05-06", "2027-07-14"],
    "health": ["2026-11-26", "2026-12-30", "2027-02-16", "2027-04-29", "2027-06-01", "2027-09-22"],
}

#: What an officer writes into the rulebook in mid-year: (when, committee, the old day, the new one).
#: Before the digest of the old day went, after it did, and a meeting that is not held.
MOVED = (
    (instant(date(2027, 3, 5), "10:30"), "schools", "2027-03-17", "2027-03-31"),
    (instant(date(2027, 6, 10), "11:30"), "children", "2027-06-15", "2027-06-29"),
    (instant(date(2027, 7, 5), "15:10"), "schools", "2027-07-14", ""),
)

#: The target of one measure is lowered; its figures are well by either.
LOWERED, LOWERED_AT = FOUND_GOOD, instant(date(2027, 1, 19), "11:30")


def edits() -> list[datetime]:
    """When the rulebook is saved anew."""
    return sorted([LOWERED_AT, *(each[0] for each in MOVED)])


def meetings(committee: str, moment: datetime) -> list[date]:
    """When a committee meets, as the rulebook says at a moment."""
    held = list(_MEETINGS[committee])
    for at, whose, old, new in MOVED:
        if whose == committee and at <= moment:
            held = [new if day == old else day for day in held]
    return sorted(date.fromisoformat(day) for day in held if day)


def target(indicator: object, moment: datetime) -> int:
    return 80 if indicator == LOWERED and moment >= LOWERED_AT else 85


def looks(first: date, last: date) -> list[datetime]:
    """Every moment at which the service looks at the clock; on the nights on which the clocks change
    every twenty minutes."""
    found = {instant(day, clock) for day in days(first, last) for clock in _clocks(day)}
    for day in (AUTUMN, SPRING):
        if first <= day <= last:
            night = instant(day, "00:00")
            found |= {night + timedelta(minutes=20 * n) for n in range(16)}
    return sorted(moment for moment in found if not any(a <= moment < b for a, b in OUTAGES))


def _clocks(day: date) -> tuple[str, ...]:
    met = [date.fromisoformat(each) for held in _MEETINGS.values() for each in held]
    met += [date.fromisoformat(new) for *_, new in MOVED if new]
    before = [working_days_after(each, -6) for each in met]
    goes = day.weekday() == 0 or day == first_working_day(day.year, day.month) or day in before
    return (*CLOCKS, *DENSE) if goes else CLOCKS


def within(moment: datetime, span: tuple[datetime, datetime]) -> bool:
    return span[0] <= moment < span[1]
