"""Figures: what a source yields (the READINGS table) and what conditions look at (the panel)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import IntEnum
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from watchlist.model.period import Calendar

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.int8]
Bools = npt.NDArray[np.bool_]


class Marker(IntEnum):
    """What stands in a cell. A figure or a symbol makes a period "read"; NONE and MISSING do not."""

    NONE = 0
    FIGURE = 1
    MISSING = 2  # said to be missing: a figure that was once given and then taken away
    CONFIDENTIAL = 3  # c
    NOT_APPLICABLE = 4  # z
    NOT_AVAILABLE = 5  # x, formerly ":"
    LOW = 6  # low, k: rounds to 0 but is not 0
    UNRELIABLE = 7  # u

    @property
    def symbol(self) -> str:
        """How the marker is written in a table of figures."""
        return ("", "", "_", "c", "z", "x", "low", "u")[self]

    @property
    def words(self) -> str:
        return (
            "no figure", "a figure", "missing", "withheld", "not applicable", "not available",
            "too low to show", "of low reliability",
        )[self]  # fmt: skip


class Status(IntEnum):
    FINAL = 0
    PROVISIONAL = 1
    FORECAST = 2  # people's own forecast: shown beside readings, never judged


#: What every source yields. ``area`` and ``indicator`` are the rulebook's own names, ``breakdown``
#: is canonical ("" for the total, else "dimension=value" sorted and joined by ";"), ``period`` is
#: the ordinal on the indicator's calendar of the first of ``span`` periods (a negative span: of the
#: one yearly period of which it covers the first so many months), ``digits`` the number of decimals
#: the value was written with, ``growth`` a quoted growth in percent against the period before,
#: ``published`` when the figure was published (UTC; null: when it was taken in).
READINGS = pa.schema(
    [
        pa.field("indicator", pa.string(), nullable=False),
        pa.field("area", pa.string(), nullable=False),
        pa.field("breakdown", pa.string(), nullable=False),
        pa.field("period", pa.int32(), nullable=False),
        pa.field("span", pa.int16(), nullable=False),
        pa.field("value", pa.float64()),
        pa.field("digits", pa.int8()),
        pa.field("numerator", pa.float64()),
        pa.field("denominator", pa.float64()),
        pa.field("target", pa.float64()),
        pa.field("growth", pa.float64()),
        pa.field("marker", pa.int8(), nullable=False),
        pa.field("status", pa.int8(), nullable=False),
        pa.field("published", pa.timestamp("us", tz="UTC")),
    ]
)


def written(value: float, digits: int | None) -> str:
    """A figure with the digits it was written with: ``written(83.3, 1) == "83.3"``."""
    if digits is None or digits < 0:
        return f"{value:.10g}"
    return f"{value:,.{digits}f}"


@dataclass(frozen=True)
class Series:
    indicator: str
    area: str
    breakdown: str = ""


@dataclass(frozen=True, eq=False)
class Panel:
    """Series of one calendar side by side: rows are series, columns are consecutive periods.

    Shapes: R rows, T columns. ``indicator``, ``area`` and ``breakdown`` hold, per row, positions in
    ``indicators``, ``areas`` and ``breakdowns``. All figures are ``float64 [R, T]`` with NaN where
    none is given (a layer that nobody fills is a read-only broadcast and costs nothing).
    ``length`` says how many periods each figure covers, its own the last of them; under 1 it is of
    the first part of its period, and 1 wherever nothing stands. What a figure covers is never before
    the first column. ``series_id`` and ``judged_to`` come
    from the store: -1 and NEVER where there is none.
    """

    calendar: Calendar
    first: int
    indicators: tuple[str, ...]
    areas: tuple[str, ...]
    breakdowns: tuple[str, ...]
    indicator: Ints
    area: Ints
    breakdown: Ints
    value: Floats
    marker: Bytes
    digits: Bytes
    numerator: Floats
    denominator: Floats
    target: Floats
    growth: Floats
    length: Floats
    status: Bytes
    series_id: Ints
    judged_to: Ints

    @property
    def shape(self) -> tuple[int, int]:
        rows, columns = self.value.shape
        return rows, columns

    def series(self, row: int) -> Series:
        return Series(
            self.indicators[self.indicator[row]],
            self.areas[self.area[row]],
            self.breakdowns[self.breakdown[row]],
        )

    @property
    def of_one_length(self) -> bool:
        """Whether every figure covers its own period and no more or less."""
        return not any(self.length.strides)

    @cached_property
    def _row_of(self) -> dict[tuple[int, int, int], int]:
        keys = zip(
            self.indicator.tolist(), self.area.tolist(), self.breakdown.tolist(), strict=True
        )
        return {key: row for row, key in enumerate(keys)}

    def row(self, series: Series) -> int | None:
        """The row of a series, or None when the panel has no such series."""
        try:
            key = (
                self.indicators.index(series.indicator),
                self.areas.index(series.area),
                self.breakdowns.index(series.breakdown),
            )
        except ValueError:
            return None
        return self._row_of.get(key)

    @cached_property
    def anchor(self) -> Ints:
        """Per row the column of the latest reading (a figure or a symbol), -1 where there is none."""
        read = (self.marker != Marker.NONE) & (self.marker != Marker.MISSING)
        columns = read.shape[1]
        newest: Ints = columns - 1 - _first(read[:, ::-1])
        return newest

    @cached_property
    def starts(self) -> Ints:
        """Per row the column in which the series begins: the first in which anything stands (a
        figure, a symbol, or that it is missing); T where nothing does."""
        return _first(self.marker != Marker.NONE)

    @cached_property
    def live(self) -> Bools:
        """``bool [R, T]``: from where each series begins to its anchor; before and after there is
        nothing to judge."""
        columns = np.arange(self.shape[1], dtype=np.int32)  # half the room of others, half the time
        live = columns >= self.starts.astype(np.int32)[:, None]
        live &= columns <= self.anchor.astype(np.int32)[:, None]
        return live

    def upto(self, columns: int) -> Panel:
        """The panel cut to its first ``columns`` columns (views, no copies)."""
        return replace(self, **self._layers(slice(columns)))

    def since(self, column: int) -> Panel:
        """The panel cut to ``column`` and what comes after it (views, no copies). Where each series
        begins and ends is known already, and is not looked for again; one that had begun before
        begins with the cut."""
        cut = replace(self, first=self.first + column, **self._layers(slice(column, None)))
        kept = {"starts": 0, "anchor": -1}
        # Where cached_property keeps what it has found.
        cut.__dict__.update(
            {name: np.maximum(getattr(self, name) - column, least) for name, least in kept.items()},
            live=self.live[:, column:],
        )
        return cut

    def _layers(self, columns: slice) -> dict[str, Any]:
        """Everything that has a column for each period, cut to some of them."""
        every = {each.name: getattr(self, each.name) for each in fields(self)}
        arrays = {name: each for name, each in every.items() if isinstance(each, np.ndarray)}
        return {name: layer[:, columns] for name, layer in arrays.items() if layer.ndim == 2}


def _first(holds: Bools) -> Ints:
    """Per row the first column that holds; T where none does."""
    rows, columns = holds.shape
    if not columns:
        return np.zeros(rows, dtype=np.int64)
    first = np.argmax(holds, axis=1)
    return np.where(holds[np.arange(rows), first], first, np.int64(columns))


#: ``Panel.judged_to`` of a series that was never judged.
NEVER = -(2**31)

#: The figures of one component: a panel for each calendar that occurs in it.
Panels = Mapping[Calendar, Panel]
