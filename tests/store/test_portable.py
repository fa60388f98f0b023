"""Rows of any table as arrays, from one kind of database into the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    Double,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

from watchlist.model.errors import WorldError
from watchlist.store.engine import make_engine, writing
from watchlist.store.portable import read, schema_of, write
from watchlist.store.tables import metadata
from watchlist.store.types import UtcDateTime

ALL_KINDS = Table(
    "all_kinds",
    MetaData(),
    Column("name", Text, primary_key=True),
    Column("when", UtcDateTime, nullable=False),
    Column("number", BigInteger),
    Column("figure", Double),
    Column("true", Boolean),
    Column("day", Date),
    Column("bytes", LargeBinary),
    Column("seen", UtcDateTime),
)
SCHEMA = schema_of(ALL_KINDS)

#: PostgreSQL's text has no zero byte, and neither has anybody's keyboard.
_TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
_MOMENTS = st.datetimes(
    datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)  # noqa: DTZ001
)  # fmt: skip
_ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "name": _TEXTS,
            "when": _MOMENTS,
            "number": st.none() | st.integers(-(2**63), 2**63 - 1),
            "figure": st.none() | st.floats(allow_nan=False),
            "true": st.none() | st.booleans(),
            "day": st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31)),
            "bytes": st.none() | st.binary(max_size=20),
            "seen": st.none() | _MOMENTS,
        }
    ),
    max_size=8,
    unique_by=lambda row: row["name"],
)


@pytest.fixture(scope="module")
def both(
    tmp_path_factory: pytest.TempPathFactory, used_postgres_url: str
) -> Iterator[list[Connection]]:
    """A connection to each kind of database, each with the table, which goes with its transaction."""
    folder = tmp_path_factory.mktemp("portable")
    engines = [make_engine(url) for url in (f"sqlite:///{folder / 'one.db'}", used_postgres_url)]
    connections = [writing(engine) for engine in engines]
    for connection in connections:
        ALL_KINDS.create(connection)
    yield connections
    for connection, engine in zip(connections, engines, strict=True):
        connection.rollback()
        connection.close()
        engine.dispose()


@given(rows=_ROWS)
def test_rows_go_from_one_kind_to_the_other_and_back(
    both: list[Connection], rows: list[dict[str, Any]]
) -> None:
    """Every text, moment, number, day and byte is on PostgreSQL what it was on SQLite, in the same
    order whatever the server's language, in batches of any size."""
    kept = [
        pa.record_batch(pa.table(_columns(rows), schema=SCHEMA).to_struct_array().combine_chunks())
    ]
    sqlite, postgres = both
    for connection in (sqlite, postgres, sqlite):
        kept = _through(connection, kept)
        assert [row for batch in kept for row in batch.to_pylist()] == sorted(
            rows, key=lambda row: row["name"].encode()
        )


def _columns(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    return {name: [row[name] for row in rows] for name in SCHEMA.names}


def _through(connection: Connection, batches: list[pa.RecordBatch]) -> list[pa.RecordBatch]:
    """Into the table and out of it again."""
    connection.execute(text("DELETE FROM all_kinds"))
    write(connection, "all_kinds", SCHEMA, batches)
    return list(read(connection, "all_kinds", SCHEMA, ["name"], 3))


def test_what_postgresql_cannot_keep_is_said(both: list[Connection]) -> None:
    """A text with a zero byte, which SQLite takes: a sentence that names the place, and no guess at
    what the text should be."""
    row = dict.fromkeys(SCHEMA.names) | {
        "name": "a\0b",
        "when": datetime(2026, 1, 1, tzinfo=UTC),
    }
    batch = pa.RecordBatch.from_pylist([row], schema=SCHEMA)
    sqlite, postgres = both
    assert _through(sqlite, [batch]) == [batch]
    with pytest.raises(WorldError, match='"name" of all_kinds has a zero byte'):
        _through(postgres, [batch])


def test_every_table_can_be_kept() -> None:
    """Whatever column is added to whatever table, a backup knows how to keep it."""
    for table in metadata.sorted_tables:
        assert schema_of(table).names == [column.name for column in table.columns]
        assert table.primary_key.columns
