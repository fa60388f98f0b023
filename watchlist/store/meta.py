"""Single values that the whole database has one of: the table ``meta``."""

from __future__ import annotations

from sqlalchemy import Connection, select

from watchlist.store import upsert
from watchlist.store.tables import meta


def value_of(connection: Connection, name: str) -> str | None:
    return connection.scalar(select(meta.c.value).where(meta.c.name == name))


def keep_value(connection: Connection, name: str, value: str) -> None:
    statement = upsert.insert(connection, meta).values(name=name, value=value)
    update = {"value": statement.excluded.value}
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=update))
