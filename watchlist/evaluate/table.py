"""A table of readings in, a table of findings out: what other engines host. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pyarrow as pa

from watchlist.evaluate.engine import evaluate
from watchlist.evaluate.findings_table import FINDINGS, findings_table, holding
from watchlist.evaluate.looked_back import Cells
from watchlist.evaluate.newest import columns_of_newest, evaluate_newest
from watchlist.evaluate.retired import until_retired
from watchlist.evaluate.rows import places
from watchlist.model.finding import Findings
from watchlist.model.reading import Bools, Ints, Panels
from watchlist.model.readings_table import refuse
from watchlist.model.rule import Rule, Rulebook
from watchlist.model.table_panels import panels_of


def evaluate_table(
    readings: pa.Table, book: Rulebook, today: date, *, every: bool = False, windows: bool = True
) -> pa.Table:
    """What the rules say of READINGS, as FINDINGS: of the latest reading of each series that is not
    stale, or of ``every`` period. ``windows``: with the readings that each finding looked at.

    The table has all the readings of one component or of several: of whatever hangs together by rules.
    Raises :class:`FaultsError` where it is no such table."""
    calendars = {name: one.calendar for name, one in book.indicators.items()}
    refuse(readings, calendars)
    panels = panels_of(readings, calendars, book.areas)
    return findings_of(panels, book, today, every=every, windows=windows)


def findings_of(
    panels: Panels, book: Rulebook, today: date, *, every: bool = False, windows: bool = True
) -> pa.Table:
    """As :func:`evaluate_table`, of readings that were laid side by side before."""
    kept = until_retired(panels, book.indicators)
    cells = _every(kept, book, today) if every else _latest(kept, book, today)
    tables = [findings_table(each, book, windows=windows) for each in cells if len(each.n)]
    return pa.concat_tables([FINDINGS.empty_table(), *tables]).unify_dictionaries()


def _rules(book: Rulebook) -> Iterator[Rule]:
    return map(book.watching, book.rules.values())


def _every(panels: Panels, book: Rulebook, today: date) -> Iterator[Cells]:
    for rule in _rules(book):
        for found in evaluate([rule], book, panels, today):
            yield Cells(found, *places(holding(found)))


def _latest(panels: Panels, book: Rulebook, today: date) -> Iterator[Cells]:
    """Rule by rule, so that each has no more columns than it looks back on."""
    asked = (columns_of_newest(panel, book.indicators, today) for panel in panels.values())
    columns = max(asked, default=0)
    if not columns:
        return
    for rule in _rules(book):
        for found in evaluate_newest([rule], book, panels, today, columns):
            yield _standing(found, book)


def _standing(found: Findings, book: Rulebook) -> Cells:
    """The latest readings at which a level holds: not of a series that is stale, nor of one that has
    come to its end."""
    n = np.flatnonzero((found.anchor >= 0) & ~found.stale & ~_over(found, book))
    holds = holding(found)[n, found.anchor[n]]
    return Cells(found, n[holds], found.anchor[n[holds]])


def _over(found: Findings, book: Rulebook) -> Bools | np.bool_:
    """Per row whether its indicator was retired and its last return should be in."""
    names = found.panel.indicators
    ends: list[int | None] = [book.indicators[name].retired for name in names]
    if not any(end is not None for end in ends):
        return np.False_
    last: Ints = np.array([np.iinfo(np.int64).max if end is None else end for end in ends])
    over: Bools = found.expected >= last[found.panel.indicator[found.rows]]
    return over
