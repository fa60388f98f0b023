"""Editions of digests: what was drafted, who released it, what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, func, select, update

from watchlist.model.subscription import Edition
from watchlist.store import bulk
from watchlist.store.base import Base
from watchlist.store.results import DigestState, KeptDigest
from watchlist.store.subscriptions import topic_of
from watchlist.store.tables import digests

_OPEN = (DigestState.DRAFTED, DigestState.RELEASED)
_EDITION = ("when", "occasion", "drafted", "due", "over", "meeting")
_PLAIN = (
    "id", "state", "drafted_at", "since", "content", "released_by", "released_at", "sent_at", "why",
)  # fmt: skip


class DigestReads(Base):
    def digest(self, number: int) -> KeptDigest | None:
        """One by its number."""
        return self._one(select(digests).where(digests.c.id == number))

    def digest_for(self, edition: Edition) -> KeptDigest | None:
        """What was drafted for an edition."""
        return self._one(
            select(digests).where(
                digests.c.name == edition.name, digests.c.occasion == edition.occasion
            )
        )

    def digests(
        self,
        name: str | None = None,
        *,
        states: Sequence[DigestState] = (),
        most: int | None = None,
    ) -> list[KeptDigest]:
        """Those of a name and in one of these states, the newest first; ``most`` so many."""
        query = select(digests).order_by(digests.c.due.desc(), digests.c.id.desc())
        if name is not None:
            query = query.where(digests.c.name == name)
        if states:
            query = query.where(digests.c.state.in_(states))
        return self._found(query if most is None else query.limit(most))

    def digests_to_send(self, now: datetime) -> list[KeptDigest]:
        """Those whose time has come, and those that were released before it; the oldest first. Some
        may be over."""
        query = select(digests).where(digests.c.state.in_(_OPEN))
        ready = (digests.c.due <= now) | (digests.c.state == DigestState.RELEASED)
        return self._found(query.where(ready).order_by(digests.c.due, digests.c.id))

    def digests_before_meetings(self, now: datetime) -> list[KeptDigest]:
        """Those that went before meetings which are still to come."""
        went = (digests.c.state == DigestState.SENT, digests.c.meeting.is_not(None))
        return self._found(select(digests).where(*went, digests.c.over > now))

    def digests_done(self, over_after: datetime) -> dict[str, frozenset[str]]:
        """Name -> the occasions that are written down, of editions that were not over by then."""
        query = select(digests.c.name, digests.c.occasion).where(digests.c.over > over_after)
        found: dict[str, set[str]] = {}
        with self.reading() as connection:
            for name, occasion in connection.execute(query):
                found.setdefault(name, set()).add(occasion)
        return {name: frozenset(occasions) for name, occasions in found.items()}

    def digests_looked(self) -> dict[str, datetime]:
        """Name -> when an edition was written down last."""
        newest = func.max(digests.c.drafted_at).label("drafted_at")
        query = select(digests.c.name, newest).group_by(digests.c.name)
        with self.reading() as connection:
            return {row.name: row.drafted_at for row in connection.execute(query)}

    def _one(self, query: Select[Any]) -> KeptDigest | None:
        return next(iter(self._found(query)), None)

    def _found(self, query: Select[Any]) -> list[KeptDigest]:
        with self.reading() as connection:
            return [_digest_of(row) for row in connection.execute(query)]


class DigestWrites(Base):
    def keep_digest(
        self, edition: Edition, content: str, at: datetime, *, since: date | None = None
    ) -> KeptDigest | None:
        """A draft of an edition; None, and nothing is written, where there is one."""
        return self._put(edition, content, at, since, DigestState.DRAFTED, "")

    def miss_digest(self, edition: Edition, at: datetime, why: str) -> KeptDigest | None:
        """That an edition was never drafted, and why; None, and nothing is written, where it was."""
        return self._put(edition, "", at, None, DigestState.SKIPPED, why)

    def redraft_digest(self, number: int, content: str, at: datetime) -> bool:
        """What a draft says now. False, and nothing is written, where it was released, sent or
        skipped."""
        drafted = (DigestState.DRAFTED,)
        return self._move(number, drafted, content=content, drafted_at=at)

    def release_digest(self, number: int, post: str, at: datetime, content: str = "") -> bool:
        """An officer says that it may go (``content``: as it was confirmed). False, and nothing is
        written, where it was released, sent or skipped before."""
        said = {"content": content} if content else {}
        released = {"released_by": post, "released_at": at}
        drafted = (DigestState.DRAFTED,)
        return self._move(number, drafted, state=DigestState.RELEASED, **released, **said)

    def send_digest(self, number: int, at: datetime) -> bool:
        """It has become messages. False, and nothing is written, where it was sent or skipped."""
        return self._move(number, _OPEN, state=DigestState.SENT, sent_at=at)

    def skip_digest(self, number: int, why: str) -> bool:
        """It does not go. False, and nothing is written, where it was sent or skipped."""
        return self._move(number, _OPEN, state=DigestState.SKIPPED, why=why)

    def _move(self, number: int, before: Sequence[DigestState], **values: object) -> bool:
        mine = update(digests).where(digests.c.id == number, digests.c.state.in_(before))
        with self.writing() as connection:
            return connection.execute(mine.values(values)).rowcount == 1

    def _put(
        self, edition: Edition, content: str, at: datetime, since: date | None,
        state: DigestState, why: str,
    ) -> KeptDigest | None:  # fmt: skip
        row = {name: getattr(edition, name) for name in (*_EDITION, "name")}
        row |= {**vars(edition.topic), "drafted_at": at, "since": since, "content": content}
        row |= {"state": state, "why": why}
        with self.writing() as connection:
            if not bulk.put_new(connection, digests, [row]):
                return None
            mine = (digests.c.name == edition.name, digests.c.occasion == edition.occasion)
            return _digest_of(connection.execute(select(digests).where(*mine)).one())


def _digest_of(row: Row[Any]) -> KeptDigest:
    columns = row._mapping
    edition = Edition(topic_of(row), **{name: columns[name] for name in _EDITION})
    return KeptDigest(edition=edition, **{name: columns[name] for name in _PLAIN})
