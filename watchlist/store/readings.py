"""Readings in: only what differs is written, and with it what is to be judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, Select, Table, and_, delete, or_, select

from watchlist.model.period import Calendar
from watchlist.model.reading import NEVER, Floats, Ints, Status
from watchlist.store import bulk, upsert
from watchlist.store.results import News, Saved
from watchlist.store.rows import series_of
from watchlist.store.tables import corrections, imports, readings, revisions, series, to_judge
from watchlist.store.types import micros
from watchlist.store.versions import (
    CONTENT,
    Filing,
    Versions,
    asks_for_revisions,
    cell_of,
    file,
    says_again,
)

#: By what a reading is known.
CELL = ("series", "period", "span", "forecast")
_VERSION = (*CONTENT, "published", "recorded", "source")


def save(
    connection: Connection,
    table: pa.Table,
    calendars: Mapping[str, Calendar],
    *,
    source: str,
    now: datetime,
    turn: int,
) -> Saved:
    """Take a READINGS table in, as ``Store.save_readings`` says; the turn is ours."""
    indicators = pc.unique(table["indicator"]).to_pylist()
    rows = rows_of(table, series_of(connection, table, calendars), source, now)
    incoming, held = versions_of(rows), fetch(connection, readings, indicators)
    corrected = _corrected(connection, indicators)
    asks = len(corrected) or asks_for_revisions(incoming, held)
    revised = fetch(connection, revisions, indicators) if asks else held.pick(np.arange(0))
    old = says_again(incoming, corrected, revised)
    if old.any():
        table, rows, incoming = table.filter(~old), rows.filter(~old), incoming.pick(~old)
    filing = file(incoming, held, revised, micros(now))
    _write(connection, _dated(rows, now), filing)
    news = _news(table["indicator"], filing)
    touched = frozenset(one.indicator for one in news)
    mark(connection, touched, turn)
    added, changed = len(filing.new), len(filing.changed) - len(filing.new)
    return Saved(added, changed, len(old) - added - changed, touched, int(old.sum()), news)


def _news(indicator: pa.ChunkedArray, filing: Filing) -> tuple[News, ...]:
    """How many cells of each indicator had no reading before, or another; by name."""
    new, changed = (
        Counter(
            {
                one["values"]: one["counts"]
                for one in pc.value_counts(indicator.take(rows)).to_pylist()
            }
        )
        for rows in (filing.new, filing.changed)
    )
    return tuple(News(name, new[name], changed[name] - new[name]) for name in sorted(changed))


def rows_of(table: pa.Table, numbers: Ints, source: str, now: datetime) -> pa.Table:
    """The READINGS table with the columns that ``readings`` and ``revisions`` have."""
    size = table.num_rows
    forecast = pc.equal(table["status"], int(Status.FORECAST)).cast(pa.int8())
    content = {name: _without_minus_nought(table[name]) for name in CONTENT}
    return pa.table(
        {
            "series": numbers,
            "period": table["period"],
            "span": table["span"],
            "forecast": forecast,
            **content,
            "published": table["published"],
            "recorded": pa.array(np.full(size, micros(now)), pa.timestamp("us", tz="UTC")),
            "source": pa.repeat(source, size),
        }
    )


def versions_of(rows: pa.Table) -> Versions:
    cell = cell_of(*(rows[name].cast(pa.int64()).to_numpy() for name in CELL))
    published = _floats(rows["published"].cast(pa.int64()))
    return Versions(cell, published, np.column_stack([_floats(rows[name]) for name in CONTENT]))


def _without_minus_nought(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """SQLite keeps minus nought as nought; so PostgreSQL is given nought too."""
    return pc.add(column, 0.0) if pa.types.is_floating(column.type) else column


def _floats(column: pa.ChunkedArray) -> Floats:
    """Figures as ``float64``, null as NaN."""
    floats: Floats = column.cast(pa.float64()).to_numpy()
    if np.isinf(floats).any():
        raise ValueError("an infinite figure cannot be stored")
    return floats


def fetch(connection: Connection, table: Table, indicators: list[str]) -> Versions:
    """The versions that a table holds of these indicators' readings."""
    query = select(table).join_from(table, series).where(series.c.indicator.in_(indicators))
    return _fetched(connection, table, query)


