"""Reaching figures: the rows of a view, other rows by index, and other columns as of a period."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from watchlist.model.condition import View
from watchlist.model.indicator import Indicator
from watchlist.model.reading import Bools, Floats, Ints, Marker, Panel, Panels

Kind = TypeVar("Kind", bound=np.generic)

#: Cells worked on at once: what a comparison needs for so many stays in a core's own cache.
_BLOCK = 1 << 16

#: How far back another series may be read where it has no figure for the period itself.
YEARS_BACK = 2


def with_columns(panels: Panels) -> Panels:
    """Without the panels that hold no period: series of which only spans or forecasts are known."""
    return {calendar: panel for calendar, panel in panels.items() if panel.shape[1]}


def pick(layer: npt.NDArray[Kind], rows: Ints) -> npt.NDArray[Kind]:
    """Some rows of a layer ``[R, T]``; no copy of an unfilled layer, nor where all rows are meant."""
    if not any(layer.strides):
        return np.broadcast_to(layer[:1], (len(rows), layer.shape[1]))
    if len(rows) == len(layer) and np.array_equal(rows, np.arange(len(rows))):
        return layer
    return layer[rows]


def blocks(shape: tuple[int, int]) -> Iterator[slice]:
    """Rows to be worked on together, so that what lies between two steps never reaches memory."""
    rows, columns = shape
    step = max(1, _BLOCK // max(1, columns))
    return (slice(start, start + step) for start in range(0, rows, step))


def by_row(
    view: View, panel: Panel, rows: Ints, of: Callable[[Indicator], Sequence[float]]
) -> Floats:
    """``float64 [N, 1 or T]``: a fact of each row's indicator (one number, or one a column)."""
    codes, which = distinct(panel.indicator[rows], len(panel.indicators))
    facts = [of(view.indicators[panel.indicators[code]]) for code in codes]
    wide = max(map(len, facts), default=1)
    table = [each if len(each) == wide else list(each) * wide for each in facts]
    return np.array(table, dtype=np.float64).reshape(-1, wide)[which]


def starts(panel: Panel, rows: Ints) -> Ints:
    """``int [N]``: the column in which each series begins: the first in which anything stands (a
    figure, a symbol, or that it is missing); T where nothing does."""
    return panel.starts[rows]


def begun(panel: Panel, rows: Ints) -> Bools:
    """``bool [N, T]``: the series has begun by this period."""
    return begun_by(panel, rows, np.arange(panel.shape[1]))


def begun_by(panel: Panel, rows: Ints, columns: Ints) -> Bools:
    """``bool [N, len(columns)]``: the series has begun by each of these columns."""
    started: Bools = narrow(columns) >= narrow(starts(panel, rows))[:, None]
    return started


def narrow(columns: Ints) -> npt.NDArray[np.int32]:
    """Columns in half the room, which are compared in half the time."""
    return columns.astype(np.int32)


def distinct(codes: Ints, among: int) -> tuple[Ints, Ints]:
    """The codes (all under ``among``) that occur, and for each place which of them it is: what
    ``np.unique`` gives, without sorting."""
    occurs = np.bincount(codes, minlength=among) > 0
    if occurs.all():
        return np.arange(among), codes
    return np.flatnonzero(occurs), (np.cumsum(occurs) - 1)[codes]


def read(panel: Panel, rows: Ints) -> Bools:
    """``bool [N, T]``: a figure or a symbol stands in the period."""
    marker = pick(panel.marker, rows)
    there: Bools = (marker != Marker.NONE) & (marker != Marker.MISSING)
    return there


def places(chosen: Bools) -> tuple[Ints, Ints]:
    """Row and column of each chosen cell, row by row: ``np.nonzero`` in a fifth of its time."""
    row, column = np.divmod(np.flatnonzero(chosen), max(1, chosen.shape[1]))
    return row, column


def taken(layer: npt.NDArray[Kind], row: Ints, column: Ints) -> npt.NDArray[Kind]:
    """The cells of a layer at these places: ``layer[row, column]`` in half its time."""
    if not any(layer.strides):
        return np.full(len(row), layer[0, 0]) if len(row) else np.empty(0, layer.dtype)
    found: npt.NDArray[Kind] = layer.take(row * layer.shape[1] + column)
    return found


