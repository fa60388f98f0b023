"""Which series a row of a READINGS table belongs to; a series that is new gets its number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa
from sqlalchemy import Connection, Text, select, type_coerce

from watchlist.model.period import Calendar
from watchlist.model.reading import NEVER, Ints, Panel
from watchlist.store import bulk
from watchlist.store.tables import series

_NAMES = ("indicator", "area", "breakdown")

#: Indicator, area and breakdown of a series: plain, for there are a hundred thousand of them.
_Name = tuple[str, str, str]


def series_of(
    connection: Connection, table: pa.Table, calendars: Mapping[str, Calendar], *, new: bool = True
) -> Ints:
    """``int64 [rows]``: the number of each row's series, on its indicator's calendar. Without ``new``
    one that is not known gets no number, but -1."""
    codes, names = zip(*(_encoded(table[name]) for name in _NAMES), strict=True)
    sizes = tuple(len(found) for found in names)
    whole, place = np.unique(np.ravel_multi_index(codes, sizes), return_inverse=True)
    parts = np.unravel_index(whole, sizes)
    distinct = list(zip(*map(_taken, names, parts), strict=True))
    if new:
        numbers = _numbers(connection, distinct, calendars)
    else:
        numbers = _known(connection, {indicator for indicator, _, _ in distinct}, calendars)
    return np.array([numbers.get(each, -1) for each in distinct], dtype=np.int64)[place]


def numbered(connection: Connection, panel: Panel, rows: Ints) -> Panel:
    """A panel of readings that are not in the store, these rows of it with the numbers of their series
    and the period up to which they were judged; a series that is new gets its number."""
    named = pa.table(
        {
            name: pa.DictionaryArray.from_arrays(codes[rows].astype(np.int32), list(names))
            for name, codes, names in zip(
                _NAMES,
                (panel.indicator, panel.area, panel.breakdown),
                (panel.indicators, panel.areas, panel.breakdowns),
                strict=True,
            )
        }
    )
    numbers = series_of(connection, named, dict.fromkeys(panel.indicators, panel.calendar))
    series_id, judged_to = panel.series_id.copy(), panel.judged_to.copy()
    series_id[rows], judged_to[rows] = numbers, _judged_to(connection, numbers)
    return replace(panel, series_id=series_id, judged_to=judged_to)


def _judged_to(connection: Connection, numbers: Ints) -> Ints:
    if not len(numbers):
        return numbers
    within = series.c.id.between(int(numbers.min()), int(numbers.max()))
    held = bulk.fetch(connection, [series.c.id, series.c.judged_to], select(series).where(within))
    order = np.argsort(held[:, 0])
    found = held[order[np.searchsorted(held[:, 0], numbers, sorter=order)], 1]
    judged: Ints = np.nan_to_num(found, nan=NEVER).astype(np.int64)
    return judged


def _taken(names: list[str], places: Ints) -> list[str]:
    return [names[place] for place in places.tolist()]


def _encoded(column: pa.ChunkedArray) -> tuple[Ints, list[str]]:
    whole = pa.chunked_array(column).combine_chunks()
    coded = whole if pa.types.is_dictionary(whole.type) else whole.dictionary_encode()
    return coded.indices.to_numpy().astype(np.int64), coded.dictionary.to_pylist()


def _numbers(
    connection: Connection, wanted: list[_Name], calendars: Mapping[str, Calendar]
) -> dict[_Name, int]:
    indicators = {indicator for indicator, _, _ in wanted}
    known = _known(connection, indicators, calendars)
    new = [each for each in wanted if each not in known]
    if not new:
        return known
    bulk.insert(connection, series, _new_rows(new, calendars))
    return _known(connection, indicators, calendars)


def _known(
    connection: Connection, indicators: Iterable[str], calendars: Mapping[str, Calendar]
) -> dict[_Name, int]:
    columns = (series.c.id, series.c.indicator, series.c.area, series.c.breakdown)
    query = select(*columns, type_coerce(series.c.frequency, Text), series.c.ends)
    found = connection.execute(query.where(series.c.indicator.in_(indicators)))
    here = {name: (own.frequency.value, own.ends) for name, own in calendars.items()}
    return {
        (indicator, area, breakdown): number
        for number, indicator, area, breakdown, frequency, ends in found
        if here[indicator] == (frequency, ends)
    }


def _new_rows(new: list[_Name], calendars: Mapping[str, Calendar]) -> pa.Table:
    own = [calendars[indicator] for indicator, _, _ in new]
    named = dict(zip(_NAMES, map(list, zip(*new, strict=True)), strict=True))
    return pa.table(
        {
            **named,
            "frequency": [calendar.frequency.value for calendar in own],
            "ends": pa.array([calendar.ends for calendar in own], pa.int16()),
        }
    )
