"""Figures laid side by side: readings, a row of numbers each, → a panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from watchlist.model.period import Calendar
from watchlist.model.reading import NEVER, Bools, Bytes, Floats, Ints, Marker, Panel, Status

FIGURES = ("value", "numerator", "denominator", "target", "growth")
#: The codes of a cell, and those of one in which nothing stands.
CODES = {"digits": -1, "marker": int(Marker.NONE), "status": int(Status.FINAL)}

#: Whole numbers, as such or among figures.
Numbers = Ints | Floats

#: An indicator, an area and a breakdown.
Named = tuple[str, str, str]

_NAMES = (("indicator", "indicators"), ("area", "areas"), ("breakdown", "breakdowns"))

_PLACE, _PERIOD, _SPAN = 0, 1, -1
_MARKER = 2 + len(FIGURES) + tuple(CODES).index("marker")


def laid_out(
    calendar: Calendar,
    series: Sequence[Named],
    cells: Floats,
    series_id: Ints | None = None,
    judged_to: Ints | None = None,
) -> Panel:
    """The panel of R series and at least one reading.

    ``cells`` is ``float64 [N, 11]``: a reading's place among ``series``, the ordinal of its period,
    the FIGURES and the CODES (NaN: none), and its span. No two are of the same place, period and
    span. A figure stands at the last period that it covers; of several for one period stands that of
    the period itself, then of the shortest span, then of the longest part. ``series_id`` and
    ``judged_to`` (``int64 [R]``) are the store's; left out, -1 and NEVER."""
    cells = _one_each(cells)
    places, spans = cells[:, _PLACE].astype(np.int64), cells[:, _SPAN]
    first = int(cells[:, _PERIOD].min())
    columns = _last(cells) - first
    shape = (len(series), int(columns.max()) + 1)
    at = (places, columns)
    layers: dict[str, Any] = {
        name: _figures(shape, at, cells[:, n]) for n, name in enumerate(FIGURES, 2)
    }
    for n, (name, nothing) in enumerate(CODES.items(), 2 + len(FIGURES)):
        layers[name] = _codes(shape, at, cells[:, n], nothing)
    return Panel(
        calendar=calendar,
        first=first,
        length=lengths(shape, at, spans),
        series_id=np.full(len(series), -1, dtype=np.int64) if series_id is None else series_id,
        judged_to=np.full(len(series), NEVER, dtype=np.int64) if judged_to is None else judged_to,
        **_names(series),
        **layers,
    )


def _last(cells: Floats) -> Ints:
    """The ordinal of the last period that each reading covers."""
    return (cells[:, _PERIOD] + np.maximum(cells[:, _SPAN], 1) - 1).astype(np.int64)


def _one_each(cells: Floats) -> Floats:
    """The reading that stands where several end in one period."""
    span = cells[:, _SPAN]
    if (span == 1).all():
        return cells
    missing = cells[:, _MARKER] == Marker.MISSING
    one_each: Floats = cells[standing(cells[:, _PLACE], _last(cells), span, missing)]
    return one_each


def standing(place: Numbers, last: Ints, span: Numbers, missing: Bools) -> Ints:
    """Which reading stands where several of one place end in one period (``last``): that of the
    period itself, then of the shortest span, then of the longest part; what is missing says less
    than any figure."""
    rank = np.where(span < 0, np.inf, span)  # a period, then spans, then parts
    order = np.lexsort((span, rank, missing, last, place))
    place, last = place[order], last[order]
    kept = np.append(True, (np.diff(place) != 0) | (np.diff(last) != 0))
    stands: Ints = order[kept]
    return stands


def lengths(shape: tuple[int, int], at: tuple[Ints, Ints] | None, span: Numbers | None) -> Floats:
    """How many periods each figure covers; a broadcast where it is one for all (None: for all)."""
    if span is None or at is None or (span == 1).all():
        return np.broadcast_to(1.0, shape)
    layer = np.ones(shape)
    layer[at] = np.where(span < 0, -span / 12, span)
    return layer


def _names(series: Sequence[Named]) -> dict[str, Any]:
    """The names that occur, and for each row its place among them."""
    named: dict[str, Any] = {}
    for column, (one, many) in enumerate(_NAMES):
        names = tuple(sorted({row[column] for row in series}))
        place = {name: n for n, name in enumerate(names)}
        named[many] = names
        named[one] = np.array([place[row[column]] for row in series], dtype=np.int64)
    return named


def _figures(shape: tuple[int, int], at: tuple[Ints, Ints], given: Floats) -> Floats:
    """A layer of figures; one that nobody fills is a broadcast."""
    if np.isnan(given).all():
        return np.broadcast_to(np.nan, shape)
    layer = np.full(shape, np.nan)
    layer[at] = given
    return layer


def _codes(shape: tuple[int, int], at: tuple[Ints, Ints], given: Floats, nothing: int) -> Bytes:
    layer = np.full(shape, nothing, dtype=np.int8)
    layer[at] = np.nan_to_num(given, nan=nothing)
    return layer
