"""Readings out: a panel for each calendar, built from arrays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

import numpy as np
from sqlalchemy import Connection, Table, Text, select, type_coerce

from watchlist.model.panels import CODES, FIGURES, laid_out
from watchlist.model.period import Calendar
from watchlist.model.reading import NEVER, Floats, Panel
from watchlist.store import bulk
from watchlist.store.tables import readings, revisions, series

#: Where the columns stand that say of which reading a version is: series, period, span.
_READING = [0, 1, 2 + len(FIGURES) + len(CODES)]

#: A row of ``series``: id, indicator, area, breakdown, judged_to.
_Series = tuple[int, str, str, str, int | None]


def build(
    connection: Connection,
    indicators: Collection[str],
    calendars: Mapping[str, Calendar],
    before: datetime | None = None,
) -> dict[Calendar, Panel]:
    """A panel for each calendar that has readings of these indicators; ``before``: as they stood
    when only what was published before that moment had come."""
    panels = {}
    for calendar, rows in sorted(_by_calendar(connection, indicators, calendars).items()):
        names = {row[1] for row in rows}
        cells = _cells(connection, calendar, names, before)
        if len(cells):
            panels[calendar] = _panel(calendar, rows, cells)
    return panels


def _by_calendar(
    connection: Connection, indicators: Collection[str], calendars: Mapping[str, Calendar]
) -> dict[Calendar, list[_Series]]:
    """Series on the calendar that their indicator has now, in the order of their names."""
    columns = [
        type_coerce(series.c.frequency, Text) if c.name == "frequency" else c for c in series.c
    ]
    found = connection.execute(select(*columns).where(series.c.indicator.in_(indicators)))
    here = {name: (own.frequency.value, own.ends) for name, own in calendars.items()}
    grouped = defaultdict(list)
    for number, indicator, area, breakdown, frequency, ends, judged_to in found:
        if here.get(indicator) == (frequency, ends):
            grouped[calendars[indicator]].append((number, indicator, area, breakdown, judged_to))
    return {calendar: sorted(rows, key=lambda row: row[1:4]) for calendar, rows in grouped.items()}


def _cells(
    connection: Connection, calendar: Calendar, indicators: Collection[str], before: datetime | None
) -> Floats:
    """Series, period, figures, codes and span of every reading that is judged, a row each."""
    standing = _versions(connection, readings, calendar, indicators, before)
    if before is None:
        return standing
    earlier = _versions(connection, revisions, calendar, indicators, before)
    return _newest(np.concatenate([earlier, standing]))


def _versions(
    connection: Connection,
    table: Table,
    calendar: Calendar,
    indicators: Collection[str],
    before: datetime | None,
) -> Floats:
    """What a table holds of these readings; of versions published before a moment, the date also."""
    columns = [table.c[name] for name in ("series", "period", *FIGURES, *CODES, "span")]
    query = select(table).join_from(table, series)
    query = query.where(
        series.c.indicator.in_(indicators),
        series.c.frequency == calendar.frequency,
        series.c.ends == calendar.ends,
        table.c.forecast == 0,
    )
    if before is not None:
        columns.append(table.c.published)
        query = query.where(table.c.published < before)
    if table is revisions:
        query = query.order_by(table.c.id)
    return bulk.fetch(connection, columns, query)


def _newest(versions: Floats) -> Floats:
    """Of each reading the version published last; of two published together the later one here:
    revisions in the order in which they were filed, then what stands."""
    reading, published = versions[:, _READING], versions[:, -1]
    order = np.lexsort((published, *reading.T))  # equals keep their order
    versions, reading = versions[order], reading[order]
    other = (np.diff(reading, axis=0) != 0).any(axis=1)
    newest: Floats = versions[np.append(other, True)[: len(versions)], :-1]
    return newest


def _panel(calendar: Calendar, rows: list[_Series], cells: Floats) -> Panel:
    numbers = cells[:, 0].astype(np.int64)
    known = set(np.unique(numbers).tolist())
    rows = [row for row in rows if row[0] in known]
    series_id = np.array([row[0] for row in rows], dtype=np.int64)
    order = np.argsort(series_id)
    cells[:, 0] = order[np.searchsorted(series_id, numbers, sorter=order)]
    judged_to = np.array([NEVER if row[4] is None else row[4] for row in rows], dtype=np.int64)
    return laid_out(calendar, [row[1:4] for row in rows], cells, series_id, judged_to)
