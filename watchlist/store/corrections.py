"""Figures put right by hand: a new version of each reading, and who made it, for whom and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, Row, Select, func, select

from watchlist.model.corrections import By, Correction
from watchlist.model.finding import Cell
from watchlist.model.period import Calendar
from watchlist.model.reading import Floats, Ints, Marker, Series, Status
from watchlist.store import bulk
from watchlist.store.base import Base
from watchlist.store.readings import CELL, fetch, mark, rows_of, supersede, versions_of
from watchlist.store.results import Corrected
from watchlist.store.rows import series_of
from watchlist.store.tables import corrections, readings, series
from watchlist.store.types import micros
from watchlist.store.versions import CONTENT, Versions

#: What the versions that are made by hand are said to come from.
SOURCE = "correction"

#: What a correction leaves as it is, where it does not say it itself.
_LEFT = ("target", "growth")


class CorrectionReads(Base):
    def corrections(
        self,
        *,
        of: Collection[Series] | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[Correction]:
        """The figures that were put right by hand: of these series, from one moment to before
        another; the oldest first."""
        query = _all()
        if of is not None:
            query = query.where(series.c.indicator.in_({one.indicator for one in of}))
        if since is not None:
            query = query.where(corrections.c.at >= since)
        if until is not None:
            query = query.where(corrections.c.at < until)
        with self.reading() as connection:
            found = [_correction(row) for row in connection.execute(query)]
        return [one for one in found if of is None or one.series in of]


def correct(
    connection: Connection,
    table: pa.Table,
    calendars: Mapping[str, Calendar],
    by: By,
    *,
    now: datetime,
    turn: int,
) -> Corrected:
    """Take a READINGS table in as ``Store.correct`` says; the turn is ours."""
    names = pc.unique(table["indicator"]).to_pylist()
    now = max(now, _after_all(connection, names))
    numbers = series_of(connection, table, calendars, new=False)
    rows = rows_of(table, numbers, SOURCE, now)
    standing = fetch(connection, readings, names)
    place = _places(versions_of(rows), standing)
    if unknown := np.flatnonzero(place < 0).tolist():
        return Corrected(unknown=tuple(unknown))
    before = standing.pick(place)
    rows = _filled(rows, before, now)
    after = versions_of(rows).content
    same = (after == before.content) | (np.isnan(after) & np.isnan(before.content))
    changed = np.flatnonzero(~same.all(axis=1))
    if not len(changed):
        return Corrected()
    rows = rows.take(changed)
    last = connection.scalar(select(func.coalesce(func.max(corrections.c.id), 0)))
    supersede(connection, rows)
    bulk.insert(connection, readings, rows)
    _note(connection, rows, before.content[changed], after[changed], by, now)
    mark(connection, frozenset(pc.unique(table["indicator"].take(changed)).to_pylist()), turn)
    made = connection.execute(_all().where(corrections.c.id > last))
    return Corrected(tuple(map(_correction, made)))


def _after_all(connection: Connection, indicators: Collection[str]) -> datetime:
    """The first moment after all that was taken in of these indicators: a correction comes after what
    it corrects, though the clock was set back or another machine's is ahead."""
    query = select(func.max(readings.c.recorded)).join_from(readings, series)
    last = connection.scalar(query.where(series.c.indicator.in_(indicators)))
    return datetime.min.replace(tzinfo=UTC) if last is None else last + timedelta(microseconds=1)


def _places(incoming: Versions, standing: Versions) -> Ints:
    """Where the reading of each row stands; -1 where nothing is known of it."""
    at = {cell: place for place, cell in enumerate(standing.cell.tolist())}
    return np.array([at.get(cell, -1) for cell in incoming.cell.tolist()], dtype=np.int64)


def _filled(rows: pa.Table, before: Versions, now: datetime) -> pa.Table:
    """What a correction does not speak of stays as it was: target, growth, provisional. It is published
    when it is made, and never before what it corrects."""
    given = {name: rows[name].combine_chunks() for name in rows.column_names}
    for name in _LEFT:
        stood = pa.array(before.content[:, CONTENT.index(name)], from_pandas=True)
        given[name] = pc.coalesce(given[name], stood)
    status, stood = given["status"], pa.array(before.content[:, CONTENT.index("status")])
    final = pc.equal(status, int(Status.FINAL))
    given["status"] = pc.if_else(final, stood.cast(status.type), status)
    published = np.maximum(before.published.astype(np.int64), micros(now))
    given["published"] = pa.array(published, pa.timestamp("us", tz="UTC"))
    return pa.table(given)


def _note(
    connection: Connection, rows: pa.Table, before: Floats, after: Floats, by: By, now: datetime
) -> None:
    cells = zip(*(rows[name].to_pylist() for name in CELL), strict=True)
    noted = [
        {
            "at": now,
            "who": by.who,
            "acting_for": by.acting_for,
            "reason": by.reason,
            **dict(zip(CELL, cell, strict=True)),
            "before": _cell(cell[1], cell[2], stood),
            "after": _cell(cell[1], cell[2], stands),
        }
        for cell, stood, stands in zip(cells, before, after, strict=True)
    ]
    connection.execute(corrections.insert(), noted)


def _cell(period: int, span: int, content: Floats) -> Cell:
    said = dict(zip(CONTENT, (None if x != x else x for x in content.tolist()), strict=True))
    return Cell(
        period=period + max(span, 1) - 1,
        value=said["value"],
        digits=None if said["digits"] is None else int(said["digits"]),
        marker=Marker(int(said["marker"] or 0)),
        numerator=said["numerator"],
        denominator=said["denominator"],
        status=Status(int(said["status"] or 0)),
        length=-span / 12 if span < 0 else float(span),
    )


def _all() -> Select[Any]:
    names = ("indicator", "area", "breakdown", "frequency", "ends")
    named = [series.c[name] for name in names]
    said = [corrections.c[name] for name in ("id", "at", "who", "acting_for", "reason")]
    query = select(*said, corrections.c.before, corrections.c.after, *named)
    return query.join_from(corrections, series).order_by(corrections.c.id)


def _correction(row: Row[Any]) -> Correction:
    return Correction(
        id=row.id,
        at=row.at,
        by=By(row.who, row.acting_for, row.reason),
        series=Series(row.indicator, row.area, row.breakdown),
        calendar=Calendar(row.frequency, row.ends),
        before=row.before,
        after=row.after,
    )
