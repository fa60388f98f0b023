"""Messages on their way, the second half of the outbox: claimed under a lease, sent with no
transaction open, recorded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, func, or_, select, text, update

from watchlist.model.message import Outcome, Result
from watchlist.store.base import Base
from watchlist.store.delivery_log import write_log
from watchlist.store.hold import reason_held
from watchlist.store.results import Claim, DeliverySaid, MessageState
from watchlist.store.tables import attempts, messages
from watchlist.store.types import moment

_SQLITE_CLOCK = "SELECT CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER)"


class Claims(Base):
    def claim(
        self, worker: str, now: datetime, lease: timedelta, channel: str | None = None
    ) -> Claim | None:
        """One message whose time has come, or None (always None while delivery is held); only of
        one channel where it is named, so that a slow channel holds no other back.

        The attempt is recorded as started with it. A claim whose lease has run out, by the
        database's clock, is taken over: what became of that attempt is then unknown.
        """
        with self.writing() as connection:
            if reason_held(connection) is not None:
                return None
            clock = _database_clock(connection)
            row = _take(connection, worker, now, clock, clock + lease, channel)
            if row is None:
                return None
            _end_attempt(connection, row.id, Outcome(Result.UNKNOWN, "lost lease"), now)
            _begin_attempt(connection, row.id, row.tries, now)
            return _claim_of(row)

    def record(
        self, claim: Claim, outcome: Outcome, next_try: datetime | None, now: datetime
    ) -> bool:
        """Record how an attempt ended; False when the claim is no longer ours. Not delivered and
        no next try: the message becomes a dead letter."""
        ours = and_(messages.c.claim_token == claim.token, messages.c.state == MessageState.SENDING)
        state = _state_after(outcome, next_try)
        waits = next_try if state is MessageState.WAITING else None
        statement = update(messages).where(messages.c.id == claim.message, ours)
        with self.writing() as connection:
            free = {"claimed_by": None, "claimed_until": None}
            found = connection.execute(statement.values(state=state, next_try=waits, **free))
            if found.rowcount:
                _end_attempt(connection, claim.message, outcome, now)
            return bool(found.rowcount)

    def retry(self, message_id: str, now: datetime, said: DeliverySaid | None = None) -> bool:
        """Send a dead letter again; False when there is no such dead letter. ``said``: who wants it."""
        dead = and_(messages.c.id == message_id, messages.c.state == MessageState.DEAD)
        statement = update(messages).where(dead)
        with self.writing() as connection:
            found = connection.execute(statement.values(state=MessageState.WAITING, next_try=now))
            if found.rowcount and said is not None:
                write_log(connection, said)
            return bool(found.rowcount)


def _state_after(outcome: Outcome, next_try: datetime | None) -> MessageState:
    if outcome.result is Result.DELIVERED:
        return MessageState.DELIVERED
    if outcome.result is Result.ACCEPTED:
        return MessageState.ACCEPTED
    return MessageState.DEAD if next_try is None else MessageState.WAITING


def _database_clock(connection: Connection) -> datetime:
    """Leases run on one clock, whatever the clocks of the machines that share the database say."""
    if connection.dialect.name == "postgresql":
        read: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
        return read.astimezone(UTC)
    return moment(connection.execute(text(_SQLITE_CLOCK)).scalar_one())


def _take(
    connection: Connection,
    worker: str,
    now: datetime,
    clock: datetime,
    until: datetime,
    channel: str | None,
) -> Row[Any] | None:
    """Claim the message that has waited longest, passing over those that others claim just now."""
    waits = and_(messages.c.state == MessageState.WAITING, messages.c.next_try <= now)
    lost = and_(messages.c.state == MessageState.SENDING, messages.c.claimed_until <= clock)
    pick = select(messages.c.id).where(or_(waits, lost)).limit(1)
    if channel is not None:
        pick = pick.where(messages.c.channel == channel)
    pick = pick.order_by(messages.c.next_try, messages.c.id).with_for_update(skip_locked=True)
    statement = update(messages).where(messages.c.id == pick.scalar_subquery())
    claimed = statement.values(
        state=MessageState.SENDING,
        claimed_by=worker,
        claim_token=messages.c.claim_token + 1,
        claimed_until=until,
        tries=messages.c.tries + 1,
    )
    return connection.execute(claimed.returning(*messages.c)).first()


def _claim_of(row: Row[Any]) -> Claim:
    return Claim(
        message=row.id,
        token=row.claim_token,
        attempt=row.tries,
        channel=row.channel,
        post=row.post,
        address=row.address,
        headline=row.headline,
        payload=row.payload,
        made_at=row.made_at,
    )


def _begin_attempt(connection: Connection, message: str, number: int, now: datetime) -> None:
    started = {"message": message, "number": number, "started": now, "reason": "", "detail": ""}
    connection.execute(attempts.insert(), started)


def _end_attempt(connection: Connection, message: str, outcome: Outcome, now: datetime) -> None:
    running = and_(attempts.c.message == message, attempts.c.ended.is_(None))
    connection.execute(
        update(attempts)
        .where(running)
        .values(
            ended=now,
            result=outcome.result,
            reason=outcome.reason,
            detail=outcome.detail.replace("\0", ""),  # PostgreSQL's text cannot hold it
        )
    )
