"""The checks that are always on: data is one thing, performance another.

overdue       a return that was due has not come: own areas, indicators with ``due``. One for each
              indicator and area, named by the oldest outstanding period (so that it stays the same
              finding while nothing comes); any breakdown that came counts, and what never came at
              all is not overdue. ``figures``: due (ISO date).
missing       a period without a figure or symbol between two that have one, and in no figure over
              several periods; own areas.
inconsistent  the value and its parts differ by more than half the last digit as written
              (``figures``: value, digits, numerator, denominator, implied), or a quoted growth and
              its own two figures do (value, before, quoted, implied_growth). Counts have no parts
              to agree with.
impossible    a percentage over 100; a percentage, count, rate or days below 0 (``figures``: value).
parts         parts and their total disagree: see `watchlist.evaluate.parts`.
restated      figures that were known are others now. One for each indicator, while what came last is
              what changed them (``figures``: at (ISO moment), changed, before, after).
retired       figures after the last period of an indicator; own areas, one for each indicator and
              area, at the first of them (``figures``: periods).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import numpy as np

from watchlist.evaluate.arithmetic import inconsistent
from watchlist.evaluate.checked import EXACT, Checked, Figures
from watchlist.evaluate.parts import parts
from watchlist.evaluate.retired import past_end, until_retired
from watchlist.evaluate.returns import returns
from watchlist.evaluate.rows import read, with_columns
from watchlist.model.indicator import Indicator, UnitKind
from watchlist.model.reading import Bools, Ints, Panels, Series
from watchlist.model.register import DataCheck, Restatement
from watchlist.model.rule import Rulebook

_NEVER_NEGATIVE = (UnitKind.PERCENT, UnitKind.COUNT, UnitKind.RATE, UnitKind.DAYS)


def check(book: Rulebook, panels: Panels, today: date) -> list[DataCheck]:
    """Every finding about the data of these panels as it stands; ``today`` is the local day."""
    found: list[DataCheck] = []
    given = with_columns(panels)
    for calendar, panel in until_retired(given, book.indicators).items():
        data = Checked(book, panel)
        found += [
            *_overdue(data, today),
            *_missing(data),
            *inconsistent(data),
            *_impossible(data),
            *parts(data),
            *_after_its_end(Checked(book, given[calendar])),
        ]
    return found


def restated(book: Rulebook, changes: Iterable[Restatement]) -> list[DataCheck]:
    """Findings about figures that are others now than they were."""
    return [
        DataCheck("restated", one.series, one.calendar, one.period, _change(one))
        for one in changes
        if "restated" not in book.indicators[one.series.indicator].checks.off
    ]


def _change(one: Restatement) -> Figures:
    change: Figures = {
        "at": one.at.isoformat(),
        "changed": float(one.changed),
        "before": one.before,
        "after": one.after,
    }
    if one.by is None:
        return change
    return {**change, "who": one.by.who, "for": one.by.acting_for or "", "reason": one.by.reason}


def _overdue(data: Checked, today: date) -> Iterator[DataCheck]:
    for late in returns(data.book, _newest(data), today):
        if late.overdue:
            figures: Figures = {"due": late.due.isoformat()}
            series = Series(late.indicator.id, late.area)
            yield DataCheck("overdue", series, data.panel.calendar, late.period, figures)


def _newest(data: Checked) -> dict[tuple[str, str], int]:
    """The newest period that is known whole, for each own indicator and area that has one."""
    panel, newest = data.panel, dict[tuple[str, str], int]()
    rows = data.rows("overdue", own=True)
    columns = _latest(read(panel, rows) & (panel.length[rows] >= 1))
    codes = zip(panel.indicator[rows].tolist(), panel.area[rows].tolist(), strict=True)
    for (code, area), column in zip(codes, columns.tolist(), strict=True):
        if column >= 0:
            key = panel.indicators[code], panel.areas[area]
            newest[key] = max(panel.first + column, newest.get(key, panel.first))
    return newest


def _latest(there: Bools) -> Ints:
    """Per row the last column that holds, -1 where none does."""
    columns = np.arange(there.shape[1])
    last: Ints = np.where(there, columns, -1).max(axis=1, initial=-1)
    return last


def _missing(data: Checked) -> Iterator[DataCheck]:
    rows = data.rows("missing", own=True)
    there = read(data.panel, rows) | _covered(data, rows)
    before = np.logical_or.accumulate(there, axis=1)
    after = np.logical_or.accumulate(there[:, ::-1], axis=1)[:, ::-1]
    for n, column in np.argwhere(before & after & ~there).tolist():
        yield data.found("missing", int(rows[n]), column, {})


def _covered(data: Checked, rows: Ints) -> Bools:
    """``bool [N, T]``: a figure over several periods that stands later covers the period."""
    panel = data.panel
    steps = np.zeros((len(rows), panel.shape[1] + 1), dtype=np.int64)
    if not panel.of_one_length:
        n, column = np.nonzero(panel.length[rows] > 1)
        first = column + 1 - panel.length[rows][n, column].astype(np.int64)
        np.add.at(steps, (n, np.maximum(first, 0)), 1)
        np.add.at(steps, (n, column), -1)
    covered: Bools = np.cumsum(steps, axis=1)[:, :-1] > 0
    return covered


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


def _after_its_end(data: Checked) -> Iterator[DataCheck]:
    panel, past = data.panel, past_end(data.panel, data.book.indicators)
    if past is None:
        return
    rows = data.rows("retired", own=True)
    after: dict[tuple[str, str], set[int]] = {}
    for n, column in np.argwhere(past[rows]).tolist():
        series = panel.series(int(rows[n]))
        after.setdefault((series.indicator, series.area), set()).add(column)
    for (name, area), columns in after.items():
        figures: Figures = {"periods": float(len(columns))}
        period = panel.first + min(columns)
        yield DataCheck("retired", Series(name, area), panel.calendar, period, figures)
