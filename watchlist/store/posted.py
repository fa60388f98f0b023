"""What was answered to programs that posted readings, so that the same again is answered the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from watchlist.store.base import Base
from watchlist.store.results import Saved
from watchlist.store.tables import posted


@dataclass(frozen=True)
class Post:
    """What a program sends. ``token`` is the id of its token, ``key`` what it calls the post ("" where
    it gives no name); ``body`` is the hash of what was sent, ``sha256`` that of what was sent and what
    it is read by."""

    token: str
    key: str
    body: str
    sha256: str


@dataclass(frozen=True)
class Answered:
    """What a program was told of its post: how many readings were new, others now, or known, and which
    ``indicators`` are judged again; ``body`` is the hash of what it had sent then."""

    added: int
    revised: int
    unchanged: int
    indicators: tuple[str, ...]
    body: str

    @classmethod
    def of(cls, saved: Saved, post: Post) -> Answered:
        names = tuple(sorted(saved.indicators))
        return cls(saved.added, saved.revised, saved.unchanged, names, post.body)


class PostedReads(Base):
    def answered(self, post: Post) -> Answered | None:
        """What was answered to the same post; None where there was none. With a key it is the same
        where the key is, else where the content is."""
        with self.reading() as connection:
            return find(connection, post)


def find(connection: Connection, post: Post) -> Answered | None:
    query = select(posted).order_by(posted.c.id.desc()).limit(1)
    if post.key:
        query = query.where(posted.c.token == post.token, posted.c.key == post.key)
    else:
        query = query.where(posted.c.sha256 == post.sha256)
    row = connection.execute(query).first()
    return None if row is None else _answered(row)


def keep(connection: Connection, post: Post, answered: Answered, now: datetime) -> None:
    values = {**vars(answered), "indicators": "\n".join(answered.indicators)}
    named = {"token": post.token, "key": post.key or None, "sha256": post.sha256}
    connection.execute(posted.insert().values(**named, **values, at=now))


def _answered(row: Row[Any]) -> Answered:
    names = tuple(row.indicators.split("\n")) if row.indicators else ()
    return Answered(row.added, row.revised, row.unchanged, names, row.body)
