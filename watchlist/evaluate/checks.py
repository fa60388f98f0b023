"""The checks that are always on: data is one thing, performance another.

overdue       a return that was due has not come: own areas, indicators with ``due``. One for each
              indicator and area, named by the oldest outstanding period (so that it stays the same
              finding while nothing comes); any breakdown that came counts, and what never came at
              all is not overdue. ``figures``: due (ISO date).
missing       a period without a figure or symbol between two that have one; own areas.
inconsistent  the value and its parts differ by more than half the last digit as written
              (``figures``: value, digits, numerator, denominator, implied), or a quoted growth and
              its own two figures do (value, before, quoted, implied_growth). Counts have no parts
              to agree with.
impossible    a percentage over 100; a percentage, count, rate or days below 0 (``figures``: value).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from watchlist.evaluate.arithmetic import inconsistent
from watchlist.evaluate.checked import EXACT, Checked, Figures
from watchlist.evaluate.rows import read, with_columns
from watchlist.model.calendar import add, due_date
from watchlist.model.indicator import Indicator, UnitKind
from watchlist.model.reading import Panels, Series
from watchlist.model.register import DataCheck
from watchlist.model.rule import Rulebook

_NEVER_NEGATIVE = (UnitKind.PERCENT, UnitKind.COUNT, UnitKind.RATE, UnitKind.DAYS)


def check(book: Rulebook, panels: Panels, today: date) -> list[DataCheck]:
    """Every finding about the data of these panels as it stands; ``today`` is the local day."""
    found: list[DataCheck] = []
    for panel in with_columns(panels).values():
        data = Checked(book, panel)
        for each in (_overdue(data, today), _missing(data), inconsistent(data), _impossible(data)):
            found.extend(each)
    return found


def _overdue(data: Checked, today: date) -> Iterator[DataCheck]:
    panel = data.panel
    for (code, area), anchor in _newest(data).items():
        indicator = data.book.indicators[panel.indicators[code]]
        period = panel.first + anchor + 1
        due = due_date(indicator, period)
        grace = indicator.checks.overdue
        if indicator.due and today > (add(grace, due) if grace else due):
            series = Series(indicator.id, panel.areas[area])
            yield DataCheck("overdue", series, panel.calendar, period, {"due": due.isoformat()})


def _newest(data: Checked) -> dict[tuple[int, int], int]:
    """The newest column with a reading, for each own indicator and area that has one."""
    panel, newest = data.panel, dict[tuple[int, int], int]()
    rows = data.rows("overdue", own=True)
    for code, area, anchor in zip(
        panel.indicator[rows].tolist(),
        panel.area[rows].tolist(),
        panel.anchor[rows].tolist(),
        strict=True,
    ):
        if anchor >= 0:
            newest[code, area] = max(anchor, newest.get((code, area), -1))
    return newest


def _missing(data: Checked) -> Iterator[DataCheck]:
    rows = data.rows("missing", own=True)
    there = read(data.panel, rows)
    before = np.logical_or.accumulate(there, axis=1)
    after = np.logical_or.accumulate(there[:, ::-1], axis=1)[:, ::-1]
    for n, column in np.argwhere(before & after & ~there).tolist():
        yield data.found("missing", int(rows[n]), column, {})


def _impossible(data: Checked) -> Iterator[DataCheck]:
    rows = data.rows("impossible")
    value = data.panel.value[rows]
    lowest, highest = data.facts(rows, _lowest), data.facts(rows, _highest)
    beyond = (value < lowest[:, None]) | (value > highest[:, None])
    for n, column in np.argwhere(beyond).tolist():
        figures: Figures = {"value": float(value[n, column])}
        yield data.found("impossible", int(rows[n]), column, figures)


def _lowest(indicator: Indicator) -> float:
    return 0.0 if indicator.unit.kind in _NEVER_NEGATIVE else -np.inf


def _highest(indicator: Indicator) -> float:
    return 100 * (1 + EXACT) if indicator.unit.kind is UnitKind.PERCENT else np.inf
