"""What a digest asks of the register beside what is on the list."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from watchlist.model.register import Entry
from watchlist.store import bulk
from watchlist.store.base import Base
from watchlist.store.shapes import entry_of
from watchlist.store.tables import entries


class ForDigests(Base):
    def left_since(self, moment: datetime) -> list[Entry]:
        """The entries that left the list at a moment or after it, the first first."""
        query = select(entries).where(entries.c.left_at >= moment)
        with self.reading() as connection:
            found = connection.execute(query.order_by(entries.c.left_at, entries.c.id))
            return [entry_of(row) for row in found]

    def heads(self, entry_ids: Collection[int]) -> dict[int, str]:
        """Entry -> the digest of the last row of its history; nothing for one without history."""
        found: dict[int, str] = {}
        with self.reading() as connection:
            for chunk in bulk.chunks(sorted(entry_ids)):
                query = select(entries.c.id, entries.c.head).where(entries.c.id.in_(chunk))
                found |= {number: head for number, head in connection.execute(query) if head}
        return found
