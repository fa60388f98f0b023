"""Where messages stand, for people."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select

from watchlist.model.message import OUTDATED, Purpose, Result, Silence
from watchlist.store import bulk
from watchlist.store.base import Base
from watchlist.store.results import (
    Attempt,
    DeadLetters,
    Delivery,
    DeliveryDeed,
    DeliverySaid,
    MessageState,
    Told,
)
from watchlist.store.shapes import notice_of
from watchlist.store.tables import attempts, delivery_log, messages, notices

_replacement = messages.alias("replacement")
REPLACED = select(_replacement.c.id).where(_replacement.c.instead_of == messages.c.id)
_DEAD = messages.c.state == MessageState.DEAD
DROPPED = select(delivery_log.c.id).where(
    delivery_log.c.about == messages.c.id, delivery_log.c.deed == DeliveryDeed.DROPPED
)

#: What is told of a dead letter begins so, and ends with its Message-ID.
DEAD_LETTER = "dead:"


@dataclass(frozen=True)
class Wanted:
    """Which messages: in a state, to a post, through a channel, made since a moment, with an attempt
    of which nobody knows how it ended."""

    state: MessageState | None = None
    post: str = ""
    channel: str = ""
    since: datetime | None = None
    unknown: bool = False

    def conditions(self) -> list[ColumnElement[bool]]:
        found = [messages.c.state == self.state] if self.state else []
        found += [messages.c.post == self.post] if self.post else []
        found += [messages.c.channel == self.channel] if self.channel else []
        found += [messages.c.made_at >= self.since] if self.since else []
        return found + ([_unknown_attempts() > 0] if self.unknown else [])


class DeliveryReads(Base):
    def deliveries(
        self, state: MessageState | None = None, limit: int = 100, *,
        wanted: Wanted | None = None, skip: int = 0,
    ) -> list[Delivery]:  # fmt: skip
        """Messages, the newest first, after so many that are passed over."""
        chosen = (wanted or Wanted(state)).conditions()
        query = _with_last_attempt().order_by(messages.c.made_at.desc(), messages.c.id)
        with self.reading() as connection:
            rows = connection.execute(query.where(*chosen).offset(skip).limit(limit))
            return [_delivery_of(row) for row in rows]

    def deliveries_counted(self, wanted: Wanted) -> int:
        """How many there are."""
        query = select(func.count()).select_from(messages).where(*wanted.conditions())
        with self.reading() as connection:
            return connection.execute(query).scalar_one()

    def delivered_to(self) -> frozenset[tuple[str, str]]:
        """Every post that a message went to, with each channel by which one did."""
        query = select(messages.c.post, messages.c.channel).distinct()
        with self.reading() as connection:
            return frozenset((post, channel) for post, channel in connection.execute(query))

    def delivery(self, message_id: str) -> Delivery | None:
        """One message; None where there is none."""
        query = _with_last_attempt().where(messages.c.id == message_id)
        with self.reading() as connection:
            row = connection.execute(query).first()
            return None if row is None else _delivery_of(row)

    def attempts(self, message_id: str) -> list[Attempt]:
        """Every try at handing a message over, the first one first."""
        columns = [column for column in attempts.c if column.name != "message"]
        query = select(*columns).where(attempts.c.message == message_id)
        with self.reading() as connection:
            rows = connection.execute(query.order_by(attempts.c.number))
            return [Attempt(**row._mapping) for row in rows]

    def dead_letters(self) -> DeadLetters:
        """What somebody should look at."""
        left = (~REPLACED.exists(), ~DROPPED.exists())
        dead = select(func.count()).select_from(messages).where(_DEAD, *left)
        unknown = select(func.count()).where(attempts.c.result == Result.UNKNOWN)
        with self.reading() as connection:
            return DeadLetters(
                connection.execute(dead).scalar_one(), connection.execute(unknown).scalar_one()
            )

    def untold_dead_letters(self, limit: int = 1000) -> list[Delivery]:
        """Dead letters of which the keeper was not told yet; never one that told him of others, nor one
        whose reader has left: that is composed anew by itself."""
        told = select(notices.c.id).where(notices.c.subject == DEAD_LETTER + messages.c.id)
        tells = select(notices.c.id).where(
            notices.c.message == messages.c.id, notices.c.purpose == Purpose.DEAD_LETTERS
        )
        by_itself = func.coalesce(attempts.c.reason, "") == OUTDATED
        query = _with_last_attempt().where(_DEAD, ~told.exists(), ~tells.exists(), ~by_itself)
        with self.reading() as connection:
            rows = connection.execute(query.order_by(messages.c.made_at).limit(limit))
            return [_delivery_of(row) for row in rows]

    def outdated(self, limit: int = 1000) -> list[Delivery]:
        """Messages whose reader has left, of which nothing was made for anybody else yet."""
        left = (attempts.c.reason == OUTDATED, _replacement.c.id.is_(None), ~DROPPED.exists())
        query = _with_last_attempt().where(_DEAD, *left).order_by(messages.c.made_at, messages.c.id)
        with self.reading() as connection:
            return [_delivery_of(row) for row in connection.execute(query.limit(limit))]

    def overtaken_by(self, message_id: str) -> list[Told]:
        """The notices that say nothing of their own because one of this message says it."""
        later, between = notices.alias("later"), notices.alias("between")
        same = [
            (each.c.breach == notices.c.breach)
            & (each.c.post == notices.c.post)
            & (each.c.channel == notices.c.channel)
            & (each.c.purpose == notices.c.purpose)
            & (each.c.id > notices.c.id)
            for each in (later, between)
        ]
        told_between = select(between.c.id).where(
            same[1], between.c.id < later.c.id, between.c.message.is_not(None)
        )
        query = (
            select(notices)
            .join(later, same[0])
            .where(later.c.message == message_id, notices.c.silence == Silence.OVERTAKEN)
            .where(~told_between.exists())
            .distinct()
            .order_by(notices.c.id)
        )
        with self.reading() as connection:
            return [_told_of(row) for row in connection.execute(query)]

    def delivery_log(self, about: str | None = None, limit: int = 100) -> list[DeliverySaid]:
        """What was done to deliveries, the newest first; of one message, where it is named."""
        query = _logged().order_by(delivery_log.c.id.desc()).limit(limit)
        if about is not None:
            query = query.where(delivery_log.c.about == about)
        with self.reading() as connection:
            return [DeliverySaid(**row._mapping) for row in connection.execute(query)]

    def failures(self, about: Collection[str]) -> dict[str, str]:
        """Failures of templates, by what they are known by: a sentence each."""
        query = select(delivery_log.c.about, delivery_log.c.detail)
        query = query.where(delivery_log.c.deed == DeliveryDeed.TEMPLATE_FAILED)
        with self.reading() as connection:
            return {
                row.about: row.detail
                for chunk in bulk.chunks(sorted(about))
                for row in connection.execute(query.where(delivery_log.c.about.in_(chunk)))
            }


def _logged() -> Select[Any]:
    return select(*(column for column in delivery_log.c if column.name != "id"))


def _unknown_attempts() -> ColumnElement[int]:
    query = select(func.count()).where(
        attempts.c.message == messages.c.id, attempts.c.result == Result.UNKNOWN
    )
    return query.correlate(messages).scalar_subquery()


def _with_last_attempt() -> Select[Any]:
    """Messages, each with its last finished attempt and with what replaced it, where there are."""
    tried = attempts.alias("tried")
    last = select(func.max(tried.c.number)).where(
        tried.c.message == messages.c.id, tried.c.ended.is_not(None)
    )
    said = and_(
        attempts.c.message == messages.c.id,
        attempts.c.number == last.correlate(messages).scalar_subquery(),
    )
    other = _replacement
    return (
        select(messages, attempts.c.result, attempts.c.reason, attempts.c.detail)
        .add_columns(other.c.id.label("replaced_by"), _unknown_attempts().label("unknown"))
        .select_from(messages)
        .outerjoin(attempts, said)
        .outerjoin(other, other.c.instead_of == messages.c.id)
    )


def _told_of(row: Row[Any]) -> Told:
    return Told(notice_of(row), row.message, row.silence)


def _delivery_of(row: Row[Any]) -> Delivery:
    return Delivery(
        message=row.id,
        channel=row.channel,
        post=row.post,
        address=row.address,
        headline=row.headline,
        state=row.state,
        made_at=row.made_at,
        tries=row.tries,
        next_try=row.next_try,
        result=row.result,
        reason=row.reason or "",
        detail=row.detail or "",
        instead_of=row.instead_of,
        replaced_by=row.replaced_by,
        unknown=row.unknown,
    )
