"""The secret by which links in messages are signed: made once, and kept with what they speak of."""

from __future__ import annotations

import secrets

from watchlist.store import upsert
from watchlist.store.base import Base
from watchlist.store.meta import value_of
from watchlist.store.tables import meta

_KEY = "secret key"


class Secrets(Base):
    def kept_key(self) -> str | None:
        """The key that was made, if one was."""
        with self.reading() as connection:
            return value_of(connection, _KEY)

    def secret_key(self) -> str:
        """The key; it is made where there is none, and never again."""
        if found := self.kept_key():
            return found
        with self.writing() as connection:
            new = upsert.insert(connection, meta).values(name=_KEY, value=secrets.token_urlsafe(32))
            connection.execute(new.on_conflict_do_nothing())
            kept = value_of(connection, _KEY)
            assert kept is not None
            return kept
