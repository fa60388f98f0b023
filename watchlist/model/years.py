"""Years of an indicator: which period one begins with, and the periods of a year that is named."""

from __future__ import annotations

from functools import lru_cache

from watchlist.model.labels import parse_period
from watchlist.model.period import Calendar, Frequency

#: The kinds of year that an indicator can say its figures add up over.
YEARS = {
    "financial": Frequency.FINANCIAL_YEAR,
    "academic": Frequency.ACADEMIC_YEAR,
    "calendar": Frequency.CALENDAR_YEAR,
}


@lru_cache(maxsize=4096)
def year_begins(calendar: Calendar, ordinal: int, year: Frequency) -> int:
    """The first period of the year in which a period begins; a period is of the year in which its
    first day lies."""
    years = Calendar(year)
    first_day = years.start(years.containing(calendar.start(ordinal)))
    period = calendar.containing(first_day)
    return period if calendar.start(period) >= first_day else period + 1


@lru_cache(maxsize=4096)
def periods_of(label: str, calendar: Calendar, year: Frequency) -> range:
    """The ordinals of the periods that begin in a named year. ``2012`` is the calendar year;
    ``2012-13`` is academic where the indicator's own ``year`` is, else financial. Of yearly figures
    it is the one year. Raises :class:`PeriodError`."""
    if calendar.frequency.is_year:
        only = parse_period(label, calendar).ordinal
        return range(only, only + 1)
    kind = Frequency.CALENDAR_YEAR
    if not label.isdigit():
        academic = year is Frequency.ACADEMIC_YEAR
        kind = Frequency.ACADEMIC_YEAR if academic else Frequency.FINANCIAL_YEAR
    named = parse_period(label, Calendar(kind)).ordinal
    first, after = (
        year_begins(calendar, _in_year(calendar, each, kind), kind) for each in (named, named + 1)
    )
    return range(first, after)


def _in_year(calendar: Calendar, named: int, kind: Frequency) -> int:
    """A period that begins in the year."""
    first_day = Calendar(kind).start(named)
    period = calendar.containing(first_day)
    return period if calendar.start(period) >= first_day else period + 1
