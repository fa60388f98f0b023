"""Readings judged where they lie, without taking them in: what has outgrown one database.

A few indicators at a time are read and judged, so that memory is bounded by the largest component."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

import numpy as np
import pyarrow as pa

from watchlist.cycle import Part, Progress, Report, Setting, judge_part
from watchlist.evaluate.joined import joined, together
from watchlist.evaluate.select import selected
from watchlist.evaluate.table import findings_of
from watchlist.model.period import Calendar
from watchlist.model.reading import Panel, Panels
from watchlist.model.rule import Rule, Rulebook
from watchlist.model.table_panels import panels_of
from watchlist.store.store import Store
from watchlist.store.transaction import Transaction

#: So many readings are judged together; what is judged alone has a cost of its own each time, and
#: more than this takes memory and gains no time.
TOGETHER = 2_000_000


class Readings(Protocol):
    """Where readings lie. ``rows``: how many there are of each indicator, in the order in which they
    lie there. What is read is checked; faults are raised with their places."""

    @property
    def rows(self) -> Mapping[str, int]: ...

    def read(self, names: Collection[str]) -> pa.Table: ...


def looked_at(book: Rulebook, only: Collection[str] = ()) -> dict[str, Calendar]:
    """The calendar of each indicator that some rule looks at; ``only``: of these and of those that
    rules join with them."""
    sets = joined(book)
    if only:
        sets = tuple(each for each in sets if not each.isdisjoint(only))
    names = frozenset[str]().union(*sets)
    return {name: book.indicators[name].calendar for name in sorted(names)}


def scan(
    readings: Readings,
    book: Rulebook,
    today: date,
    *,
    every: bool = False,
    windows: bool = True,
    most: int = TOGETHER,
    progress: Progress | None = None,
) -> Iterator[pa.Table]:
    """FINDINGS of the latest readings, or of ``every`` period, part by part; ``most``: of so many
    readings at a time, where no component has more."""
    parts = list(together(joined(book), readings.rows, most))
    calendars = looked_at(book)
    for done, names in enumerate(parts, start=1):
        panels = panels_of(readings.read(names), calendars, book.areas)
        yield findings_of(panels, book, today, every=every, windows=windows)
        if progress:
            progress(done, len(parts))


def register(
    readings: Readings,
    store: Store,
    setting: Setting,
    now: datetime,
    *,
    most: int = TOGETHER,
    progress: Progress | None = None,
) -> Report:
    """Judge the readings as a cycle does those in the store: breaches, entries, checks and notices,
    for each component in one transaction. All of them are looked through before the first is judged,
    so that a fault leaves nothing half done. Readings that were scanned before add nothing."""
    book, calendars = setting.book, looked_at(setting.book)
    components = book.components(readings.rows)
    parts = list(together(components, readings.rows, most))
    for names in parts:
        panels_of(readings.read(names), calendars, book.areas)
    report, judged = Report(), store.rules_judged()
    for done, names in enumerate(parts, start=1):
        panels = panels_of(readings.read(names), calendars, book.areas)
        rules = [
            rule
            for component in components
            if not component.isdisjoint(names)
            for rule in book.rules_of(component)
        ]
        with store.begin(now) as tx:
            numbered = _numbered(tx, book, rules, panels)
            report += judge_part(tx, setting, Part(names, rules, numbered), judged, now)
        if progress:
            progress(done, len(parts))
    return report


def _numbered(
    tx: Transaction, book: Rulebook, rules: Sequence[Rule], panels: Panels
) -> dict[Calendar, Panel]:
    """The panels, with their numbers those series that a rule stands for."""
    numbered = {}
    for calendar, panel in panels.items():
        rows = [selected(book.watching(rule), book, panel) for rule in rules]
        chosen = np.unique(np.concatenate([np.empty(0, dtype=np.int64), *rows]))
        numbered[calendar] = tx.numbered(panel, chosen)
    return numbered