def _fetched(connection: Connection, table: Table, query: Select[Any]) -> Versions:
    columns = [table.c[name] for name in (*CELL, "published", *CONTENT)]
    found = bulk.fetch(connection, columns, query)
    cell = cell_of(*found[:, :4].astype(np.int64).T)
    return Versions(cell, found[:, 4], found[:, 5:])


def _corrected(connection: Connection, indicators: list[str]) -> Versions:
    """The versions of these indicators that stand because somebody put them right by hand."""
    same = [corrections.c[name] == readings.c[name] for name in CELL]
    by_hand = and_(*same, corrections.c.at == readings.c.recorded)
    of_these = series.c.indicator.in_(indicators)
    query = select(readings).join_from(readings, series).join(corrections, by_hand)
    return _fetched(connection, readings, query.where(of_these))


def _dated(rows: pa.Table, now: datetime) -> pa.Table:
    place = rows.schema.get_field_index("published")
    return rows.set_column(place, "published", pc.fill_null(rows["published"], now))


def _write(connection: Connection, rows: pa.Table, filing: Filing) -> None:
    if len(filing.standing):
        supersede(connection, rows.take(filing.standing))
    bulk.insert(connection, readings, rows.take(np.concatenate([filing.new, filing.standing])))
    bulk.insert(connection, revisions, rows.take(filing.earlier))


def supersede(connection: Connection, rows: pa.Table) -> None:
    """Move the versions that stood for these cells to the revisions."""
    cells = list(zip(*(rows[name].to_pylist() for name in CELL), strict=True))
    columns = ", ".join((*CELL, *_VERSION))
    one = bulk.mark(connection)
    where = " AND ".join(f"{name} = {one}" for name in CELL)
    kept = f"SELECT {columns} FROM readings WHERE {where}"  # noqa: S608 our own names
    bulk.run(connection, f"INSERT INTO revisions ({columns}) {kept}", cells)
    bulk.run(connection, f"DELETE FROM readings WHERE {where}", cells)  # noqa: S608


def mark(connection: Connection, indicators: frozenset[str], turn: int) -> None:
    """Indicators are to be judged (again)."""
    if not indicators:
        return
    statement = upsert.insert(connection, to_judge)
    statement = statement.on_conflict_do_update(
        index_elements=["indicator"], set_={"mark": statement.excluded.mark}
    )
    rows = [{"indicator": name, "mark": turn} for name in sorted(indicators)]
    connection.execute(statement, rows)


def clear_marks(connection: Connection, marks: Mapping[str, int]) -> None:
    """Indicators that were judged, but for those that were marked again meanwhile."""
    seen = [
        and_(to_judge.c.indicator == name, to_judge.c.mark <= mark) for name, mark in marks.items()
    ]
    if seen:
        connection.execute(delete(to_judge).where(or_(*seen)))


def judge_series(connection: Connection, numbers: Ints, judged_to: Ints) -> None:
    """Note up to which period series were judged; only what differs is written."""
    if not len(numbers):
        return
    query = select(series).where(series.c.id.between(int(numbers.min()), int(numbers.max())))
    held = bulk.fetch(connection, [series.c.id, series.c.judged_to], query)
    place = np.argsort(held[:, 0])
    before = held[place[np.searchsorted(held[:, 0], numbers, sorter=place)], 1]
    news = np.nan_to_num(before, nan=NEVER) != judged_to
    one = bulk.mark(connection)
    statement = f"UPDATE series SET judged_to = {one} WHERE id = {one}"  # noqa: S608
    pairs = zip(judged_to[news].tolist(), numbers[news].tolist(), strict=True)
    bulk.run(connection, statement, pairs)


def record_import(
    connection: Connection,
    saved: Saved,
    *,
    source: str,
    path: str,
    sha256: str | None,
    now: datetime,
) -> None:
    connection.execute(
        imports.insert().values(
            sha256=sha256,
            source=source,
            path=path.encode(errors="replace").decode(),  # a file's name need not be text
            recorded=now,
            added=saved.added,
            revised=saved.revised,
            unchanged=saved.unchanged,
        )
    )
