"""Messages on their way, the second half of the outbox: claimed under a lease, sent with no
transaction open, recorded."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    func,
    select,
    update,
)

from watchlist.model.message import Outcome, Result
from watchlist.store import bulk
from watchlist.store.base import Base
from watchlist.store.clock import database_now
from watchlist.store.delivery_log import write_log
from watchlist.store.hold import reason_held
from watchlist.store.results import Claim, DeliverySaid, MessageState
from watchlist.store.tables import attempts, messages, payloads

#: Bytes that one worker has in hand for one channel, unless a single message has more.
LARGEST_PILE = 8_000_000


@dataclass(frozen=True)
class Ended:
    """How the attempt of a claim ended, and when the next one is due; None: there is none."""

    claim: Claim
    outcome: Outcome
    next_try: datetime | None

    @property
    def state(self) -> MessageState:
        """Not delivered and no next try: the message is a dead letter."""
        if self.outcome.result is Result.DELIVERED:
            return MessageState.DELIVERED
        if self.outcome.result is Result.ACCEPTED:
            return MessageState.ACCEPTED
        return MessageState.DEAD if self.next_try is None else MessageState.WAITING


class Claims(Base):
    def claim(
        self, worker: str, now: datetime, lease: timedelta, channel: str | None = None
    ) -> Claim | None:
        """One message, as :meth:`claim_many` gives them, or None."""
        return next(iter(self.claim_many(worker, now, lease, channel, most=1)), None)

    def claim_many(
        self, worker: str, now: datetime, lease: timedelta, channel: str | None = None, *, most: int
    ) -> list[Claim]:
        """Messages whose time has come, those that waited longest first (none while delivery is
        held); only of one channel where it is named, so that a slow channel holds no other back.

        An attempt is recorded as started with each. A claim whose lease has run out, by the
        database's clock, is taken over: what became of that attempt is then unknown. Claims of which
        nothing was sent are to be given back (:meth:`give_back`).
        """
        with self.writing() as connection:
            if reason_held(connection) is not None:
                return []
            clock = database_now(connection)
            lost = _find(connection, _lost(clock), channel, most)
            waiting = _find(connection, _due(now), channel, most - len(lost))
            rows = _within(LARGEST_PILE, [*lost, *waiting])
            if not rows:
                return []
            if lost:
                _give_up(connection, [row.id for row in rows], now)
            _mark(connection, [row.id for row in rows], worker, clock + lease)
            started = {"started": now, "reason": "", "detail": ""}
            begun = [{"message": row.id, "number": row.tries + 1, **started} for row in rows]
            bulk.put(connection, attempts, begun)
            frozen = _payloads(connection, [row.id for row in rows])
            return [_claim_of(row, frozen[row.id]) for row in rows]

    def record(
        self, claim: Claim, outcome: Outcome, next_try: datetime | None, now: datetime
    ) -> bool:
        """Record how an attempt ended; False when the claim is no longer ours."""
        return bool(self.record_many([Ended(claim, outcome, next_try)], now))

    def record_many(self, ended: Sequence[Ended], now: datetime) -> frozenset[str]:
        """Record how attempts ended: the Message-IDs of the claims that were still ours."""
        with self.writing() as connection:
            ours = _ours(connection, [each.claim for each in ended])
            kept = [each for each in ended if each.claim.message in ours]
            bulk.change(connection, messages, [_after(each) for each in kept])
            if kept:
                connection.execute(_ENDING, [_said(each, now) for each in kept])
        return ours

    def give_back(self, claims: Sequence[Claim]) -> None:
        """Claims of which nothing was sent: they wait as before, and no attempt was made."""
        with self.writing() as connection:
            ours = _ours(connection, claims)
            mine = update(messages).where(messages.c.id.in_(ours))
            free = {"state": MessageState.WAITING, "claimed_by": None, "claimed_until": None}
            connection.execute(mine.values(**free, tries=messages.c.tries - 1))
            running = and_(attempts.c.message.in_(ours), attempts.c.ended.is_(None))
            connection.execute(delete(attempts).where(running))

    def retry(self, message_id: str, now: datetime, said: DeliverySaid | None = None) -> bool:
        """Send a dead letter again; False when there is no such dead letter. ``said``: who wants it."""
        dead = and_(messages.c.id == message_id, messages.c.state == MessageState.DEAD)
        statement = update(messages).where(dead)
        with self.writing() as connection:
            found = connection.execute(statement.values(state=MessageState.WAITING, next_try=now))
            if found.rowcount and said is not None:
                write_log(connection, said)
            return bool(found.rowcount)


_OF_A_CLAIM = tuple(
    messages.c[name]
    for name in (
        "id", "claim_token", "tries", "channel", "post", "address", "headline", "made_at"
    )
)  # fmt: skip


def _due(now: datetime) -> ColumnElement[bool]:
    return and_(messages.c.state == MessageState.WAITING, messages.c.next_try <= now)


def _lost(clock: datetime) -> ColumnElement[bool]:
    return and_(messages.c.state == MessageState.SENDING, messages.c.claimed_until <= clock)


def _find(
    connection: Connection, which: ColumnElement[bool], channel: str | None, most: int
) -> Sequence[Row[Any]]:
    """Messages that nobody else claims just now, ours until the transaction ends, each with the size
    of its bytes."""
    if most < 1:
        return ()
    size = func.length(payloads.c.payload).label("size")
    query: Select[Any] = select(*_OF_A_CLAIM, size).join(payloads).where(which)
    if channel is not None:
        query = query.where(messages.c.channel == channel)
    first = query.order_by(messages.c.next_try).limit(most)
    return connection.execute(first.with_for_update(of=messages, skip_locked=True)).all()


def _within(room: int, rows: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
    """The first ones, as many as have room in memory; one at least."""
    sizes = itertools.accumulate(row.size for row in rows)
    return rows[: max(1, sum(1 for size in sizes if size <= room))]


def _payloads(connection: Connection, ids: Sequence[str]) -> dict[str, bytes]:
    query = select(payloads.c.message, payloads.c.payload).where(payloads.c.message.in_(ids))
    return {row.message: row.payload for row in connection.execute(query)}


def _mark(connection: Connection, ids: Sequence[str], worker: str, until: datetime) -> None:
    claimed = update(messages).where(messages.c.id.in_(ids))
    connection.execute(
        claimed.values(
            state=MessageState.SENDING,
            claimed_by=worker,
            claim_token=messages.c.claim_token + 1,
            claimed_until=until,
            tries=messages.c.tries + 1,
        )
    )


def _give_up(connection: Connection, ids: Sequence[str], now: datetime) -> None:
    """Attempts of workers that lost their lease: nobody knows what became of them."""
    running = and_(attempts.c.message.in_(ids), attempts.c.ended.is_(None))
    unknown = {"ended": now, "result": Result.UNKNOWN, "reason": "lost lease"}
    connection.execute(update(attempts).where(running).values(unknown))


def _ours(connection: Connection, claims: Sequence[Claim]) -> frozenset[str]:
    """The messages of those claims that nobody has taken over."""
    tokens = {claim.message: claim.token for claim in claims}
    sending = and_(messages.c.state == MessageState.SENDING, messages.c.id.in_(tokens))
    query = select(messages.c.id, messages.c.claim_token).where(sending).with_for_update()
    return frozenset(
        row.id for row in connection.execute(query) if tokens[row.id] == row.claim_token
    )


def _claim_of(row: Row[Any], payload: bytes) -> Claim:
    """A message as it was before it was claimed → the claim."""
    return Claim(
        message=row.id,
        token=row.claim_token + 1,
        attempt=row.tries + 1,
        channel=row.channel,
        post=row.post,
        address=row.address,
        headline=row.headline,
        payload=payload,
        made_at=row.made_at,
    )


def _after(ended: Ended) -> dict[str, Any]:
    """The message after an attempt."""
    waits = ended.next_try if ended.state is MessageState.WAITING else None
    free = {"claimed_by": None, "claimed_until": None}
    return {"id": ended.claim.message, "state": ended.state, "next_try": waits, **free}


def _said(ended: Ended, now: datetime) -> dict[str, Any]:
    """The attempt itself, as it ended."""
    outcome = ended.outcome
    return {
        "its_message": ended.claim.message,
        "its_number": ended.claim.attempt,
        "ended": now,
        "result": outcome.result,
        "reason": outcome.reason,
        "detail": outcome.detail.replace("\0", ""),  # PostgreSQL's text cannot hold it
    }


_ENDING = (
    update(attempts)
    .where(attempts.c.message == bindparam("its_message"))
    .where(attempts.c.number == bindparam("its_number"))
    .where(attempts.c.ended.is_(None))
    .values({name: bindparam(name) for name in ("ended", "result", "reason", "detail")})
)
