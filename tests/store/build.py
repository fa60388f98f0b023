"""Readings, breaches and messages in few words, for the store's tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa

from watchlist.model.message import Notice, Purpose
from watchlist.model.period import Calendar, Frequency
from watchlist.model.reading import READINGS, Marker, Series, Status
from watchlist.model.register import (
    Breach,
    Entry,
    EntryKey,
    Reason,
    State,
    Track,
    Transition,
)
from watchlist.model.rule import Level
from watchlist.store.results import Saved
from watchlist.store.store import Store

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
MONTH = Calendar(Frequency.MONTH)
YEAR = Calendar(Frequency.FINANCIAL_YEAR)
CALENDARS = {"assessments": MONTH, "reviews": MONTH, "exclusions": YEAR}


def day(number: int) -> datetime:
    """A day of publication."""
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number)


@dataclass(frozen=True)
class R:
    """One row of READINGS."""

    value: float | None = None
    period: int = 24_000
    indicator: str = "assessments"
    area: str = "Saltmarsh"
    breakdown: str = ""
    span: int = 1
    digits: int | None = None
    numerator: float | None = None
    denominator: float | None = None
    target: float | None = None
    growth: float | None = None
    marker: Marker = Marker.FIGURE
    status: Status = Status.FINAL
    published: datetime | None = None


def table(rows: Sequence[R]) -> pa.Table:
    names = [item.name for item in fields(R)]
    columns: dict[str, list[Any]] = {name: [getattr(row, name) for row in rows] for name in names}
    return pa.table({name: columns[name] for name in READINGS.names}, schema=READINGS)


def take_in(store: Store, *rows: R, now: datetime = NOW, sha256: str | None = None) -> Saved:
    return store.save_readings(
        table(rows), CALENDARS, source="scorecard", sha256=sha256, path="scorecard.csv", now=now
    )


def a_breach(number: int, **changes: Any) -> Breach:
    known: dict[str, Any] = {
        "id": number,
        "rule": "on-time",
        "rule_hash": "abc",
        "series": Series("assessments", "Saltmarsh", f"n={number}"),
        "calendar": MONTH,
        "track": Track(State.OPEN, Level.RED, 24_000, (Level.RED, 0), 85.0, unknown=1),
        "judged_to": 24_002,
        "figure": "70",
        "opened_at": NOW,
    }
    return Breach(**{**known, **changes})


def an_entry(number: int, **changes: Any) -> Entry:
    known: dict[str, Any] = {
        "id": number,
        "key": EntryKey(indicator="assessments", area="Saltmarsh"),
        "title": "Assessments completed within 45 working days",
        "opened_at": NOW,
        "level": Level.RED,
    }
    return Entry(**{**known, **changes})


def a_transition(number: int, **changes: Any) -> Transition:
    known: dict[str, Any] = {
        "id": number,
        "breach": None,
        "entry": None,
        "at": NOW,
        "reason": Reason.OPENED,
        "period": 24_000,
        "level_before": None,
        "level": Level.RED,
        "state": State.OPEN,
        "rule": "on-time",
        "rule_hash": "abc",
    }
    return Transition(**{**known, **changes})


def a_notice(subject: str = "transition:1", **changes: Any) -> Notice:
    known: dict[str, Any] = {
        "subject": subject,
        "post": "head-of-assessment",
        "channel": "mailbox",
        "purpose": Purpose.NEWS,
        "created_at": NOW,
    }
    return Notice(**{**known, **changes})
