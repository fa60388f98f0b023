"""Holding delivery back. A copied or restored database starts held: it must not mail what the one
it was copied from has mailed already."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, delete, text

from watchlist.store.base import Base
from watchlist.store.delivery_log import write_log
from watchlist.store.meta import keep_value, value_of
from watchlist.store.results import DeliverySaid
from watchlist.store.tables import meta

_HELD, _HOME = "delivery held", "home"

_POSTGRES_HOME = """
    SELECT system_identifier || ':' || oid FROM pg_control_system(), pg_database
    WHERE datname = current_database()
"""

COPIED = "this database was copied or restored; nothing is sent until somebody lifts this"


class Holds(Base):
    def held(self) -> str | None:
        """Why delivery is held; None when it is not."""
        with self.reading() as connection:
            return reason_held(connection)

    def hold(self, reason: str, said: DeliverySaid | None = None) -> None:
        """Send nothing until :meth:`lift`. ``said``: who wants it."""
        with self.writing() as connection:
            keep_value(connection, _HELD, reason)
            if said is not None:
                write_log(connection, said)

    def lift(self, said: DeliverySaid | None = None) -> bool:
        """Send again; False where nothing was held. ``said``: who let it go."""
        with self.writing() as connection:
            found = connection.execute(delete(meta).where(meta.c.name == _HELD))
            if found.rowcount and said is not None:
                write_log(connection, said)
            return bool(found.rowcount)


def reason_held(connection: Connection) -> str | None:
    return value_of(connection, _HELD)


def is_at_home(connection: Connection) -> bool:
    """Whether the database is where it was when it was opened last."""
    return value_of(connection, _HOME) == _home(connection)


def settle_in(connection: Connection) -> None:
    """Note where the database is; hold delivery when it used to be somewhere else."""
    if value_of(connection, _HOME) not in (None, _home(connection)):
        keep_value(connection, _HELD, COPIED)
    keep_value(connection, _HOME, _home(connection))


def settle_restored(connection: Connection, reason: str) -> None:
    """Note where the database is, and hold delivery for that reason."""
    keep_value(connection, _HELD, reason)
    keep_value(connection, _HOME, _home(connection))


def _home(connection: Connection) -> str:
    """What a copy has another of: the file's number, or the server's own and the database's. (A
    backup that is written over the very same file cannot be told apart by this.)"""
    if connection.dialect.name == "postgresql":
        return str(connection.execute(text(_POSTGRES_HOME)).scalar_one())
    return str(Path(str(connection.engine.url.database)).stat().st_ino)
