"""What the owners were told of, and what only the keeper was."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import case, func, select

from watchlist.model.message import Purpose, Silence
from watchlist.model.register import Reason, State
from watchlist.register.falling_due import Known
from watchlist.store import bulk
from watchlist.store.base import Base
from watchlist.store.tables import breaches, messages, notices, transitions

#: Numbers in one question: databases bound how many they take.
_CHUNK = 10_000


#: When somebody was told of a notice, where messages are joined to it; nothing where he was not.
_TOLD_AT = case(
    (messages.c.made_at.is_not(None), messages.c.made_at),
    (notices.c.silence == Silence.NOBODY, notices.c.created_at),
)


class ToldReads(Base):
    def told_as_news(self, breach_ids: Collection[int]) -> frozenset[int]:
        """Those of these breaches of which somebody was told, or is to be told, as news."""
        query = select(notices.c.breach).where(notices.c.purpose == Purpose.NEWS).distinct()
        ids = sorted(breach_ids)
        with self.reading() as connection:
            return frozenset(
                number
                for start in range(0, len(ids), _CHUNK)
                for number in connection.scalars(
                    query.where(notices.c.breach.in_(ids[start : start + _CHUNK]))
                )
            )

    def told_since(self, breach_ids: Collection[int]) -> dict[int, Known]:
        """Since when those of these breaches are known that are news, and of which somebody was told:
        in a message, which a mute or quiet hours hold back, or, where nobody could be, at once."""
        query = select(
            notices.c.breach, func.min(notices.c.created_at), func.min(_TOLD_AT)
        ).outerjoin(messages, messages.c.id == notices.c.message)
        query = query.where(notices.c.purpose == Purpose.NEWS).group_by(notices.c.breach)
        query = query.having(func.min(_TOLD_AT).is_not(None))
        with self.reading() as connection:
            return {
                number: Known(news_at, told_at)
                for chunk in bulk.chunks(sorted(breach_ids))
                for number, news_at, told_at in connection.execute(
                    query.where(notices.c.breach.in_(chunk))
                )
            }

    def told_subjects(self, subjects: Collection[str]) -> frozenset[str]:
        """Those of these subjects of which there is a notice."""
        query = select(notices.c.subject).distinct()
        with self.reading() as connection:
            return frozenset(
                subject
                for chunk in bulk.chunks(sorted(subjects))
                for subject in connection.scalars(query.where(notices.c.subject.in_(chunk)))
            )

    def kept_back(self) -> list[int]:
        """The transitions of a quiet start that only the keeper was told of, whose breaches are
        still there."""
        told = notices.alias("told")
        same = (told.c.breach == notices.c.breach, told.c.purpose == Purpose.NEWS)
        query = (
            select(notices.c.transition)
            .join(transitions, transitions.c.id == notices.c.transition)
            .join(breaches, breaches.c.id == notices.c.breach)
            .where(
                notices.c.purpose == Purpose.QUIET_START, ~select(told.c.id).where(*same).exists()
            )
            .where(transitions.c.reason == Reason.ALREADY_SO)
            .where(breaches.c.state.in_([state for state in State if state.live]))
            .distinct()
            .order_by(notices.c.transition)
        )
        with self.reading() as connection:
            return [number for number in connection.scalars(query) if number is not None]
