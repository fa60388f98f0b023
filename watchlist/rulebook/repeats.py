"""How events repeat (``RRULE`` of RFC 5545) -> days, bounded whatever the rule says.

Days alone, so that a rule can be followed by looking at each day once; how many are looked at is
counted. (``dateutil`` looks for the next hit of a rule that has none, such as every 30 February, up
to the year 9999, and for ever at an interval of 0.)
"""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from watchlist.rulebook.ics import YEARS, CalendarError, Moment, Property
from watchlist.rulebook.wording import quote

#: How many days are looked at for all rules of a calendar: enough for a dozen that never end.
ENOUGH = 500_000

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKDAY = rf"(?:{'|'.join(_WEEKDAYS)})"
_NUMBER = r"[+-]?[1-9][0-9]{0,2}"


def _several(one: str) -> str:
    return f"{one}(?:,{one})*"


#: What a rule may say.
_PARTS = {
    "FREQ": "DAILY|WEEKLY|MONTHLY|YEARLY",
    "INTERVAL": "[1-9][0-9]{0,3}",
    "COUNT": "[1-9][0-9]{0,5}",
    "UNTIL": "[0-9TZ]+",
    "BYDAY": _several(rf"(?:{_NUMBER})?{_WEEKDAY}"),
    "BYMONTHDAY": _several(_NUMBER),
    "BYMONTH": _several("(?:1[0-2]|0?[1-9])"),
    "BYSETPOS": _several(_NUMBER),
    "WKST": _WEEKDAY,
}

_END = date(YEARS.stop, 1, 1).toordinal()


@dataclass
class Budget:
    """How many days may still be looked at."""

    left: int = ENOUGH

    def spend(self, days: int) -> None:
        """Raises :class:`CalendarError` where there are no more."""
        self.left -= days
        if self.is_spent:
            raise CalendarError("repeats too much to be followed; keep to one committee's meetings")

    @property
    def is_spent(self) -> bool:
        return self.left < 0


@dataclass(frozen=True)
class Repeat:
    """A rule, complete: what it leaves out was taken from the event's first day. ``weekdays`` are
    Mondays (0) to Sundays (6), each with which one of its month or year it is (0: every one)."""

    every: str
    interval: int
    months: frozenset[int]
    month_days: frozenset[int]
    weekdays: frozenset[tuple[int, int]]
    positions: frozenset[int]
    week_begins: int
    count: int | None
    until: Moment | None

    def days(self, start: Moment, budget: Budget) -> Iterator[date]:
        """The days that an event which begins at ``start`` repeats on, in order."""
        left = self.count
        for stretch in self._stretches(start.day):
            budget.spend(len(stretch))
            for day in self._chosen(map(date.fromordinal, stretch)):
                if day < start.day:
                    continue
                if left == 0 or (self.until and start.on(day).is_after(self.until)):
                    return
                left = None if left is None else left - 1
                yield day

    def _stretches(self, first: date) -> Iterator[range]:
        """The days, months … in turn, each as the ordinals of its days."""
        step, day = self.interval, first.toordinal()
        if self.every == "DAILY":
            yield from (range(n, n + 1) for n in range(day, _END, step))
        elif self.every == "WEEKLY":
            monday = day - (first.weekday() - self.week_begins) % 7
            yield from (range(n, n + 7) for n in range(monday, _END, 7 * step))
        elif self.every == "MONTHLY":
            for month in range(first.year * 12 + first.month - 1, YEARS.stop * 12, step):
                yield range(_first_of(month), _first_of(month + 1))
        else:
            for year in range(first.year, YEARS.stop, step):
                yield range(_first_of(year * 12), _first_of(year * 12 + 12))

    def _chosen(self, stretch: Iterator[date]) -> list[date]:
        """The days of a stretch that the rule names."""
        days = [day for day in stretch if self._names(day)]
        if not self.positions:
            return days
        places = enumerate(days, 1)
        size = len(days) + 1
        return [day for n, day in places if not self.positions.isdisjoint((n, n - size))]

    def _names(self, day: date) -> bool:
        if self.months and day.month not in self.months:
            return False
        length = monthrange(day.year, day.month)[1]
        if self.month_days and self.month_days.isdisjoint((day.day, day.day - length - 1)):
            return False
        if not self.weekdays:
            return True
        places, weekday = (0, *self._places(day, length)), day.weekday()
        return not self.weekdays.isdisjoint((place, weekday) for place in places)

    def _places(self, day: date, length: int) -> tuple[int, int]:
        """The how-manyeth of its weekday a day is, from the beginning and from the end of the month,
        or of the year where the rule is of whole years."""
        place = day.day
        if self.every == "YEARLY" and not self.months:
            place, length = day.timetuple().tm_yday, 365 + isleap(day.year)
        return (place - 1) // 7 + 1, -((length - place) // 7 + 1)


def read_repeat(rule: Property, start: Moment) -> Repeat:
    """A rule of an event that begins at ``start``. Raises :class:`CalendarError`."""
    said = dict(_part(part, rule.line) for part in rule.value.upper().strip(" ;").split(";"))
    if "FREQ" not in said:
        raise CalendarError("this repetition does not say how often (FREQ)", rule.line)
    every, day = said["FREQ"], start.day
    months = frozenset(_numbers(said.get("BYMONTH")))
    month_days = frozenset(_numbers(said.get("BYMONTHDAY")))
    weekdays = frozenset(_weekday(each, every) for each in _listed(said.get("BYDAY")))
    if not (weekdays or month_days) and every in ("MONTHLY", "YEARLY"):
        month_days = frozenset({day.day})
        months = months or (frozenset({day.month}) if every == "YEARLY" else months)
    elif not weekdays and every == "WEEKLY":
        weekdays = frozenset({(0, day.weekday())})
    until = said.get("UNTIL")
    return Repeat(
        every=every,
        interval=int(said.get("INTERVAL", 1)),
        months=months,
        month_days=month_days,
        weekdays=weekdays,
        positions=frozenset(_numbers(said.get("BYSETPOS"))),
        week_begins=_WEEKDAYS.index(said.get("WKST", "MO")),
        count=int(said["COUNT"]) if "COUNT" in said else None,
        until=next(Property(rule.line, "", until).moments()) if until else None,
    )


def _part(written: str, line: int) -> tuple[str, str]:
    name, _, value = written.partition("=")
    if re.fullmatch(_PARTS.get(name, "(?!)"), value):
        return name, value
    said = f"{quote(written)} is not a way in which committees meet again"
    raise CalendarError(f"{said}; enter the meetings one by one", line)


def _listed(written: str | None) -> list[str]:
    return written.split(",") if written else []


def _numbers(written: str | None) -> Iterator[int]:
    return map(int, _listed(written))


def _weekday(written: str, every: str) -> tuple[int, int]:
    """``2TU``; which one it is counts for months and years alone."""
    place = written[:-2] if every in ("MONTHLY", "YEARLY") else ""
    return int(place or 0), _WEEKDAYS.index(written[-2:])


def _first_of(months: int) -> int:
    return date(months // 12, months % 12 + 1, 1).toordinal()
