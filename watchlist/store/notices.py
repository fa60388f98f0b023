"""Notices, and the messages that they become: the first half of the outbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, or_, select, update

from watchlist.model.message import Notice, Silence
from watchlist.store import upsert
from watchlist.store.base import Base
from watchlist.store.results import MessageState
from watchlist.store.shapes import notice_of, notice_values
from watchlist.store.tables import messages, notices

_WAITING = and_(notices.c.message.is_(None), notices.c.silence.is_(None))


class NoticeReads(Base):
    def waiting_notices(self, before: datetime) -> list[Notice]:
        """Notices made before then (or just then) that are in no message and not silenced."""
        query = select(notices).where(_WAITING, notices.c.created_at <= before)
        with self.reading() as connection:
            return [notice_of(row) for row in connection.execute(query.order_by(notices.c.id))]

    def notices_of(self, message_id: str) -> list[Notice]:
        """The notices that a message tells of; of a replacement, those of what it replaces."""
        first = select(messages.c.instead_of).where(messages.c.id == message_id)
        told = or_(notices.c.message == message_id, notices.c.message == first.scalar_subquery())
        query = select(notices).where(told).order_by(notices.c.id)
        with self.reading() as connection:
            return [notice_of(row) for row in connection.execute(query)]


def notify(connection: Connection, new: Sequence[Notice]) -> int:
    """Write notices; one with a known (subject, post, channel) is passed over. How many are new."""
    if not new:
        return 0
    statement = upsert.insert(connection, notices).on_conflict_do_nothing().returning(notices.c.id)
    return len(connection.execute(statement, [notice_values(each) for each in new]).all())


def silence(connection: Connection, reasons: Mapping[int, Silence]) -> None:
    """Notices that become no message, with the stated reason for each."""
    for number, reason in reasons.items():
        statement = update(notices).where(_WAITING, notices.c.id == number)
        connection.execute(statement.values(silence=reason))


def freeze(
    connection: Connection, message: dict[str, Any], told: Sequence[int], now: datetime
) -> bool:
    """Write a message; False, and nothing is written, where somebody did so before us."""
    if _is_made(connection, message) or not _are_free(connection, told):
        return False
    started = {"state": MessageState.WAITING, "tries": 0, "claim_token": 0}
    connection.execute(messages.insert().values(**message, **started, made_at=now, next_try=now))
    ours = update(notices).where(notices.c.id.in_(told))
    connection.execute(ours.values(message=message["id"]))
    return True


def _is_made(connection: Connection, message: dict[str, Any]) -> bool:
    same = messages.c.id == message["id"]
    if message["instead_of"] is not None:
        same = or_(same, messages.c.instead_of == message["instead_of"])
    return connection.execute(select(messages.c.id).where(same)).first() is not None


def _are_free(connection: Connection, told: Sequence[int]) -> bool:
    free = select(notices.c.id).where(_WAITING, notices.c.id.in_(told))
    return len(connection.execute(free).all()) == len(set(told))
