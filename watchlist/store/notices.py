"""Notices, and the messages that they become: the first half of the outbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select, update

from watchlist.model.message import Notice, Silence
from watchlist.store import bulk
from watchlist.store.base import Base
from watchlist.store.results import MessageState
from watchlist.store.shapes import notice_of, notice_values
from watchlist.store.tables import messages, notices, payloads

_WAITING = and_(notices.c.message.is_(None), notices.c.silence.is_(None))


class NoticeReads(Base):
    def waiting_notices(self, before: datetime) -> list[Notice]:
        """Notices made before then (or just then) that are in no message and not silenced."""
        query = select(notices).where(_WAITING, notices.c.created_at <= before)
        with self.reading() as connection:
            return [notice_of(row) for row in connection.execute(query.order_by(notices.c.id))]

    def notices_of(self, message_id: str) -> list[Notice]:
        """The notices that a message tells of; of a replacement, those of what it replaces, and of what
        that replaces."""
        replaced = select(messages.c.id, messages.c.instead_of).where(messages.c.id == message_id)
        line = replaced.cte("line", recursive=True)
        before = select(messages.c.id, messages.c.instead_of)
        line = line.union(before.join(line, messages.c.id == line.c.instead_of))
        query = select(notices).where(notices.c.message.in_(select(line.c.id)))
        query = query.order_by(notices.c.id)
        with self.reading() as connection:
            return [notice_of(row) for row in connection.execute(query)]


def notify(connection: Connection, new: Sequence[Notice]) -> int:
    """Write notices; one with a known (subject, post, channel) is passed over. How many are new."""
    return bulk.put_new(connection, notices, [notice_values(each) for each in new])


def silence(connection: Connection, reasons: Mapping[int, Silence]) -> None:
    """Notices that become no message, with the stated reason for each."""
    for reason in set(reasons.values()):
        silenced = [number for number, why in reasons.items() if why is reason]
        _close(connection, silenced, silence=reason)


def freeze(
    connection: Connection,
    message: dict[str, Any],
    payload: bytes,
    told: Sequence[int],
    now: datetime,
) -> bool:
    """Write a message; False, and nothing is written, where somebody did so before us."""
    if _is_made(connection, message) or not _are_free(connection, told):
        return False
    started = {"state": MessageState.WAITING, "tries": 0, "claim_token": 0}
    connection.execute(messages.insert().values(**message, **started, made_at=now, next_try=now))
    connection.execute(payloads.insert().values(message=message["id"], payload=payload))
    _close(connection, told, message=message["id"])
    return True


def _close(connection: Connection, numbers: Sequence[int], **values: object) -> None:
    """Say what became of notices that waited."""
    for chunk in bulk.chunks(numbers):
        waiting = update(notices).where(_WAITING, notices.c.id.in_(chunk))
        connection.execute(waiting.values(values))


def _is_made(connection: Connection, message: dict[str, Any]) -> bool:
    same = messages.c.id == message["id"]
    if message["instead_of"] is not None:
        same = or_(same, messages.c.instead_of == message["instead_of"])
    return connection.execute(select(messages.c.id).where(same)).first() is not None


def _are_free(connection: Connection, told: Sequence[int]) -> bool:
    free = select(func.count()).select_from(notices)
    found = (
        connection.execute(free.where(_WAITING, notices.c.id.in_(chunk))).scalar_one()
        for chunk in bulk.chunks(set(told))
    )
    return sum(found) == len(set(told))
