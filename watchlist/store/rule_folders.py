"""What the rule folders of each machine held when rules were put in force from there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from watchlist.store import upsert
from watchlist.store.base import Base
from watchlist.store.tables import rule_folders


class RuleFolders(Base):
    def folders_said(self, place: str) -> str | None:
        """The hash of the rulebook that these folders held; None where they were never looked at."""
        with self.reading() as connection:
            query = select(rule_folders.c.hash).where(rule_folders.c.place == place)
            return connection.scalar(query)

    def folders_say(self, place: str, hash: str, now: datetime) -> None:
        values = {"hash": hash, "at": now}
        with self.writing() as connection:
            row = upsert.insert(connection, rule_folders).values(place=place, **values)
            connection.execute(row.on_conflict_do_update(index_elements=["place"], set_=values))
