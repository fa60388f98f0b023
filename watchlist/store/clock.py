"""The database's clock: the one on which all programs that share it agree, whatever theirs say."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, func, select, text

from watchlist.store.types import moment

_SQLITE = "SELECT CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER)"


def database_now(connection: Connection) -> datetime:
    """This very moment, also within a transaction; aware, in UTC."""
    if connection.dialect.name == "postgresql":
        read: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
        return read.astimezone(UTC)
    return moment(connection.execute(text(_SQLITE)).scalar_one())
