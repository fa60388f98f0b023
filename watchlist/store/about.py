"""What the register knows of an indicator: the breaches about it, the entries they are under."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import exists, or_, select

from watchlist.model.register import Breach, Entry, State
from watchlist.store import bulk
from watchlist.store.base import Base
from watchlist.store.listed import Shut
from watchlist.store.shapes import breach_of, entry_of
from watchlist.store.tables import breaches, entries

_LIVE = breaches.c.state.in_([State.OPEN, State.RECOVERING])


class AboutReads(Base):
    def live_breaches_about(
        self, indicators: Collection[str], areas: Collection[str]
    ) -> list[Breach]:
        """The breaches of these indicators in these areas that are on the list, without their
        figures."""
        columns = [column for column in breaches.c if column.name != "evidence"]
        here = (breaches.c.area.in_(areas), breaches.c.entry.is_not(None))
        query = select(*columns).where(_LIVE, *here)
        with self.reading() as connection:
            return [
                breach_of(row)
                for chunk in bulk.chunks(sorted(indicators))
                for row in connection.execute(
                    query.where(breaches.c.indicator.in_(chunk)).order_by(breaches.c.id)
                )
            ]

    def not_shut(self, numbers: Collection[int], shut: Shut) -> frozenset[int]:
        """Those of these entries, on the list or off it, that are not shut."""
        found: set[int] = set()
        with self.reading() as connection:
            for chunk in bulk.chunks(sorted(numbers)):
                query = select(entries.c.id).where(entries.c.id.in_(chunk))
                found.update(
                    connection.scalars(query.where(shut.where()) if shut.indicators else query)
                )
        return frozenset(found)

    def live_entries_named(
        self, indicators: Collection[str], areas: Collection[str]
    ) -> list[Entry]:
        """The entries on the list that are each about one of these indicators in one of these areas,
        whoever holds them there."""
        query = select(entries).where(
            entries.c.indicator.in_(indicators),
            or_(entries.c.area.in_(areas), entries.c.area.is_(None)),
            entries.c.left_at.is_(None),
        )
        with self.reading() as connection:
            return [entry_of(row) for row in connection.execute(query.order_by(entries.c.id))]

    def entries_about(self, indicator: str, shut: Shut) -> list[Entry]:
        """The entries that are or were about an indicator, but what is ``shut``; the newest first."""
        held = exists().where(breaches.c.entry == entries.c.id, breaches.c.indicator == indicator)
        query = select(entries).where(or_(entries.c.indicator == indicator, held))
        if shut.indicators:
            query = query.where(shut.where())
        with self.reading() as connection:
            return [
                entry_of(row) for row in connection.execute(query.order_by(entries.c.id.desc()))
            ]
