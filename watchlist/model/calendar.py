"""Working days, due dates, and the one place where an instant becomes a day, or a day an instant."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from watchlist.model.indicator import Indicator, Interval
from watchlist.model.period import Calendar, Frequency, Period

#: Clear days for which the papers of a principal council in England lie open before a meeting (Local
#: Government Act 1972, sections 100A to 100C, as amended by S.I. 2002/715).
CLEAR_DAYS = 5


@dataclass(frozen=True)
class WorkingDays:
    """Monday to Friday without the bank holidays given (left out: those of England)."""

    bank_holidays: Container[date] | None = None

    def is_working(self, day: date) -> bool:
        closed = _england(day.year) if self.bank_holidays is None else self.bank_holidays
        return day.weekday() < 5 and day not in closed

    def after(self, day: date, count: int) -> date:
        """The day ``count`` working days later (earlier where negative); ``day`` is not counted."""
        step = timedelta(days=1 if count > 0 else -1)
        for _ in range(abs(count)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def between(self, first: date, last: date) -> int:
        """How many working days lie between two days, neither of which is counted."""
        days = range(first.toordinal() + 1, last.toordinal())
        return sum(map(self.is_working, map(date.fromordinal, days)))


@cache
def _england(year: int) -> frozenset[date]:
    import holidays  # slow to import, and only working days need it

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


_ENGLAND = WorkingDays()


def working_days_between(first: date, last: date) -> int:
    """England's working days between two days, neither of which is counted."""
    return _ENGLAND.between(first, last)


def clear_days_before(meeting: date, count: int = CLEAR_DAYS) -> date:
    """The last working day on which papers may be published: ``count`` working days lie between it
    and the meeting, neither the one day nor the other counted."""
    return _ENGLAND.after(meeting, -(count + 1))


def add(interval: Interval, day: date) -> date:
    """The day an interval after ``day``. Working days are England's. A month later is the same
    day of the month, or its last day where the month is too short."""
    match interval.unit:
        case "working days":
            return _ENGLAND.after(day, interval.amount)
        case "days":
            return day + timedelta(days=interval.amount)
        case "weeks":
            return day + timedelta(weeks=interval.amount)
        case "months":
            return _months_later(day, interval.amount)
    raise ValueError(f'"{interval.unit}" is not working days, days, weeks or months')


def _months_later(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due_date(indicator: Indicator, ordinal: int) -> date:
    """The day on which the return for a period is due: without ``due``, the period's last day."""
    end = indicator.calendar.end(ordinal)
    return add(indicator.due, end) if indicator.due else end


def late_from(indicator: Indicator, ordinal: int) -> date:
    """The first day on which the return for a period is late: the day after it was due, or after the
    time that its check ``overdue`` leaves it."""
    due, grace = due_date(indicator, ordinal), indicator.checks.overdue
    return (add(grace, due) if grace else due) + timedelta(days=1)


def expected(indicator: Indicator, today: date) -> int:
    """The newest period whose return is due before ``today`` or on it: what should be in by now. Of
    a retired indicator nothing is expected after its last period."""
    return _newest(indicator, today, due_date)


def newest_late(indicator: Indicator, today: date) -> int:
    """The newest period whose return is late by ``today``, should it not have come."""
    return _newest(indicator, today, late_from)


def _newest(indicator: Indicator, today: date, begins: Callable[[Indicator, int], date]) -> int:
    """The newest period of which something ``begins`` before ``today`` or on it."""
    ordinal = indicator.calendar.latest_ended(today)
    while begins(indicator, ordinal) > today:
        ordinal -= 1
    return ordinal if indicator.retired is None else min(ordinal, indicator.retired)


def local_date(now: datetime, zone: str = "Europe/London") -> date:
    """The day it is in a time zone at an instant (aware)."""
    if now.tzinfo is None:
        raise ValueError("an instant without a time zone has no local date")
    return now.astimezone(ZoneInfo(zone)).date()


def at_local(day: date, clock: time, zone: str = "Europe/London") -> datetime:
    """The one instant (UTC) at which it is that time in a time zone on a day. A time that the
    clocks leave out in spring is the first instant after the gap; of a time that comes twice in
    autumn it is the first one."""
    if clock.tzinfo is not None:
        raise ValueError("a time of day with a time zone of its own")
    wall = datetime.combine(day, clock.replace(fold=0))
    local = wall.replace(tzinfo=ZoneInfo(zone))
    instant = local.astimezone(UTC)
    if instant.astimezone(local.tzinfo).replace(tzinfo=None) == wall:
        return instant
    return _end_of_gap(local.replace(fold=1).astimezone(UTC), instant, ZoneInfo(zone))


def _end_of_gap(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first instant, to the second, at which the clocks are put as they are ``after``."""
    offset = after.astimezone(zone).utcoffset()
    low, high = 0, int((after - before).total_seconds())
    while low < high:
        middle = (low + high) // 2
        if (before + timedelta(seconds=middle)).astimezone(zone).utcoffset() == offset:
            high = middle
        else:
            low = middle + 1
    return (before + timedelta(seconds=low)).replace(microsecond=0)


def term_of(day: date) -> Period:
    """The school term in which a day lies, as returns count terms: from September, January, April."""
    return _containing(day, Frequency.TERM)


def financial_year_of(day: date) -> Period:
    """The financial year, April to March, in which a day lies."""
    return _containing(day, Frequency.FINANCIAL_YEAR)


def _containing(day: date, frequency: Frequency) -> Period:
    calendar = Calendar(frequency)
    return Period(calendar, calendar.containing(day))
