"""READINGS as an Arrow table → a panel for each calendar: by codes, with no loop over rows or series.

Where the rows lie series by series and no period is left out, a layer of the panel is the column
itself in another shape; elsewhere figures are scattered to their places. Only figures that cover
several periods are sorted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from watchlist.model.errors import Fault, FaultsError, Mark
from watchlist.model.panels import lengths, standing
from watchlist.model.period import Calendar
from watchlist.model.reading import NEVER, Bools, Floats, Ints, Marker, Panel, Status
from watchlist.model.readings_table import FIGURES, NAMES, Coded

_MANY = {"indicator": "indicators", "area": "areas", "breakdown": "breakdowns"}

#: Whole numbers as narrow as they come.
Whole = npt.NDArray[np.int32] | npt.NDArray[np.int64]

#: A series is told by one number; such numbers are looked up in a list while it is no longer.
_LONGEST = 1 << 24

#: More than there are periods or spans.
_PERIODS, _SPANS = 1 << 17, 1 << 8


def panels_of(
    table: pa.Table,
    calendars: Mapping[str, Calendar],
    areas: Collection[str],
    path: str = "the table",
) -> dict[Calendar, Panel]:
    """A panel for each calendar on which an indicator of ``calendars`` has readings in ``areas``;
    what is of others is left out, and so are people's own forecasts. Raises :class:`FaultsError`,
    which names ``path``, where a reading is there twice.

    Rows of a panel come in the order of the table where that has each series whole, one after the
    other; else in the order of the codes."""
    named = {name: _coded(table, name) for name in NAMES}
    own = [calendars.get(name) for name in named["indicator"].names]
    wanted = _wanted(table, named["area"], areas)
    panels = {}
    for calendar in sorted({each for each in own if each is not None}):
        here = _both(wanted, _where(named["indicator"], [each == calendar for each in own]))
        given = _Readings(table, named, None if here is None else np.flatnonzero(here))
        if given.size:
            panels[calendar] = _panel(calendar, given, path)
    return panels


def _coded(table: pa.Table, name: str) -> Coded:
    if name in table.column_names:
        return Coded(table[name])
    blank = pa.DictionaryArray.from_arrays(np.zeros(table.num_rows, dtype=np.int32), [""])
    return Coded(pa.chunked_array([blank]))


def _wanted(table: pa.Table, area: Coded, areas: Collection[str]) -> Bools | None:
    """Which rows are of areas that are known and no forecasts; None: all."""
    chosen = _where(area, [name in areas for name in area.names])
    if "status" not in table.column_names:
        return chosen
    read: Bools = table["status"].to_numpy() != Status.FORECAST
    return chosen if read.all() else _both(chosen, read)


def _where(coded: Coded, wanted: list[bool]) -> Bools | None:
    """Which rows have a name that is wanted; None: all."""
    if all(wanted):
        return None
    rows: Bools = np.array(wanted, dtype=np.bool_)[coded.codes]
    return rows


def _both(one: Bools | None, other: Bools | None) -> Bools | None:
    return one & other if one is not None and other is not None else other if one is None else one


@dataclass(frozen=True, eq=False)
class _Readings:
    """The readings of one calendar: some rows of a table (None: all)."""

    table: pa.Table
    named: Mapping[str, Coded]
    chosen: Ints | None

    @property
    def size(self) -> int:
        return self.table.num_rows if self.chosen is None else len(self.chosen)

    def some(self, readings: Ints) -> _Readings:
        """Some of these, by their places among them."""
        chosen = readings if self.chosen is None else self.chosen[readings]
        return _Readings(self.table, self.named, chosen)

    def periods(self) -> npt.NDArray[np.int32]:
        period = self.numbers("period", 0)
        return (
            np.empty(0, dtype=np.int32) if period is None else period.astype(np.int32, copy=False)
        )

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many indicators, areas and breakdowns the table names."""
        return tuple(len(each.names) for each in self.named.values())

    def keys(self) -> Whole:
        """Of each reading the number that tells its series: its codes as digits."""
        wide = np.int32 if prod(self.sizes) < 1 << 31 else np.int64
        key: npt.NDArray[Any] = self.codes(NAMES[0]).astype(wide)
        for name, size in zip(NAMES[1:], self.sizes[1:], strict=True):
            if size > 1:
                np.multiply(key, size, out=key)
                np.add(key, self.codes(name), out=key)
        return key

    def codes(self, name: str) -> npt.NDArray[np.int32]:
        return self._picked(self.named[name].codes)

    def numbers(self, name: str, otherwise: int) -> npt.NDArray[Any] | None:
        """A column of whole numbers, ``otherwise`` where there is none; None: nowhere is any."""
        column = self._column(name)
        if column is None:
            return None
        return self._picked(
            (column.fill_null(otherwise) if column.null_count else column).to_numpy()
        )

    def figures(self, name: str) -> Floats | None:
        """A column of figures, NaN where there is none; None: nowhere is any."""
        column = self._column(name)
        return None if column is None else self._picked(column.cast(pa.float64()).to_numpy())

    def markers(self) -> npt.NDArray[Any]:
        """Where none are given: a figure where there is a value, else missing."""
        given = self.numbers("marker", Marker.FIGURE)
        if given is not None:
            return given
        value = self.figures("value")
        if value is None:
            return np.full(self.size, Marker.MISSING, dtype=np.int8)
        return np.where(np.isnan(value), np.int8(Marker.MISSING), np.int8(Marker.FIGURE))

    def _column(self, name: str) -> pa.ChunkedArray | None:
        column = self.table[name] if name in self.table.column_names else None
        return column if column is not None and column.null_count < len(column) else None

    def _picked(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return values if self.chosen is None else values[self.chosen]


@dataclass(frozen=True, eq=False)
class _Places:
    """Where readings stand in a panel of ``shape`` [R, T]: reading n in cell ``at[n]``, counted row
    by row; None: in cell n."""

    shape: tuple[int, int]
    at: Ints | None

    @property
    def cells(self) -> tuple[Ints, Ints] | None:
        """Row and column of each reading."""
        return None if self.at is None else np.divmod(self.at, self.shape[1])

    def layer(self, given: npt.NDArray[Any] | None, nothing: np.generic) -> npt.NDArray[Any]:
        """A layer of the panel; of what nobody gives a broadcast."""
        if given is None:
            return np.broadcast_to(nothing, self.shape)
        if self.at is None:
            return given.astype(nothing.dtype, copy=False).reshape(self.shape)
        cells = np.full(self.shape[0] * self.shape[1], nothing)
        cells[self.at] = given
        return cells.reshape(self.shape)


def _panel(calendar: Calendar, given: _Readings, path: str) -> Panel:
    span = given.numbers("span", 1)
    if span is not None and (span == 1).all():
        span = None
    key, last = given.keys(), given.periods()
    first = int(last.min())
    columns = _columns(key, last - first) if span is None else None
    if columns is not None:
        series, places = (
            key[::columns].astype(np.int64),
            _Places((len(key) // columns, columns), None),
        )
    else:
        series, row = _numbered(key, given.sizes)
        if span is not None:
            given, row, span = _one_each(given, row, span, calendar, path)
            last = given.periods() + np.maximum(span, 1) - 1
        places = _placed(len(series), row, last - first)
    layers = _layers(given, places)
    if span is None and places.at is not None and np.count_nonzero(layers["marker"]) < given.size:
        _refuse_twice(given, places.at, calendar, path)
    return Panel(
        calendar=calendar,
        first=first,
        length=lengths(places.shape, places.cells, span),
        series_id=np.full(len(series), -1, dtype=np.int64),
        judged_to=np.full(len(series), NEVER, dtype=np.int64),
        **_names(given, series),
        **layers,
    )


def _columns(key: Whole, column: Whole) -> int | None:
    """How many columns a panel has of which the readings are the cells, one after the other; None
    where they lie in another order or some are left out."""
    columns = int(column.max()) + 1
    if len(key) % columns:
        return None
    keys = key.reshape(-1, columns)
    laid = (keys == keys[:, :1]).all() and (column.reshape(-1, columns) == np.arange(columns)).all()
    return columns if laid and len(np.unique(keys[:, 0])) == len(keys) else None


def _numbered(key: Whole, sizes: tuple[int, ...]) -> tuple[Ints, Ints]:
    """The series that occur, in order, and for each reading the place of its own among them."""
    if prod(sizes) > max(_LONGEST, 4 * len(key)):
        series, row = np.unique(key, return_inverse=True)
        return series.astype(np.int64), row.astype(np.int64)
    occurs = np.zeros(prod(sizes), dtype=np.bool_)
    occurs[key] = True
    return np.flatnonzero(occurs), (np.cumsum(occurs) - 1)[key]


def _placed(rows: int, row: Ints, column: Whole) -> _Places:
    columns = int(column.max()) + 1
    return _Places((rows, columns), row * columns + column)


def _one_each(
    given: _Readings, row: Ints, span: Ints, calendar: Calendar, path: str
) -> tuple[_Readings, Ints, Ints]:
    """The readings that stand where several end in one period."""
    period = given.periods().astype(np.int64)
    _refuse_twice(given, (row * _PERIODS + period) * _SPANS + span, calendar, path)
    last = period + np.maximum(span, 1) - 1
    kept = standing(row, last, span, given.markers() == Marker.MISSING)
    return given.some(kept), row[kept], span[kept]


def _refuse_twice(given: _Readings, told_by: Ints, calendar: Calendar, path: str) -> None:
    """Raises :class:`FaultsError` where two readings are told by the same number."""
    order = np.argsort(told_by, kind="stable")
    same = np.flatnonzero(np.diff(told_by[order]) == 0)
    if not len(same):
        return
    one = given.some(order[same[:1] + 1])
    names = (one.named[name].names[one.codes(name)[0]] for name in NAMES)
    said = ", ".join(name for name in names if name)
    period = calendar.label(int(one.periods()[0]))
    more = f" (and {len(same) - 1:,} more)" if len(same) > 1 else ""
    sentence = f"{said}: {period} is there twice{more}: leave one reading for each period"
    raise FaultsError([Fault(Mark(path), sentence)])


def _layers(given: _Readings, places: _Places) -> dict[str, Any]:
    status = given.numbers("status", Status.FINAL)
    if status is not None and (status == Status.FINAL).all():
        status = None
    return {
        **{name: places.layer(given.figures(name), np.float64("nan")) for name in FIGURES},
        "digits": places.layer(given.numbers("digits", -1), np.int8(-1)),
        "marker": places.layer(given.markers(), np.int8(Marker.NONE)),
        "status": places.layer(status, np.int8(Status.FINAL)),
    }


def _names(given: _Readings, series: Ints) -> dict[str, Any]:
    """The names that occur, sorted, and for each row its place among them."""
    found: dict[str, Any] = {}
    for name, codes in zip(NAMES, np.unravel_index(series, given.sizes), strict=True):
        known = given.named[name].names
        occurring = sorted(np.unique(codes).tolist(), key=known.__getitem__)
        place = np.zeros(len(known), dtype=np.int64)
        place[occurring] = np.arange(len(occurring))
        found[_MANY[name]] = tuple(known[code] for code in occurring)
        found[name] = place[codes]
    return found
