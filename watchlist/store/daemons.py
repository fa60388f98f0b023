"""The daemons that share a database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from watchlist.store import upsert
from watchlist.store.base import Base
from watchlist.store.clock import database_now
from watchlist.store.migrate import is_up_to_date
from watchlist.store.tables import daemons

#: Of whom nothing was heard for so long is no daemon any more.
_FORGOTTEN = timedelta(days=1)


@dataclass(frozen=True)
class SignOfLife:
    """What a daemon says of itself. ``config`` and ``book`` are hashes of what it runs on and judges
    by, ``memory`` is in bytes, ``handles`` are open files and connections."""

    name: str
    version: str
    config: str
    book: str
    memory: int
    handles: int


@dataclass(frozen=True)
class DaemonSeen(SignOfLife):
    """A daemon as others see it; both moments are on the database's clock."""

    started: datetime
    seen: datetime


class Daemons(Base):
    def daemon_seen(self, sign: SignOfLife) -> None:
        """A daemon is there."""
        with self.writing() as connection:
            now = database_now(connection)
            said = {**vars(sign), "seen": now}
            row = upsert.insert(connection, daemons).values(**said, started=now)
            connection.execute(row.on_conflict_do_update(index_elements=["name"], set_=said))
            connection.execute(delete(daemons).where(daemons.c.seen < now - _FORGOTTEN))

    def daemon_gone(self, name: str) -> None:
        """A daemon has ended as it should."""
        with self.writing() as connection:
            connection.execute(delete(daemons).where(daemons.c.name == name))

    def daemons(self) -> list[DaemonSeen]:
        """All that were heard of lately and did not say that they end, by their names."""
        with self.reading() as connection:
            rows = connection.execute(select(daemons).order_by(daemons.c.name))
            return [DaemonSeen(**row._mapping) for row in rows]

    def database_now(self) -> datetime:
        """The moment on the database's clock."""
        with self.reading() as connection:
            return database_now(connection)

    def is_of_this_version(self) -> bool:
        """Whether the tables are those of this program."""
        with self.reading() as connection:
            return is_up_to_date(connection)
