"""A small council for tests of the whole cycle: rules as officers write them, readings as they come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pyarrow as pa

from watchlist.cycle import Report, Setting, judge
from watchlist.model.message import Purpose
from watchlist.model.people import Directory, Holding, Person, Post
from watchlist.model.period import Calendar, Frequency
from watchlist.model.reading import READINGS, Marker, Status
from watchlist.model.register import Breach
from watchlist.model.rule import Rulebook
from watchlist.rulebook.load import load_rulebook_text
from watchlist.store.store import Store

NOW = datetime(2014, 2, 4, 9, 0, tzinfo=UTC)
MONTH = Calendar(Frequency.MONTH)

RULES = """\
areas:
  Harrow: {level: authority, own: true}
  England: {level: country}
committees:
  children: {title: Children and Families Scrutiny}
indicators:
  assessments:
    {title: Assessments on time, unit: percent, better: higher, every: month, target: 85,
     tolerance: 5 points, due: 15 working days, owner: head, committee: children}
  visits:
    {title: Visits made, unit: count, better: higher, every: month, due: 15 working days, owner: head}
rules:
  on-time:
    title: Assessments are taking too long
    indicator: assessments
    amber: {worse_than: target}
    red: {worse_than: tolerance}
    leaves: after 2 good readings
  fewer-visits:
    title: Fewer visits are made
    indicator: visits
    amber: {worse_than: previous, by: 10% of it}
    leaves: after 1 good readings
"""

DIRECTORY = Directory(
    posts={
        "head": Post("head", "Head of Assessment", (Holding("p1"),), channels=("mailbox",)),
        "keeper": Post("keeper", "Performance", (Holding("p2"),), channels=("mailbox",)),
    },
    people={
        "p1": Person("p1", "An invented head", "head@council.example"),
        "p2": Person("p2", "An invented analyst", "keeper@council.example"),
    },
    keeper="keeper",
)


@dataclass(frozen=True)
class Reading:
    """A figure as it comes: a value, or a marker where there is none."""

    indicator: str
    month: str
    value: float | None
    published: datetime | None = None
    area: str = "Harrow"
    marker: Marker = Marker.FIGURE


def monthly(indicator: str, first: str, *values: float | None) -> list[Reading]:
    """Readings of consecutive months; None leaves one out."""
    year, number = map(int, first.split("-"))
    start = year * 12 + number - 1
    return [
        Reading(indicator, MONTH.label(start + offset), value)
        for offset, value in enumerate(values)
        if value is not None
    ]


def table(readings: Iterable[Reading]) -> pa.Table:
    """Readings as a source yields them."""
    rows = [_row(reading) for reading in readings]
    columns = {name: [row[name] for row in rows] for name in READINGS.names}
    return pa.table(columns, schema=READINGS)


def _row(reading: Reading) -> dict[str, object]:
    year, number = map(int, reading.month.split("-"))
    blank = dict.fromkeys(READINGS.names)
    return blank | {
        "indicator": reading.indicator,
        "area": reading.area,
        "breakdown": "",
        "period": year * 12 + number - 1,
        "span": 1,
        "value": reading.value,
        "digits": 0 if reading.value is not None else None,
        "marker": int(reading.marker),
        "status": int(Status.FINAL),
        "published": reading.published,
    }


@dataclass(frozen=True)
class Town:
    """A council's store and the rules in force."""

    store: Store
    book: Rulebook
    quiet_start: bool = False

    @classmethod
    def founded(cls, store: Store, rules: str = RULES, *, quiet_start: bool = False) -> Town:
        return cls(store, load_rulebook_text({"rules.yaml": rules}), quiet_start)

    def under(self, rules: str) -> Town:
        """The same council with other rules."""
        return replace(self, book=load_rulebook_text({"rules.yaml": rules}))

    def takes_in(self, readings: Iterable[Reading], now: datetime = NOW) -> None:
        calendars = {name: one.calendar for name, one in self.book.indicators.items()}
        self.store.save_readings(table(readings), calendars, source="test", sha256=None, now=now)

    def judges(self, now: datetime = NOW) -> Report:
        setting = Setting(self.book, DIRECTORY, "Europe/London", self.quiet_start)
        return judge(self.store, setting, now)

    def breaches(self) -> list[Breach]:
        found = self.store.live_breaches()
        return sorted(found, key=lambda breach: (breach.rule, breach.series.area))

    def standing(self) -> list[tuple[object, ...]]:
        """What the register says, numbers of rows and times apart."""
        entries = {entry.id: (entry.key, entry.level) for entry in self.store.live_entries()}
        return [
            (one.rule, one.series, one.track, one.judged_to, one.figure, entries[one.entry or 0])
            for one in self.breaches()
        ]

    def told(self) -> list[tuple[str, Purpose]]:
        """Who waits to be told of what kind of thing."""
        waiting = self.store.waiting_notices(datetime(2100, 1, 1, tzinfo=UTC))
        return sorted({(notice.post, notice.purpose) for notice in waiting})
