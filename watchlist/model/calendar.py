"""Working days, due dates, and the one place where an instant becomes a day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from watchlist.model.indicator import Indicator, Interval


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


@cache
def _england(year: int) -> frozenset[date]:
    import holidays  # slow to import, and only working days need it

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


_ENGLAND = WorkingDays()


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


def expected(indicator: Indicator, today: date) -> int:
    """The newest period whose return is due before ``today`` or on it: what should be in by now. Of
    a retired indicator nothing is expected after its last period."""
    ordinal = indicator.calendar.latest_ended(today)
    while due_date(indicator, ordinal) > today:
        ordinal -= 1
    return ordinal if indicator.retired is None else min(ordinal, indicator.retired)


def local_date(now: datetime, zone: str = "Europe/London") -> date:
    """The day it is in a time zone at an instant (aware)."""
    if now.tzinfo is None:
        raise ValueError("an instant without a time zone has no local date")
    return now.astimezone(ZoneInfo(zone)).date()
