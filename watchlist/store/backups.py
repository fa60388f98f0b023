"""What a backup holds: one moment of every table but those that speak of here and now; and when the
last one was taken."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import pyarrow as pa
from sqlalchemy import Connection, Table

from watchlist.store import portable
from watchlist.store.base import Base
from watchlist.store.clock import database_now
from watchlist.store.history import HistoryReads
from watchlist.store.meta import keep_value, value_of
from watchlist.store.migrate import HEAD
from watchlist.store.results import Verified
from watchlist.store.tables import metadata

#: Who is signed in, and which daemons do what on which machine: a copy knows nothing of these.
LEFT_OUT = ("daemons", "leases", "rule_folders", "sessions", "sign_in_links")

_LAST = "last backup"


@dataclass(frozen=True)
class Kept:
    """A table: ``key`` are the columns by which its rows are known and ordered, ``batch`` is how many
    of them go together."""

    name: str
    schema: pa.Schema
    key: tuple[str, ...]
    batch: int

    @classmethod
    def of(cls, table: Table) -> Kept:
        schema, key = portable.schema_of(table), tuple(each.name for each in table.primary_key)
        return cls(table.name, schema, key, portable.batch_of(schema))

    def rows(self, connection: Connection) -> Iterator[pa.RecordBatch]:
        """All of its rows, a batch at a time."""
        return portable.read(connection, self.name, self.schema, self.key, self.batch)


def kept_tables() -> list[Kept]:
    """The tables that a backup holds, none before one that it refers to."""
    return [Kept.of(table) for table in metadata.sorted_tables if table.name not in LEFT_OUT]


class Lent(HistoryReads):
    """What is said of history, by a connection that is open already."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        yield self._connection

    writing = reading


@dataclass(frozen=True)
class Snapshot:
    """The database as it is at one moment (``at``, on its own clock), whatever others write
    meanwhile. ``step`` is that of its tables."""

    connection: Connection
    at: datetime
    step: str = HEAD

    @property
    def kind(self) -> str:
        return self.connection.dialect.name

    def verified(self) -> Verified:
        """Whether its history holds."""
        return Lent(self.connection).verify()

    def rows(self, table: Kept) -> Iterator[pa.RecordBatch]:
        """All rows of a table, a batch at a time."""
        return table.rows(self.connection)


@contextmanager
def snapshot(store: Base) -> Iterator[Snapshot]:
    """One moment of the database, for as long as it is looked at."""
    with store.reading() as connection:
        yield Snapshot(connection, database_now(connection))


class Backups(Base):
    def last_backup(self) -> datetime | None:
        """When the last backup was taken, on the database's clock; None: never."""
        with self.reading() as connection:
            said = value_of(connection, _LAST)
        return None if said is None else datetime.fromisoformat(said).astimezone(UTC)

    def backed_up(self, at: datetime) -> None:
        """A backup of that moment is well and in its place."""
        with self.writing() as connection:
            keep_value(connection, _LAST, at.isoformat())
