"""How the installation stands, in counts: for those who run it. Each is one simple query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Table, func, select

from watchlist.model.subscription import SubscriptionState
from watchlist.store.base import Base
from watchlist.store.results import DigestState, MessageState
from watchlist.store.tables import data_checks, digests, jobs, messages, series, subscriptions


@dataclass(frozen=True)
class Operations:
    """``done``: job -> when it was done last. ``messages``: (channel, state) -> how many there are;
    ``oldest_waiting``: when the message was made that waits longest (None: none waits)."""

    done: Mapping[str, datetime]
    series: int
    data_checks: int
    messages: Mapping[tuple[str, MessageState], int]
    oldest_waiting: datetime | None
    digests: Mapping[DigestState, int]
    subscriptions: Mapping[SubscriptionState, int]


def operations_of(store: Base) -> Operations:
    """All of it as it is at one moment."""
    standing = select(func.count()).where(data_checks.c.gone_at.is_(None))
    waiting = select(func.min(messages.c.made_at)).where(messages.c.state == MessageState.WAITING)
    last = select(jobs.c.job, func.max(jobs.c.done_at)).group_by(jobs.c.job)
    by_channel = select(messages.c.channel, messages.c.state, func.count()).group_by(
        messages.c.channel, messages.c.state
    )
    with store.reading() as connection:
        return Operations(
            done=dict(connection.execute(last).tuples().all()),
            series=connection.execute(select(func.count()).select_from(series)).scalar_one(),
            data_checks=connection.execute(standing).scalar_one(),
            messages={(row[0], row[1]): row[2] for row in connection.execute(by_channel)},
            oldest_waiting=connection.scalar(waiting),
            digests=_by(connection, digests, digests.c.state),
            subscriptions=_by(connection, subscriptions, subscriptions.c.state),
        )


def _by(connection: Connection, table: Table, column: Column[Any]) -> dict[Any, int]:
    """How many rows there are of each."""
    query = select(column, func.count()).select_from(table).group_by(column)
    return dict(connection.execute(query).tuples().all())
