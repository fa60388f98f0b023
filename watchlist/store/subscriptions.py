"""Who reads which digest, and who said so."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select

from watchlist.model.subscription import Subscription, SubscriptionState, Topic
from watchlist.store import upsert
from watchlist.store.base import Base
from watchlist.store.results import SubscriptionSaid
from watchlist.store.tables import subscription_log, subscriptions

_LIVE = subscriptions.c.state != SubscriptionState.ENDED
_PLAIN = ("id", "post", "when", "channel", "state", "asked_at", "paused_until", "reads_since")


class SubscriptionReads(Base):
    def subscription(self, id: str) -> Subscription | None:
        """One, an ended one too."""
        query = select(subscriptions).where(subscriptions.c.id == id)
        with self.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else _subscription_of(row)

    def subscriptions(
        self, post: str | None = None, *, name: str | None = None, ended: bool = False
    ) -> list[Subscription]:
        """Those of a post, or to the digest of a name ("children-and-families weekly"), by post and
        name; ``ended`` ones as well."""
        query = select(subscriptions).order_by(
            subscriptions.c.post, subscriptions.c.name, subscriptions.c.asked_at, subscriptions.c.id
        )
        for column, wanted in ((subscriptions.c.post, post), (subscriptions.c.name, name)):
            query = query if wanted is None else query.where(column == wanted)
        with self.reading() as connection:
            rows = connection.execute(query if ended else query.where(_LIVE))
            return [_subscription_of(row) for row in rows]

    def subscription_log(self, id: str) -> list[SubscriptionSaid]:
        """What was done to a subscription, the first first."""
        columns = [column for column in subscription_log.c if column.name != "id"]
        query = select(*columns).where(subscription_log.c.subscription == id)
        with self.reading() as connection:
            rows = connection.execute(query.order_by(subscription_log.c.id))
            return [SubscriptionSaid(**row._mapping) for row in rows]


class SubscriptionWrites(Base):
    def keep_subscription(self, kept: Subscription, said: SubscriptionSaid) -> None:
        """A new subscription, or a known one as it is now; with it who did that."""
        values = {name: getattr(kept, name) for name in _PLAIN}
        values |= {**vars(kept.topic), "name": kept.name}
        with self.writing() as connection:
            statement = upsert.insert(connection, subscriptions).values(values)
            changed = {name: value for name, value in values.items() if name != "id"}
            connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=changed))
            connection.execute(subscription_log.insert().values(**vars(said)))


def topic_of(row: Row[Any]) -> Topic:
    return Topic(row.committee, row.owner, row.tag)


def _subscription_of(row: Row[Any]) -> Subscription:
    return Subscription(topic=topic_of(row), **{name: row._mapping[name] for name in _PLAIN})
