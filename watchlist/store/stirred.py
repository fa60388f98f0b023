"""Where something can have fallen due: found by time and by who holds what, not entry by entry."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import and_, case, func, literal_column, or_, select, union

from watchlist.model.message import Purpose, Silence
from watchlist.store.base import Base
from watchlist.store.tables import HOLDS, acts, breaches, entries, messages, notices, transitions

#: In plain words, as in the partial index: SQLite does not use it for a question with parameters.
_HOLDS = and_(literal_column(f"acts.{HOLDS}"), acts.c.committee.is_(None))

#: Who holds: the post that asked, or the person himself for the post he acted for.
_PERSON = case((acts.c.post.is_(None), acts.c.who))
_POST = func.coalesce(acts.c.post, acts.c.acting_for)

#: A person (None: whoever has the post) and a post (None: for none).
Holder = tuple[str | None, str | None]


class StirredReads(Base):
    def stirred(self, since: datetime, first: date, last: date) -> frozenset[int]:
        """The entries to which somebody did something, or which figures moved, from a moment on, and
        those of which people named a day from ``first`` to ``last``: by when, or until when."""
        query = union(
            select(acts.c.entry).where(acts.c.at >= since),
            select(transitions.c.entry).where(transitions.c.at >= since),
            select(acts.c.entry).where(acts.c.due_day.between(first, last)),
            select(acts.c.entry).where(acts.c.until.between(first, last)),
        )
        with self.reading() as connection:
            return frozenset(entry for entry in connection.scalars(query) if entry is not None)

    def stirred_between(self, since: datetime, until: datetime) -> frozenset[int]:
        """The entries to which somebody did something, or which figures moved, from one moment to
        before another: among them those that came onto the list or were looked at again."""
        query = union(
            select(acts.c.entry).where(acts.c.at >= since, acts.c.at < until),
            select(transitions.c.entry).where(transitions.c.at >= since, transitions.c.at < until),
        )
        with self.reading() as connection:
            return frozenset(entry for entry in connection.scalars(query) if entry is not None)

    def news_between(self, since: datetime, until: datetime) -> frozenset[int]:
        """The entries of whose breaches somebody was told, as news, from one moment to before another
        (`told_since`)."""
        news = select(breaches.c.entry).join(notices, notices.c.breach == breaches.c.id)
        news = news.where(notices.c.purpose == Purpose.NEWS, breaches.c.entry.is_not(None))
        told = news.join(messages, messages.c.id == notices.c.message)
        made, created = messages.c.made_at, notices.c.created_at
        query = union(
            told.where(made >= since, made < until),
            news.where(created >= since, created < until, notices.c.silence == Silence.NOBODY),
        )
        with self.reading() as connection:
            return frozenset(connection.scalars(query))

    def ever_held(self) -> frozenset[Holder]:
        """Everybody, committees aside, who ever put something on the list or held it there."""
        with self.reading() as connection:
            found = connection.execute(select(_PERSON, _POST).where(_HOLDS).distinct())
            return frozenset((person, post) for person, post in found)

    def held_by(self, holders: Iterable[Holder]) -> frozenset[int]:
        """The entries that people hold on the list, and that one of these put there or held."""
        wanted = [
            and_(_PERSON.is_not_distinct_from(person), _POST.is_not_distinct_from(post))
            for person, post in holders
        ]
        if not wanted:
            return frozenset()
        query = select(acts.c.entry).join(entries, entries.c.id == acts.c.entry)
        query = query.where(_HOLDS, or_(*wanted), entries.c.kept, entries.c.left_at.is_(None))
        with self.reading() as connection:
            return frozenset(connection.scalars(query.distinct()))
