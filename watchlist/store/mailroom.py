"""Where messages stand, for people."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select, and_, func, select

from watchlist.store.base import Base
from watchlist.store.results import Attempt, Delivery, MessageState
from watchlist.store.tables import attempts, messages


class DeliveryReads(Base):
    def deliveries(self, state: MessageState | None = None, limit: int = 100) -> list[Delivery]:
        """Messages, the newest first."""
        query = _with_last_attempt().order_by(messages.c.made_at.desc(), messages.c.id)
        if state is not None:
            query = query.where(messages.c.state == state)
        with self.reading() as connection:
            return [_delivery_of(row) for row in connection.execute(query.limit(limit))]

    def attempts(self, message_id: str) -> list[Attempt]:
        """Every try at handing a message over, the first one first."""
        columns = [column for column in attempts.c if column.name != "message"]
        query = select(*columns).where(attempts.c.message == message_id)
        with self.reading() as connection:
            rows = connection.execute(query.order_by(attempts.c.number))
            return [Attempt(**row._mapping) for row in rows]


def _with_last_attempt() -> Select[Any]:
    """Messages, each with its last finished attempt and with what replaced it, where there are."""
    ended = select(attempts.c.message, func.max(attempts.c.number).label("number"))
    last = ended.where(attempts.c.ended.is_not(None)).group_by(attempts.c.message).subquery()
    other = messages.alias("replacement")
    said = and_(attempts.c.message == last.c.message, attempts.c.number == last.c.number)
    return (
        select(messages, attempts.c.result, attempts.c.reason, attempts.c.detail)
        .add_columns(other.c.id.label("replaced_by"))
        .outerjoin(last, last.c.message == messages.c.id)
        .outerjoin(attempts, said)
        .outerjoin(other, other.c.instead_of == messages.c.id)
    )


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
    )
