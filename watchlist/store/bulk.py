"""Many rows at once, through the driver: SQLAlchemy would take several times as long."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

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

Thing = TypeVar("Thing")

#: Rows handed to the driver in one go: as Python values they take tenfold the room.
_CHUNK = 10_000

_IN_ONE_QUESTION = 10_000

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
    for start in range(0, rows.num_rows, _CHUNK):
        part = rows.slice(start, _CHUNK)
        run(connection, statement, zip(*map(_plain, part.columns), strict=True))


def put(
    connection: Connection,
    into: SqlTable,
    rows: Sequence[Mapping[str, Any]],
    encode: Mapping[str, Callable[[Any], Any]] | None = None,
) -> None:
    """Insert rows, all with the same columns, as `insert` does for arrays. ``encode`` says for some
    columns how a value is written; for the others their own type does."""
    if not rows:
        return
    names = list(rows[0])
    pour(connection, into.name, names, _bound(connection, into, rows, names, encode or {}))


def pour(
    connection: Connection, into: str, names: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Insert rows as the driver takes them, with these columns."""
    if connection.dialect.name == "postgresql":
        statement = f"COPY {into} ({_listed(names)}) FROM STDIN"
        with _cursor(connection) as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" * len(names))
    run(connection, f"INSERT INTO {into} ({_listed(names)}) VALUES ({marks})", rows)  # noqa: S608


def change(connection: Connection, table: SqlTable, rows: Sequence[Mapping[str, Any]]) -> None:
    """Update rows, known by their ``id``, all with the same columns."""
    if not rows:
        return
    names = [name for name in rows[0] if name != "id"]
    one = mark(connection)
    given = ", ".join(f'"{name}" = {one}' for name in names)
    bound = _bound(connection, table, rows, [*names, "id"], {})
    run(connection, f"UPDATE {table.name} SET {given} WHERE id = {one}", bound)  # noqa: S608


def _bound(
    connection: Connection,
    table: SqlTable,
    rows: Iterable[Mapping[str, Any]],
    names: Sequence[str],
    encode: Mapping[str, Callable[[Any], Any]],
) -> Iterator[tuple[Any, ...]]:
    """Rows as the driver takes them."""
    dialect = connection.dialect
    binders = [
        (name, encode.get(name) or table.c[name].type.dialect_impl(dialect).bind_processor(dialect))
        for name in names
    ]
    return (
        tuple([bind(row[name]) if bind else row[name] for name, bind in binders]) for row in rows
    )


def put_new(connection: Connection, into: SqlTable, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert rows but for those that a key of the table knows already; how many were new."""
    if not rows:
        return 0
    names = list(rows[0])
    marks = ", ".join([mark(connection)] * len(names))
    statement = f"INSERT INTO {into.name} ({_listed(names)}) VALUES ({marks})"  # noqa: S608
    bound = _bound(connection, into, rows, names, {})
    return run(connection, f"{statement} ON CONFLICT DO NOTHING", bound)


def run(connection: Connection, statement: str, rows: Iterable[tuple[Any, ...]]) -> int:
    """Run one statement of the driver's for each row of parameters; how many rows it touched."""
    touched, left = 0, iter(rows)
    while chunk := list(itertools.islice(left, _CHUNK)):
        touched += connection.exec_driver_sql(statement, chunk).rowcount
    return touched


def mark(connection: Connection) -> str:
    """How the driver's own statements mark a value."""
    return "%s" if connection.dialect.name == "postgresql" else "?"


def chunks(listed: Collection[Thing]) -> Iterator[list[Thing]]:
    """Parts that fit into one question: databases bound how many values they take."""
    left = iter(listed)
    while chunk := list(itertools.islice(left, _IN_ONE_QUESTION)):
        yield chunk


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
    return _listed(rows.column_names)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


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