def which(names: Sequence[str], wanted: Callable[[str], bool], codes: Ints) -> Bools:
    """``bool [N]``: for each code, whether the name that it stands for is wanted."""
    chosen = np.fromiter(map(wanted, names), dtype=np.bool_, count=len(names))
    return chosen[codes]


def positions(names: Sequence[str], among: Sequence[str]) -> Ints:
    """Where each name stands among others, -1 where it does not."""
    place = {name: position for position, name in enumerate(among)}
    return np.array([place.get(name, -1) for name in names], dtype=np.int64)


def find_rows(panel: Panel, indicator: Ints, area: Ints, breakdown: Ints) -> Ints:
    """The rows with these codes of the panel (arrays of one shape), -1 where there is none."""
    spread = np.int64(len(panel.areas)), np.int64(len(panel.breakdowns))
    held = (panel.indicator * spread[0] + panel.area) * spread[1] + panel.breakdown
    wanted = (indicator * spread[0] + area) * spread[1] + breakdown
    wanted = np.where((indicator < 0) | (area < 0) | (breakdown < 0), -1, wanted)
    if not len(held):
        return np.full(wanted.shape, -1, dtype=np.int64)
    order = np.argsort(held, kind="stable")
    place = order[np.minimum(np.searchsorted(held, wanted, sorter=order), len(held) - 1)]
    return np.where(held[place] == wanted, place, -1)


def same_series(view: View, panel: Panel, *, indicator: str | None, area: str | None) -> Ints:
    """For each row of a view the row of ``panel`` that differs from it in ``indicator`` or ``area``
    only (None: as the row itself has it), -1 where there is none."""
    own, rows = view.panel, view.rows

    def codes(
        mine: Ints, names: tuple[str, ...], theirs: tuple[str, ...], named: str | None
    ) -> Ints:
        if named is not None:
            return np.full(len(rows), positions([named], theirs)[0])
        return positions(names, theirs)[mine[rows]]

    return find_rows(
        panel,
        codes(own.indicator, own.indicators, panel.indicators, indicator),
        codes(own.area, own.areas, panel.areas, area),
        codes(own.breakdown, own.breakdowns, panel.breakdowns, None),
    )


@dataclass(frozen=True, eq=False)
class Reach:
    """Which columns of another panel may be read for each of T columns: from ``oldest`` to
    ``newest`` (which may be -1: none had ended yet)."""

    newest: Ints
    oldest: Ints

    def latest(self, usable: Bools) -> Ints:
        """``int [M, T]``: the latest usable column within reach, -1 where there is none."""
        columns = np.arange(usable.shape[1])
        seen = np.maximum.accumulate(np.where(usable, columns, -1), axis=1)
        found = self.at(seen, -1)
        return np.where(found >= self.oldest, found, -1)

    def at(self, layer: npt.NDArray[Kind], nothing: int) -> npt.NDArray[Kind]:
        """``layer [M, T']`` as it stands at the newest column of each."""
        taken = layer[:, self.newest]
        taken[:, self.newest < 0] = nothing
        return taken


def at_once(found: Ints) -> Ints:
    """``int [M, T]``: the columns found that are the reading's own, -1 for the others."""
    return np.where(found == np.arange(found.shape[1]), found, -1)


def reach(panel: Panel, other: Panel) -> Reach:
    """From each period of ``panel``: the periods of ``other`` that had ended when it ended, at most
    two years back."""
    first, (_, columns) = panel.first, panel.shape
    ends = [panel.calendar.end(first + column) for column in range(columns)]
    calendar = other.calendar
    newest = np.array([calendar.latest_ended(day) for day in ends], dtype=np.int64) - other.first
    limits = [_years_before(day, YEARS_BACK) - timedelta(days=1) for day in ends]
    oldest = np.array([calendar.latest_ended(day) for day in limits], dtype=np.int64) + 1
    return Reach(np.clip(newest, -1, other.shape[1] - 1), oldest - other.first)


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
