"""Periods: frequencies, ordinals on a calendar, labels in and out.

A period is a whole number on its calendar, so that "the next", "a year ago" and "in a row" are
arithmetic. Years are numbered by the year in which they begin (a reporting year by the year in
which it ends, as the Department for Education labels it), months by ``12 * year + month - 1``,
quarters by ``4 * year + quarter - 1`` of the calendar year, half-years from April, terms from
September, weeks by the days of their Monday since the first Monday of year 1, divided by seven.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Frequency(StrEnum):
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    TERM = "term"
    ACADEMIC_YEAR = "academic-year"
    FINANCIAL_YEAR = "financial-year"
    CALENDAR_YEAR = "calendar-year"
    REPORTING_YEAR = "reporting-year"

    @property
    def is_year(self) -> bool:
        return self.value.endswith("-year") and self is not Frequency.HALF_YEAR


#: The month in which each kind of year begins.
_YEAR_BEGINS = {Frequency.ACADEMIC_YEAR: 9, Frequency.FINANCIAL_YEAR: 4, Frequency.CALENDAR_YEAR: 1}

#: Length in months of the periods that are cut from a year at even places.
_MONTHS = {Frequency.MONTH: 1, Frequency.QUARTER: 3, Frequency.HALF_YEAR: 6}

#: The months in which the autumn, spring and summer terms begin.
_TERM_BEGINS = (9, 1, 4)

MONTH_NAMES = tuple(date(2000, month, 1).strftime("%B") for month in range(1, 13))


@dataclass(frozen=True, order=True)
class Calendar:
    """How an indicator's periods follow each other: a frequency and, for reporting years, the
    month (1 to 12) in which the year ends; ``ends`` is 0 for every other frequency."""

    frequency: Frequency
    ends: int = 0

    @property
    def per_year(self) -> int:
        """Periods in a year; 52 for weeks, where a 53rd may occur."""
        counts = {Frequency.WEEK: 52, Frequency.TERM: 3}
        months = _MONTHS.get(self.frequency)
        return 12 // months if months else counts.get(self.frequency, 1)

    def start(self, ordinal: int) -> date:
        """The first day of a period."""
        frequency = self.frequency
        if frequency is Frequency.WEEK:
            return date.fromordinal(ordinal * 7 + 1)
        if frequency is Frequency.TERM:
            year, term = divmod(ordinal, 3)
            return date(year + (term > 0), _TERM_BEGINS[term], 1)
        if frequency is Frequency.HALF_YEAR:
            return _first_of(ordinal * 6 + 3)
        if frequency in _MONTHS:
            return _first_of(ordinal * _MONTHS[frequency])
        if frequency is Frequency.REPORTING_YEAR:
            return _first_of((ordinal - 1) * 12 + self.ends)
        return date(ordinal, _YEAR_BEGINS[frequency], 1)

    def end(self, ordinal: int, span: int = 1) -> date:
        """The last day of a period, or of a run of ``span`` periods that begins with it; a negative
        span is so many months from the beginning of the one period."""
        if span < 0:
            return _first_of(_month_of(self.start(ordinal)) - span) - timedelta(days=1)
        return self.start(ordinal + span) - timedelta(days=1)

    def containing(self, day: date) -> int:
        """The ordinal of the period in which a day lies."""
        frequency = self.frequency
        months = day.year * 12 + day.month - 1
        if frequency is Frequency.WEEK:
            return (day.toordinal() - 1) // 7
        if frequency is Frequency.TERM:
            year = day.year - (day.month < 9)
            return year * 3 + (0 if day.month >= 9 else 1 if day.month < 4 else 2)
        if frequency is Frequency.HALF_YEAR:
            return (months - 3) // 6
        if frequency in _MONTHS:
            return months // _MONTHS[frequency]
        if frequency is Frequency.REPORTING_YEAR:
            return (months - self.ends) // 12 + 1
        return (months - _YEAR_BEGINS[frequency] + 1) // 12

    def latest_ended(self, day: date) -> int:
        """The newest period whose last day is before ``day`` or on it."""
        return self.containing(day + timedelta(days=1)) - 1

    def a_year_before(self, ordinal: int) -> int | None:
        """The same period one year earlier; None for a week 53 whose year before had none."""
        if self.frequency is not Frequency.WEEK:
            return ordinal - self.per_year
        year, week, _ = self.start(ordinal).isocalendar()
        try:
            return self.containing(date.fromisocalendar(year - 1, week, 1))
        except ValueError:
            return None

    def label(self, ordinal: int, span: int = 1) -> str:
        """The short label that a person would write and that :func:`parse_period` reads back."""
        if span < 0:
            return _BY_MONTH.label(_month_of(self.start(ordinal)), -span)
        if span > 1:
            return f"{self.label(ordinal)}/{self.label(ordinal + span - 1)}"
        frequency, start = self.frequency, self.start(ordinal)
        if frequency is Frequency.WEEK:
            year, week, _ = start.isocalendar()
            return f"{year}-W{week:02d}"
        if frequency is Frequency.MONTH:
            return f"{start.year}-{start.month:02d}"
        if frequency is Frequency.QUARTER:
            year = (ordinal - 1) // 4
            return f"{_double(year)} Q{(ordinal - 1) % 4 + 1}"
        if frequency is Frequency.HALF_YEAR:
            return f"{_double(ordinal // 2)} H{ordinal % 2 + 1}"
        if frequency is Frequency.TERM:
            return f"{_double(ordinal // 3)} {('autumn', 'spring', 'summer')[ordinal % 3]}"
        if frequency in (Frequency.CALENDAR_YEAR, Frequency.REPORTING_YEAR):
            return str(ordinal)
        return _double(ordinal)

    def spoken(self, ordinal: int, span: int = 1) -> str:
        """The period as a sentence says it: "December 2013", "April to May 2013"."""
        if span < 0:
            return _BY_MONTH.spoken(_month_of(self.start(ordinal)), -span)
        if span > 1:
            return _joined(self.spoken(ordinal), self.spoken(ordinal + span - 1))
        start = self.start(ordinal)
        if self.frequency is Frequency.MONTH:
            return f"{MONTH_NAMES[start.month - 1]} {start.year}"
        if self.frequency is Frequency.WEEK:
            return f"the week of {start.day} {MONTH_NAMES[start.month - 1]} {start.year}"
        if self.frequency is Frequency.QUARTER:
            return f"quarter {(ordinal - 1) % 4 + 1} of {_double((ordinal - 1) // 4)}"
        if self.frequency is Frequency.HALF_YEAR:
            half = ("first", "second")[ordinal % 2]
            return f"the {half} half of {_double(ordinal // 2)}"
        if self.frequency is Frequency.TERM:
            season = ("autumn", "spring", "summer")[ordinal % 3]
            return f"the {season} term of {_double(ordinal // 3)}"
        return self.label(ordinal)

    @property
    def noun(self) -> str:
        """What one period is called: "month", "year"."""
        return "year" if self.frequency.is_year else self.frequency.value


@dataclass(frozen=True, order=True)
class Period:
    """A period, or a run of ``span`` consecutive periods read as one figure. A negative span is a
    part of one yearly period: so many months from its beginning (``2019-01/2019-08`` is -8)."""

    calendar: Calendar
    ordinal: int
    span: int = 1

    def __str__(self) -> str:
        return self.calendar.label(self.ordinal, self.span)


#: In what parts of a year are said.
_BY_MONTH = Calendar(Frequency.MONTH)


def _month_of(day: date) -> int:
    return day.year * 12 + day.month - 1


def _joined(first: str, last: str) -> str:
    """ "April to May 2013"; a year that is the same is said once."""
    month, _, year = first.rpartition(" ")
    same = month in MONTH_NAMES and last.endswith(year)
    return f"{month if same else first} to {last}"


def _first_of(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)


def _double(year: int) -> str:
    return f"{year}-{(year + 1) % 100:02d}"
