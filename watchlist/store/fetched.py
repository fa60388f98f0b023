"""What each source on the web gave last, so that what is as it was is not read again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from watchlist.store import upsert
from watchlist.store.base import Base
from watchlist.store.tables import fetched


@dataclass(frozen=True)
class Fetched:
    """``etag`` and ``modified`` are the other side's own words, "" where it has none. ``read_by`` is a
    hash of what it was read by; ``not_before``: it asked not to be asked until then."""

    read_by: str
    etag: str = ""
    modified: str = ""
    not_before: datetime | None = None


class Fetches(Base):
    def fetched(self, source: str) -> Fetched | None:
        """What a source gave last; None where it never gave anything."""
        query = select(fetched).where(fetched.c.source == source)
        with self.reading() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        return Fetched(row.read_by, row.etag, row.modified, row.not_before)

    def keep_fetched(self, source: str, given: Fetched, now: datetime) -> None:
        values = {**vars(given), "at": now}
        with self.writing() as connection:
            statement = upsert.insert(connection, fetched).values(source=source, **values)
            connection.execute(
                statement.on_conflict_do_update(index_elements=["source"], set_=values)
            )
