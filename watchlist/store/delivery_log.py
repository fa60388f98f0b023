"""The log of deliveries: what was done to them by hand, and which templates failed."""

from __future__ import annotations

from sqlalchemy import Connection, select

from watchlist.store.results import DeliverySaid
from watchlist.store.tables import delivery_log


def write_log(connection: Connection, said: DeliverySaid) -> None:
    """Append a line."""
    connection.execute(delivery_log.insert().values(**vars(said)))


def write_once(connection: Connection, said: DeliverySaid) -> bool:
    """Append a line, where there is none yet that says the same of the same; whether there was none."""
    same = (delivery_log.c.about == said.about, delivery_log.c.deed == said.deed)
    if connection.execute(select(delivery_log.c.id).where(*same).limit(1)).first() is not None:
        return False
    write_log(connection, said)
    return True
