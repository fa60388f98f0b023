"""The cells that are neither names nor figures: breakdowns, periods, statuses, days."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from watchlist.model.labels import clean_label, parse_period
from watchlist.model.period import Calendar, Period
from watchlist.model.reading import Status
from watchlist.sources.numbers import quoted

#: No database finds a series again by a longer one.
_LONGEST_BREAKDOWN = 500


def parse_breakdown(text: str) -> str:
    """``sex=girls; age=16`` in canonical form: sorted, aggregates (``Total``) left out."""
    if text.casefold() in ("", "total"):
        return ""
    pairs = [part.partition("=") for part in text.split(";") if part.strip()]
    kept = {
        name.strip(): value.strip() for name, _, value in pairs if value.strip().lower() != "total"
    }
    if len(text) > _LONGEST_BREAKDOWN:
        raise ValueError(f"{quoted(text)} is too long: {_LONGEST_BREAKDOWN} letters at most")
    if any(not (equals and name.strip() and value.strip()) for name, equals, value in pairs):
        raise ValueError(f"{quoted(text)} is not a breakdown: write it like sex=girls")
    if len({name.strip() for name, _, _ in pairs}) < len(pairs):
        raise ValueError(f"{quoted(text)} names one breakdown twice: write each once")
    return ";".join(f"{name}={value}" for name, value in sorted(kept.items()))


def parse_label(
    text: str, calendar: Calendar, bare_year: str, pooled: int
) -> tuple[Period, Status | None]:
    """The period, and the status that a remark behind it gives the figure."""
    period = parse_period(text, calendar, bare_year=bare_year, pooled=pooled)
    return period, clean_label(text)[1]


#: The status of a reading whose cell is empty.
UNSAID = -1
_STATUSES: dict[str, int] = {
    "": UNSAID,
    "final": Status.FINAL,
    "provisional": Status.PROVISIONAL,
    "prov": Status.PROVISIONAL,
    "forecast": Status.FORECAST,
}


def parse_status(text: str) -> int:
    """The code of the status, UNSAID where the cell is empty."""
    status = _STATUSES.get(text.casefold())
    if status is None:
        raise ValueError(f"{quoted(text)} is no status: write final, provisional or forecast")
    return status


#: Microseconds of a reading without ``published``; before every day that can be written.
UNPUBLISHED = -(2**63)
_UK_DAY = re.compile(r"(\d\d?)/(\d\d?)/(\d{4})")

#: No figure was published before, and none is after.
_YEARS = range(1900, 2100)


def parse_published(text: str) -> int:
    """Microseconds since 1970 (UTC); a day is its first instant, a time without a zone is UTC."""
    if not text:
        return UNPUBLISHED
    try:
        if found := _UK_DAY.fullmatch(text):
            instant = datetime(int(found[3]), int(found[2]), int(found[1]), tzinfo=UTC)
        else:
            instant = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{quoted(text)} is not a day: write it like 2014-01-31") from None
    if instant.year not in _YEARS:
        raise ValueError(f"{quoted(text)} is not in the years {_YEARS.start} to {_YEARS.stop - 1}")
    return microseconds(instant if instant.tzinfo else instant.replace(tzinfo=UTC))


def microseconds(instant: datetime) -> int:
    since = instant - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86400 + since.seconds) * 1_000_000 + since.microseconds


def first_instant(day: date) -> int:
    return microseconds(datetime(day.year, day.month, day.day, tzinfo=UTC))
