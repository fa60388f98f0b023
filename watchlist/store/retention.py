"""What has run out, what was removed for it, and what is still known of that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from watchlist.model.register import EntryKey
from watchlist.register.retention import Kind, Term
from watchlist.store.base import Base
from watchlist.store.removing import remove
from watchlist.store.run_out import rows_of
from watchlist.store.tables import erasures, removals, removed_entries


@dataclass(frozen=True)
class RanOut:
    """How many of a kind have run out, and of when the oldest is."""

    kind: Kind
    many: int
    oldest: datetime | None


@dataclass(frozen=True)
class Removal:
    """So many of a kind that were removed at once, because they had been kept for ``term``."""

    at: datetime
    kind: Kind
    term: str
    many: int
    entries: tuple[int, ...] = ()


@dataclass(frozen=True)
class RemovedEntry:
    """What is still known of an entry that was removed; ``places`` rows its history had, and ``head``
    is the digest of the last one."""

    id: int
    key: EntryKey
    left_at: datetime
    places: int
    head: str
    removed_at: datetime
    term: str


@dataclass(frozen=True)
class Erasure:
    """That a person's name was erased from what is kept, and who did that."""

    at: datetime
    who: str
    acting_for: str | None
    person: str


class RetentionReads(Base):
    def run_out(self, kind: Kind, before: datetime) -> RanOut:
        """What of a kind has run out before a moment."""
        with self.reading() as connection:
            many, oldest = connection.execute(rows_of(kind).counted(before)).one()
        return RanOut(kind, many, oldest)

    def run_out_keys(self, kind: Kind, before: datetime, most: int) -> list[Any]:
        """By what so many of them, at most, are known to `remove_run_out`."""
        with self.reading() as connection:
            return list(connection.scalars(rows_of(kind).found(before, most)))

    def removed_entry(self, number: int) -> RemovedEntry | None:
        """An entry that is there no more because its time had run out."""
        query = select(removed_entries, removals.c.at, removals.c.term).join(removals)
        with self.reading() as connection:
            row = connection.execute(query.where(removed_entries.c.id == number)).first()
        if row is None:
            return None
        key = EntryKey(row.theme, row.indicator, row.area)
        return RemovedEntry(number, key, row.left_at, row.places, row.head, row.at, row.term)

    def removals(self) -> list[Removal]:
        """All that was ever removed, the first first; of entries with their numbers."""
        numbers: dict[int, list[int]] = {}
        with self.reading() as connection:
            gone = select(removed_entries.c.removal, removed_entries.c.id)
            for removal, number in connection.execute(gone.order_by(removed_entries.c.id)):
                numbers.setdefault(removal, []).append(number)
            return [
                Removal(row.at, row.kind, row.term, row.many, tuple(numbers.get(row.id, ())))
                for row in connection.execute(select(removals).order_by(removals.c.id))
            ]

    def erasures(self) -> list[Erasure]:
        """Whose names were erased, the first first."""
        columns = [column for column in erasures.c if column.name != "id"]
        with self.reading() as connection:
            rows = connection.execute(select(*columns).order_by(erasures.c.id))
            return [Erasure(**row._mapping) for row in rows]


class RetentionWrites(Base):
    def remove_run_out(
        self, kind: Kind, keys: Sequence[Any], before: datetime, term: Term, now: datetime
    ) -> int:
        """Remove those of these that have run out still, and note that it was done; how many."""
        with self.writing() as connection:
            keys = connection.scalars(rows_of(kind).still(before, keys)).all()
            if not keys:
                return 0
            noted = {"at": now, "kind": kind, "term": str(term), "many": len(keys)}
            note = insert(removals).values(noted).returning(removals.c.id)
            remove(connection, kind, keys, connection.execute(note).scalar_one())
            return len(keys)
