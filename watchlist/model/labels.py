"""Labels of periods as people write them, read by the indicator's own calendar.

What a label means depends on the calendar: ``2011-12`` is December 2011 of a month and a year of a
financial year. Within a year, year and part stand in any order: ``2019-20 Q1``, ``Q1 2019/20``,
``201920 Financial year Q1``. A day lies in its period; ``31/12/2013`` is read day first.

A bare ``2016`` of an academic or financial year is the one that starts or ends in 2016, as
``bare_year`` says. ``2019 Q2`` is the second quarter of the *calendar* year (April to June), ``spring
2020`` the spring of 2020. A figure over several years is read as the period it ends in. Of a yearly
indicator ``2019-01/2019-08`` is the first eight months of a year that is not over.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NoReturn

from watchlist.model.label_parts import PARTS_OF, YEAR, Said
from watchlist.model.period import Calendar, Frequency, Period
from watchlist.model.pooled import pooled_label, pooled_years
from watchlist.model.reading import Status


class PeriodError(ValueError):
    """A label that is not a period of its calendar; the text is a plain sentence."""


_STATUS = {
    "prov": Status.PROVISIONAL, "provisional": Status.PROVISIONAL, "p": Status.PROVISIONAL,
    "forecast": Status.FORECAST, "f": Status.FORECAST,
    "ot": Status.FINAL, "outturn": Status.FINAL, "final": Status.FINAL,
    "rev": Status.FINAL, "revised": Status.FINAL, "r": Status.FINAL,
}  # fmt: skip
_REMARK = re.compile(rf"\s*\((?P<word>{'|'.join(_STATUS)})\.?\)\s*$", re.IGNORECASE)


def clean_label(text: str) -> tuple[str, Status | None]:
    """A label without the remark behind it, and the status that the remark gives the figure:
    ``2025 (prov)`` is provisional, an outturn ``2016-17 (OT)`` final. None: no remark."""
    found = _REMARK.search(text)
    if found is None:
        return text.strip(), None
    return text[: found.start()].strip(), _STATUS[found["word"].lower()]


_DASHES = str.maketrans({"–": "-", "—": "-", "−": "-", "\xa0": " "})


def parse_period(
    text: str, calendar: Calendar, *, bare_year: str = "starts", pooled: int = 1
) -> Period:
    """The period that a label names, the span of periods (``2013-04/2013-05``), or the part of a
    year that its first months are (a negative span).

    ``bare_year`` is ``starts`` or ``ends``. Years are 1900 to 2099. ``pooled`` above 1: labels cover
    exactly so many years. Raises :class:`PeriodError` where the label is no period of this calendar.
    """
    label = re.sub(r"\s+", " ", clean_label(text)[0].lower().translate(_DASHES))
    if pooled > 1:
        return _pooled(text, label, calendar, bare_year, pooled)
    ordinal = _single(label, calendar, bare_year)
    if ordinal is not None:
        return Period(calendar, ordinal)
    span = _span(label, calendar, bare_year) or _by_months(label, calendar)
    if span is None:
        _refuse(text, label, calendar)
    return span


def _span(label: str, calendar: Calendar, bare_year: str) -> Period | None:
    for cut in re.finditer(r"/| to ", label):
        first = _single(label[: cut.start()].strip(), calendar, bare_year)
        last = _single(label[cut.end() :].strip(), calendar, bare_year)
        if first is not None and last is not None and first < last:
            return Period(calendar, first, last - first + 1)
    return None


_MONTHS = Calendar(Frequency.MONTH)


def _by_months(label: str, calendar: Calendar) -> Period | None:
    """Months that begin with a year: whole years (``2012-04/2014-03`` of a financial year), or the
    first months of one."""
    months = _span(label, _MONTHS, "starts") if calendar.frequency.is_year else None
    if months is None:
        return None
    begins = _MONTHS.start(months.ordinal)
    first = calendar.containing(begins)
    years, rest = divmod(months.span, 12)
    if calendar.start(first) != begins or (years and rest):
        return None
    return Period(calendar, first, years or -rest)


def _pooled(text: str, label: str, calendar: Calendar, bare_year: str, years: int) -> Period:
    """The year that the label's years end in, so that they follow each other year by year."""
    found = pooled_years(label, calendar, bare_year)
    if found is None or found[1] - found[0] + 1 != years:
        example = pooled_label(calendar, calendar.containing(date(2015, 12, 1)), years)
        raise PeriodError(f'"{text}" does not cover {years} years: write it like {example}')
    return Period(calendar, found[1])


def _refuse(text: str, label: str, calendar: Calendar) -> NoReturn:
    if years := _years_covered(label, calendar):
        raise PeriodError(
            f'"{text}" covers several years; if every figure of the indicator does, '
            f"say pooled: {years} there"
        )
    value = calendar.frequency.value
    noun = value if calendar.frequency is Frequency.HALF_YEAR else value.replace("-", " ")
    article = "an" if noun[0] in "aeiou" else "a"
    example = calendar.label(calendar.containing(date(2013, 12, 1)))
    raise PeriodError(f'"{text}" is not {article} {noun}: write it like {example}')


def _years_covered(label: str, calendar: Calendar) -> int | None:
    """How many years ``2014-16`` or ``2013/14-15/16`` covers, None where it does not; what can be a
    month (``2010-12``) is taken for one."""
    found = pooled_years(label, calendar, "starts")
    years = found[1] - found[0] + 1 if found else 0
    is_month = _single(label, Calendar(Frequency.MONTH), "starts") is not None
    return years if 3 <= years <= 11 and not is_month else None


def _single(label: str, calendar: Calendar, bare_year: str) -> int | None:
    day = _day(label)
    if day is not None:
        return calendar.containing(day)
    kind, rest = _kind_of_year(label)
    if kind and kind not in _KINDS.get(calendar.frequency, ()):
        return None
    said = Said(rest, kind, bare_year)
    return PARTS_OF[calendar.frequency](said)


_ISO_DAY = re.compile(rf"({YEAR})-(\d\d)-(\d\d)(?:[t ]00:00(?::00(?:\.0+)?)?)?")
_UK_DAY = re.compile(rf"(\d\d?)/(\d\d?)/({YEAR})")


def _day(label: str) -> date | None:
    if found := _ISO_DAY.fullmatch(label):
        year, month, day = map(int, found.groups())
    elif found := _UK_DAY.fullmatch(label):
        day, month, year = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


_KIND = re.compile(r"\b(academic|financial|tax|calendar|reporting) year\b")

#: The kinds of year that a label may name, by what it is a label of.
_KINDS = {
    Frequency.ACADEMIC_YEAR: ("academic",),
    Frequency.TERM: ("academic",),
    Frequency.FINANCIAL_YEAR: ("financial", "tax"),
    Frequency.HALF_YEAR: ("financial", "tax"),
    Frequency.QUARTER: ("financial", "tax", "calendar"),
    Frequency.CALENDAR_YEAR: ("calendar",),
    Frequency.REPORTING_YEAR: ("reporting",),
}


def _kind_of_year(label: str) -> tuple[str, str]:
    """The kind of year that a label names ("" for none), and the label without it."""
    found = _KIND.search(label)
    if found is None:
        return "", label
    rest = f"{label[: found.start()].strip()} {label[found.end() :].strip()}"
    return found[1], rest.strip(" -/,")
