"""How the label of one period is put together, frequency by frequency: a year and a part of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from watchlist.model.period import MONTH_NAMES, Calendar, Frequency


@dataclass(frozen=True)
class Said:
    """A label in lower case without the kind of year that it names: ``text`` is ``201920 q1`` and
    ``kind`` is ``financial`` for "201920 Financial year Q1"."""

    text: str
    kind: str
    bare_year: str

    def split(self, part: re.Pattern[str]) -> tuple[str, str] | None:
        """What the pattern's group found and the label without it; None where it is not there."""
        found = part.search(self.text)
        if found is None:
            return None
        rest = f"{self.text[: found.start()].strip()} {self.text[found.end() :].strip()}"
        return found[1], rest.strip(" -/,")


YEAR = r"(?:19|20)\d\d"
_BARE = re.compile(YEAR)
_DOUBLE = re.compile(rf"({YEAR})(?:[-/](\d\d|{YEAR})|(\d\d))")


def _double(text: str) -> int | None:
    """The first year of ``2012-13``, ``2012/2013`` or ``201213``; None where it is none."""
    found = _DOUBLE.fullmatch(text)
    if found is None:
        return None
    year, second = int(found[1]), found[2] or found[3]
    return year if int(second) == (year + 1) % 10 ** len(second) else None


def _double_or_bare(text: str, bare_year: str) -> int | None:
    if _BARE.fullmatch(text):
        return int(text) - (bare_year == "ends")
    return _double(text)


def _two_calendar_years(said: Said) -> int | None:
    return _double_or_bare(said.text, said.bare_year)


def _one_calendar_year(said: Said) -> int | None:
    return int(said.text) if _BARE.fullmatch(said.text) else None


_QUARTER = re.compile(r"(?:\bq|(?<=\d)q|\bquarter )([1-4])\b")


def _quarter(said: Said) -> int | None:
    parts = said.split(_QUARTER)
    if parts is None:
        return None
    quarter, rest = int(parts[0]), parts[1]
    if said.kind == "calendar" or (_BARE.fullmatch(rest) and not said.kind):
        return int(rest) * 4 + quarter - 1 if _BARE.fullmatch(rest) else None
    year = _double_or_bare(rest, said.bare_year)
    return None if year is None else year * 4 + quarter


#: ``Part 1 (April to September)`` is how the Department for Education says it.
_HALF = re.compile(r"(?:\bh|(?<=\d)h|\bhalf |\bpart )([12])\b(?: \([a-z ]+\))?")


def _half(said: Said) -> int | None:
    parts = said.split(_HALF)
    year = _double(parts[1]) if parts else None
    return None if parts is None or year is None else year * 2 + int(parts[0]) - 1


_TERM = re.compile(r"\b(autumn|spring|summer)(?: term)?\b")


def _term(said: Said) -> int | None:
    parts = said.split(_TERM)
    if parts is None:
        return None
    term, rest = ("autumn", "spring", "summer").index(parts[0]), parts[1]
    year = int(rest) - (term > 0) if _BARE.fullmatch(rest) else _double(rest)
    return None if year is None else year * 3 + term


_WEEK = re.compile(r"(?:\bw|(?<=\d)w|\bweek )(\d\d?)\b")


def _week(said: Said) -> int | None:
    parts = said.split(_WEEK)
    if parts is None or not _BARE.fullmatch(parts[1]):
        return None
    try:
        monday = date.fromisocalendar(int(parts[1]), int(parts[0]), 1)
    except ValueError:  # a week 53 that this year has not
        return None
    return Calendar(Frequency.WEEK).containing(monday)


_NAMES = tuple(name.lower() for name in MONTH_NAMES)
_NAME = re.compile(rf"\b({'|'.join(f'{n}|{n[:3]}' for n in _NAMES)}|sept)\b")
_YEAR_FIRST = re.compile(rf"({YEAR})[-/ ]?(\d\d?)")
_MONTH_FIRST = re.compile(rf"(\d\d?)[-/ ]({YEAR})")


def _month(said: Said) -> int | None:
    if parts := said.split(_NAME):
        month, year = 1 + [name[:3] for name in _NAMES].index(parts[0][:3]), parts[1]
        year = f"20{year}" if re.fullmatch(r"\d\d", year) else year  # Dec-13, as Excel writes it
    elif found := _YEAR_FIRST.fullmatch(said.text):
        year, month = found[1], int(found[2])
    elif found := _MONTH_FIRST.fullmatch(said.text):
        month, year = int(found[1]), found[2]
    else:
        return None
    known = _BARE.fullmatch(year) and 1 <= month <= 12
    return int(year) * 12 + month - 1 if known else None


#: The ordinal that a label names, by what it is a label of; None where it names none.
PARTS_OF: dict[Frequency, Callable[[Said], int | None]] = {
    Frequency.WEEK: _week,
    Frequency.MONTH: _month,
    Frequency.QUARTER: _quarter,
    Frequency.HALF_YEAR: _half,
    Frequency.TERM: _term,
    Frequency.ACADEMIC_YEAR: _two_calendar_years,
    Frequency.FINANCIAL_YEAR: _two_calendar_years,
    Frequency.CALENDAR_YEAR: _one_calendar_year,
    Frequency.REPORTING_YEAR: _one_calendar_year,
}
