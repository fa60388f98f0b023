"""An empty database filled with the rows of another: all of them, in one transaction, or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pyarrow as pa
from sqlalchemy import Connection, Inspector, inspect, text, update

from watchlist.model.errors import WorldError
from watchlist.store import hold, migrate, portable
from watchlist.store.backups import Kept, Lent
from watchlist.store.clock import database_now
from watchlist.store.engine import make_engine
from watchlist.store.results import MessageState, Verified
from watchlist.store.tables import messages, metadata
from watchlist.store.world import place, told_plainly

#: Where Alembic keeps the step.
_STEP = "alembic_version"

_GO_ON = "SELECT setval(pg_get_serial_sequence('{0}', 'id'), max(id)) FROM {0} HAVING max(id) > 0"
_IS_COUNTED = "SELECT pg_get_serial_sequence('{0}', 'id')"


@contextmanager
def restoring(url: str) -> Iterator[Restoring]:
    """An empty database, to be filled; as empty as before where that does not end well.

    Raises WorldError where it holds something already.
    """
    engine = make_engine(url)
    try:
        with told_plainly(engine.url), migrate.changing(engine) as connection:
            _refuse_what_is_taken(connection)
            yield Restoring(connection)
    finally:
        engine.dispose()


@dataclass(frozen=True)
class Restoring:
    connection: Connection

    def make(self, step: str, tables: Sequence[Kept], left_out: Iterable[str]) -> bool:
        """The tables of the program that had that step, with nothing in them; False where those that
        are named are not the tables of that program."""
        others = {*inspect(self.connection).get_table_names()}
        migrate.bring_to(self.connection, step)
        known = inspect(self.connection)
        made = {*known.get_table_names()} - others - {_STEP}
        if made != {*left_out, *(table.name for table in tables)}:
            return False
        if not all(_fits(table, known) for table in tables):
            return False
        for table in reversed(tables):  # what the steps put there themselves
            self.connection.execute(text(f"DELETE FROM {table.name}"))  # noqa: S608 our names
        return True

    def fill(self, table: Kept, rows: Iterable[pa.RecordBatch]) -> None:
        """Put all rows of a table there."""
        if self.connection.dialect.name == "sqlite":
            # A message may stand before the one that it replaces.
            self.connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        portable.write(self.connection, table.name, table.schema, rows)

    def rows(self, table: Kept) -> Iterator[pa.RecordBatch]:
        """What is there, a batch at a time."""
        return table.rows(self.connection)

    def whole(self) -> bool:
        """Whether every row that another one refers to is there. (PostgreSQL takes no other.)"""
        if self.connection.dialect.name == "postgresql":
            return True
        return not self.connection.execute(text("PRAGMA foreign_key_check")).all()

    def finish(self, tables: Iterable[Kept], held: str) -> Verified:
        """Bring the tables up to date and the database into service, with delivery held; whether its
        history holds."""
        if self.connection.dialect.name == "postgresql":
            _go_on_counting(self.connection, tables)
        migrate.bring_to(self.connection, migrate.HEAD)
        hold.settle_restored(self.connection, held)
        _lose_claims(self.connection)
        return Lent(self.connection).verify()


def _fits(table: Kept, known: Inspector) -> bool:
    columns = {each["name"] for each in known.get_columns(table.name)}
    return columns == {*table.schema.names} and columns.issuperset(table.key)


def _refuse_what_is_taken(connection: Connection) -> None:
    taken = {*inspect(connection).get_table_names()} & {_STEP, *metadata.tables}
    if taken:
        raise WorldError(
            f"The database {place(connection.engine.url)} is not empty, and a backup is restored into"
            " an empty one only; name a new one in `database`, or move what is there out of the way"
        )


def _go_on_counting(connection: Connection, tables: Iterable[Kept]) -> None:
    """New rows get the numbers after those that are there."""
    for table in tables:
        if table.key == ("id",) and connection.scalar(text(_IS_COUNTED.format(table.name))):
            connection.execute(text(_GO_ON.format(table.name)))


def _lose_claims(connection: Connection) -> None:
    """Nobody sends any more what was being sent: what became of it is unknown."""
    claimed = update(messages).where(messages.c.state == MessageState.SENDING)
    connection.execute(claimed.values(claimed_until=database_now(connection)))
