"""Many rows at once, through the driver: arrays out, Arrow in, no object for each row."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Double,
    Select,
    cast,
    extract,
    func,
    literal,
)
from sqlalchemy import Table as SqlTable

from watchlist.model.reading import Floats
from watchlist.store.types import UtcDateTime

#: Rows handed to SQLite in one go.
_CHUNK = 50_000

#: Before and after the rows of PostgreSQL's binary COPY: signature, flags and extension; the end.
_COPY_HEAD, _COPY_TAIL = 19, 2


def fetch(connection: Connection, columns: Sequence[Column[Any]], query: Select[Any]) -> Floats:
    """``float64 [rows, columns]``; NULL is NaN, a moment is microseconds since 1970 (UTC).

    ``query`` says from where and which rows; what it selects is replaced by ``columns``.
    """
    numbers = query.with_only_columns(
        *(_number(connection, column) for column in columns), maintain_column_froms=True
    )
    if connection.dialect.name == "postgresql":
        table = _copied(_copy_out(connection, numbers), len(columns))
    else:
        cursor: Any = connection.execute(numbers).cursor
        flat = np.fromiter(itertools.chain.from_iterable(cursor), dtype=np.float64)
        table = flat.reshape(-1, len(columns))
    table[np.isinf(table)] = np.nan
    return table


def plain(connection: Connection, query: Select[Any]) -> list[tuple[Any, ...]]:
    """What a query finds, as the driver gives it: numbers and words, not the model's own."""
    cursor: Any = connection.execute(query).cursor
    rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def insert(connection: Connection, into: SqlTable, rows: pa.Table) -> None:
    """Insert an Arrow table whose columns are called as those of ``into``; null and NaN are NULL."""
    if connection.dialect.name == "postgresql":
        _copy_in(connection, into, rows)
        return
    marks = ", ".join("?" * rows.num_columns)
    statement = f"INSERT INTO {into.name} ({_names(rows)}) VALUES ({marks})"  # noqa: S608 our names
    for start in range(0, rows.num_rows, _CHUNK):  # as Python values, rows take tenfold the room
        part = rows.slice(start, _CHUNK)
        run(connection, statement, zip(*map(_plain, part.columns), strict=True))


def run(connection: Connection, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Run one statement of the driver's for each row of parameters."""
    left = iter(rows)
    while chunk := list(itertools.islice(left, _CHUNK)):
        connection.exec_driver_sql(statement, chunk)


def _number(connection: Connection, column: Column[Any]) -> ColumnElement[Any]:
    """A column as a number that is never NULL: infinity, which no reading can be, stands for it."""
    number: ColumnElement[Any] = column
    if connection.dialect.name == "postgresql":
        moment = isinstance(column.type, UtcDateTime)
        number = cast(extract("epoch", column) * 1_000_000 if moment else column, Double)
    return func.coalesce(number, literal(np.inf, Double)) if column.nullable else number


def _copy_out(connection: Connection, query: Select[Any]) -> bytes:
    compiled = query.compile(
        dialect=connection.dialect, compile_kwargs={"render_postcompile": True}
    )
    statement = f"COPY ({compiled}) TO STDOUT (FORMAT BINARY)"
    with _cursor(connection) as cursor, cursor.copy(statement, compiled.params) as copy:
        return b"".join(copy)


def _copied(data: bytes, columns: int) -> Floats:
    """Rows of PostgreSQL's binary COPY: a count, then for each column a length and a double."""
    fields = [(f"{place}", ">i4" if place % 2 == 0 else ">f8") for place in range(2 * columns)]
    row = np.dtype([("count", ">i2"), *fields])
    body = np.frombuffer(
        data,
        dtype=row,
        offset=_COPY_HEAD,
        count=(len(data) - _COPY_HEAD - _COPY_TAIL) // row.itemsize,
    )
    return np.stack([body[str(2 * place + 1)] for place in range(columns)], axis=1).astype(float)


def _copy_in(connection: Connection, into: SqlTable, rows: pa.Table) -> None:
    text = io.BytesIO()
    rows = pa.table([_nan_as_null(column) for column in rows.columns], rows.column_names)
    pyarrow.csv.write_csv(rows, text, pyarrow.csv.WriteOptions(include_header=False))
    statement = f"COPY {into.name} ({_names(rows)}) FROM STDIN (FORMAT CSV)"
    with _cursor(connection) as cursor, cursor.copy(statement) as copy:
        copy.write(text.getbuffer())


def _nan_as_null(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if not pa.types.is_floating(column.type):
        return column
    return pc.if_else(pc.is_nan(column), pa.scalar(None, column.type), column)


def _names(rows: pa.Table) -> str:
    return ", ".join(f'"{name}"' for name in rows.column_names)


def _cursor(connection: Connection) -> Any:
    """A cursor of psycopg's own, inside the connection's transaction."""
    return connection.connection.driver_connection.cursor()  # type: ignore[union-attr]


def _plain(column: pa.ChunkedArray) -> list[Any]:
    """A column as Python values; SQLite reads NaN as NULL, and moments are microseconds there."""
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.int64())
    plain: list[Any] = (
        column.to_pylist() if pa.types.is_string(column.type) else column.to_numpy().tolist()
    )
    return plain
