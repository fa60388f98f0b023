"""Readings out: a panel for each calendar, built from arrays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
from sqlalchemy import Connection, select

from watchlist.model.period import Calendar
from watchlist.model.reading import NEVER, Bytes, Floats, Ints, Marker, Panel, Status
from watchlist.store import bulk
from watchlist.store.tables import readings, series

_FIGURES = ("value", "numerator", "denominator", "target", "growth")
_CODES = {"digits": -1, "marker": int(Marker.NONE), "status": int(Status.FINAL)}  # and for nothing
_NAMES = (("indicator", "indicators"), ("area", "areas"), ("breakdown", "breakdowns"))

#: A row of ``series``: id, indicator, area, breakdown, judged_to.
_Series = tuple[int, str, str, str, int | None]


def build(
    connection: Connection, indicators: Collection[str], calendars: Mapping[str, Calendar]
) -> dict[Calendar, Panel]:
    """A panel for each calendar that has readings of these indicators."""
    panels = {}
    for calendar, rows in sorted(_by_calendar(connection, indicators, calendars).items()):
        names = {row[1] for row in rows}
        cells = _cells(connection, calendar, names)
        if len(cells):
            panels[calendar] = _panel(calendar, rows, cells)
    return panels


def _by_calendar(
    connection: Connection, indicators: Collection[str], calendars: Mapping[str, Calendar]
) -> dict[Calendar, list[_Series]]:
    """Series on the calendar that their indicator has now, in the order of their names."""
    found = connection.execute(select(series).where(series.c.indicator.in_(indicators)))
    grouped = defaultdict(list)
    for number, indicator, area, breakdown, frequency, ends, judged_to in found:
        calendar = Calendar(frequency, ends)
        if calendars.get(indicator) == calendar:
            grouped[calendar].append((number, indicator, area, breakdown, judged_to))
    return {calendar: sorted(rows, key=lambda row: row[1:4]) for calendar, rows in grouped.items()}


def _cells(connection: Connection, calendar: Calendar, indicators: Collection[str]) -> Floats:
    """Series, period, figures and codes of every reading that is judged, a row each."""
    columns = [readings.c[name] for name in ("series", "period", *_FIGURES, *_CODES)]
    query = select(readings).join_from(readings, series)
    query = query.where(
        series.c.indicator.in_(indicators),
        series.c.frequency == calendar.frequency,
        series.c.ends == calendar.ends,
        readings.c.span == 1,
        readings.c.forecast == 0,
    )
    return bulk.fetch(connection, columns, query)


def _panel(calendar: Calendar, rows: list[_Series], cells: Floats) -> Panel:
    numbers, periods = cells[:, 0].astype(np.int64), cells[:, 1].astype(np.int64)
    known = set(np.unique(numbers).tolist())
    rows = [row for row in rows if row[0] in known]
    series_id = np.array([row[0] for row in rows], dtype=np.int64)
    order = np.argsort(series_id)
    first = int(periods.min())
    shape = (len(rows), int(periods.max()) - first + 1)
    at = (order[np.searchsorted(series_id, numbers, sorter=order)], periods - first)
    layers: dict[str, Any] = {
        name: _figures(shape, at, cells[:, n]) for n, name in enumerate(_FIGURES, 2)
    }
    for n, (name, nothing) in enumerate(_CODES.items(), 2 + len(_FIGURES)):
        layers[name] = _codes(shape, at, cells[:, n], nothing)
    judged_to = [NEVER if row[4] is None else row[4] for row in rows]
    return Panel(
        calendar=calendar,
        first=first,
        series_id=series_id,
        judged_to=np.array(judged_to, dtype=np.int64),
        **_names(rows),
        **layers,
    )


def _names(rows: list[_Series]) -> dict[str, Any]:
    """The names that occur, and for each row its place among them."""
    named: dict[str, Any] = {}
    for column, (one, many) in enumerate(_NAMES, 1):
        names = tuple(sorted({str(row[column]) for row in rows}))
        place = {name: n for n, name in enumerate(names)}
        named[many] = names
        named[one] = np.array([place[str(row[column])] for row in rows], dtype=np.int64)
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
