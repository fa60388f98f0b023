"""Rows of any table as Arrow arrays, the same from both databases and into both.

Everything here works by an Arrow schema alone, so that tables of an older program can be read and
filled that the present one no longer describes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import (
    BigInteger,
    Boolean,
    Connection,
    Date,
    Double,
    Integer,
    LargeBinary,
    Select,
    Table,
    Text,
    column,
    select,
)
from sqlalchemy import table as named
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.types import TypeDecorator, TypeEngine

from watchlist.model.errors import WorldError
from watchlist.store import bulk
from watchlist.store.types import UtcDateTime

_MOMENT = pa.timestamp("us", tz="UTC")

#: The first kind that a column's type is one of says how it is kept.
_ARROW: tuple[tuple[type[TypeEngine[Any]], pa.DataType], ...] = (
    (Boolean, pa.bool_()),
    (Double, pa.float64()),
    (Integer, pa.int64()),
    (Date, pa.date32()),
    (LargeBinary, pa.binary()),
    (Text, pa.string()),
)

#: Rows in one batch; those with bytes of any length are fewer, for a message has megabytes.
_ROWS, _LARGE_ROWS = 2_000, 50


def schema_of(table: Table) -> pa.Schema:
    """How the rows of a table are kept."""
    return pa.schema([pa.field(each.name, _arrow(each.type)) for each in table.columns])


def batch_of(schema: pa.Schema) -> int:
    """How many rows of such a table are looked at in one go."""
    return _LARGE_ROWS if pa.binary() in schema.types else _ROWS


def read(
    connection: Connection, name: str, schema: pa.Schema, key: Sequence[str], batch: int
) -> Iterator[pa.RecordBatch]:
    """The rows of a table in batches of so many, in the order of its key, which is the same on both
    databases."""
    stream = {"stream_results": True, "yield_per": batch}
    found = connection.execute(_query(connection, name, schema, key), execution_options=stream)
    for rows in found.partitions():
        columns = zip(*rows, strict=True)
        arrays = [_array(values, kind) for values, kind in zip(columns, schema.types, strict=True)]
        yield pa.record_batch(arrays, schema=schema)


def write(
    connection: Connection, name: str, schema: pa.Schema, batches: Iterable[pa.RecordBatch]
) -> None:
    """Put rows into a table, in one statement where the database can.

    Raises WorldError where PostgreSQL cannot keep what SQLite did: a text with a zero byte.
    """
    if connection.dialect.name == "sqlite":
        bulk.pour(connection, name, schema.names, _rows(batches, _for_sqlite))
    else:
        whole = (_without_zero_bytes(name, batch) for batch in batches)
        bulk.pour(connection, name, schema.names, _rows(whole, _for_postgres))


def _arrow(kind: TypeEngine[Any]) -> pa.DataType:
    if isinstance(kind, UtcDateTime):
        return _MOMENT
    plain = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
    return next(arrow for known, arrow in _ARROW if isinstance(plain, known))


def _query(connection: Connection, name: str, schema: pa.Schema, key: Sequence[str]) -> Select[Any]:
    """Values as the database has them, texts in the order of their bytes whatever the server's
    language."""
    postgres = connection.dialect.name == "postgresql"
    columns = {each.name: column(each.name, _sql(each.type, postgres=postgres)) for each in schema}
    order = [
        columns[each].collate("C")
        if postgres and schema.field(each).type == pa.string()
        else columns[each]
        for each in key
    ]
    return select(*columns.values()).select_from(named(name)).order_by(*order)


def _sql(kind: pa.DataType, *, postgres: bool) -> TypeEngine[Any]:
    if kind == _MOMENT:
        return TIMESTAMP(timezone=True) if postgres else BigInteger()
    return next(known for known, arrow in _ARROW if arrow == kind)()


def _array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """SQLite keeps a moment as the microseconds that it is, and what is no number as nothing."""
    if kind == _MOMENT and any(isinstance(value, int) for value in values):
        return pa.array(values, pa.int64()).cast(kind)
    return pa.array(values, kind, from_pandas=kind == pa.float64())


def _rows(
    batches: Iterable[pa.RecordBatch], driven: Callable[[pa.Array], pa.Array]
) -> Iterator[tuple[Any, ...]]:
    """As a driver takes them."""
    for batch in batches:
        yield from zip(*(driven(each).to_pylist() for each in batch.columns), strict=True)


def _for_sqlite(values: pa.Array) -> pa.Array:
    if values.type == _MOMENT:
        return values.cast(pa.int64())
    return values.cast(pa.string()) if values.type == pa.date32() else values


def _for_postgres(values: pa.Array) -> pa.Array:
    return values.cast(pa.string()) if values.type in (_MOMENT, pa.date32()) else values


def _without_zero_bytes(table: str, batch: pa.RecordBatch) -> pa.RecordBatch:
    for name, values in zip(batch.schema.names, batch.columns, strict=True):
        if values.type == pa.string() and pc.any(pc.match_substring(values, "\0")).as_py():
            raise WorldError(
                f'A text in "{name}" of {table} has a zero byte, which PostgreSQL cannot keep; take it'
                " out in the SQLite database and back that up again"
            )
    return batch
