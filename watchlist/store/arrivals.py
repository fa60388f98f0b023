"""What has come of late: the newest reading of each indicator and area, and the figures that what
came last changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
from sqlalchemy import Connection, and_, func, select

from watchlist.model.period import Calendar
from watchlist.model.reading import Bools, Floats, Ints, Marker, Series, written
from watchlist.model.register import Restatement
from watchlist.store import bulk
from watchlist.store.tables import readings, revisions, series
from watchlist.store.types import moment

_CELL = ("series", "period", "span", "forecast")
_SAID = ("value", "numerator", "denominator", "marker")
_READ = [marker for marker in Marker if marker not in (Marker.NONE, Marker.MISSING)]

#: Indicator, area, breakdown and calendar.
_Named = tuple[str, str, str, Calendar]

#: The columns of what :func:`_replaced` finds.
_SERIES, _PERIOD, _SPAN, _BEFORE, _AFTER, _AT = 0, 1, 2, 3, 8, 13


def newest(
    connection: Connection, calendars: Mapping[str, Calendar], areas: Collection[str]
) -> dict[tuple[str, str], int]:
    """(indicator, area) -> the newest period known whole, of these indicators in these areas."""
    last = func.max(readings.c.period + readings.c.span - 1)
    where = (series.c.indicator, series.c.area, series.c.frequency, series.c.ends)
    query = (
        select(*where, last)
        .join_from(readings, series)
        .where(
            series.c.indicator.in_(calendars),
            series.c.area.in_(areas),
            readings.c.span > 0,
            readings.c.forecast == 0,
            readings.c.marker.in_([int(marker) for marker in _READ]),
        )
        .group_by(*where)
    )
    return {
        (indicator, area): period
        for indicator, area, frequency, ends, period in connection.execute(query)
        if calendars[indicator] == Calendar(frequency, ends)
    }


def restated(
    connection: Connection, calendars: Mapping[str, Calendar], own: Collection[str]
) -> list[Restatement]:
    """For each of these indicators whose readings that came last changed figures known before: one
    of these, if there is one of the ``own`` areas, and of the total, and how many there are."""
    changed = _replaced(connection, calendars)
    if not len(changed):
        return []
    numbers, place = np.unique(changed[:, _SERIES].astype(np.int64), return_inverse=True)
    found = _series(connection, numbers.tolist())
    known = [found[number] for number in numbers.tolist()]
    last = _came_last(connection, {name for name, *_ in known})
    at = [last[name] if calendar == calendars[name] else np.nan for name, *_, calendar in known]
    rows = np.flatnonzero(changed[:, _AT] == np.array(at)[place])
    of, ours, total = (
        np.array(each)[place[rows]]
        for each in zip(
            *((name, area in own, not breakdown) for name, area, breakdown, _ in known), strict=True
        )
    )
    best, many = _last_of_each(of, ours, total, changed[rows, _PERIOD])
    return [
        _one(changed[n], known[place[n]], count)
        for n, count in zip(rows[best].tolist(), many.tolist(), strict=True)
    ]


def _last_of_each(group: Any, *keys: Any) -> tuple[Ints, Ints]:
    """Where the last of each group stands, by the first key and then by those after it, and how many
    there are in the group."""
    order = np.lexsort((*reversed(keys), group))
    _, many = np.unique(group, return_counts=True)
    return order[np.cumsum(many) - 1], many


def _replaced(connection: Connection, indicators: Collection[str]) -> Floats:
    """Series, period, span, and the content of the version before and of that which stands, and when
    that was taken in: of every figure that says something else now."""
    same = and_(*(revisions.c[name] == readings.c[name] for name in _CELL))
    query = (
        select(revisions)
        .join(readings, same)
        .join(series, series.c.id == readings.c.series)
        .where(
            series.c.indicator.in_(indicators),
            revisions.c.recorded < readings.c.recorded,
            revisions.c.forecast == 0,
        )
        .order_by(revisions.c.series, revisions.c.period, revisions.c.span)
        .order_by(revisions.c.published, revisions.c.id)
    )
    said = (*_SAID[:3], "digits", _SAID[3])
    columns = [revisions.c[name] for name in ("series", "period", "span", *said)]
    columns += [readings.c[name] for name in (*said, "recorded")]
    rows = bulk.fetch(connection, columns, query)
    latest = rows[np.append((np.diff(rows[:, :3], axis=0) != 0).any(axis=1), True)[: len(rows)]]
    changed: Floats = latest[_says_otherwise(latest)]
    return changed


def _says_otherwise(rows: Floats) -> Bools:
    """A figure is another one now; with more or fewer decimals it is the same."""
    content = [0, 1, 2, 4]  # value, numerator, denominator, marker
    before, after = rows[:, _BEFORE:_AFTER][:, content], rows[:, _AFTER:_AT][:, content]
    same = (before == after) | (np.isnan(before) & np.isnan(after))
    figure = np.isin(before[:, 3], [Marker.FIGURE, Marker.UNRELIABLE])
    otherwise: Bools = figure & ~same.all(axis=1)
    return otherwise


def _series(connection: Connection, numbers: Collection[int]) -> dict[int, _Named]:
    """Series by their numbers."""
    return {
        row.id: (row.indicator, row.area, row.breakdown, Calendar(row.frequency, row.ends))
        for chunk in bulk.chunks(numbers)
        for row in connection.execute(select(series).where(series.c.id.in_(chunk)))
    }


def _came_last(connection: Connection, indicators: Collection[str]) -> dict[str, float]:
    """When the newest reading of each indicator was taken in, in microseconds."""
    query = select(readings).join_from(readings, series).where(readings.c.forecast == 0)
    last = {}
    for name in indicators:
        moments = bulk.fetch(
            connection, [readings.c.recorded], query.where(series.c.indicator == name)
        )
        last[name] = float(moments.max())
    return last


def _one(row: Floats, named: _Named, many: int) -> Restatement:
    name, area, breakdown, calendar = named
    return Restatement(
        series=Series(name, area, breakdown),
        calendar=calendar,
        period=int(row[_PERIOD] + max(row[_SPAN], 1) - 1),
        before=_text(row[_BEFORE:_AFTER]),
        after=_text(row[_AFTER:_AT]),
        at=moment(int(row[_AT])),
        changed=many,
    )


def _text(content: Floats) -> str:
    """A figure as it was written, or what stands in its place."""
    value, _, _, digits, marker = content.tolist()
    if value != value:
        return Marker(int(marker)).words
    return written(value, None if digits != digits else int(digits))
