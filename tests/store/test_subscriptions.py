"""Who reads which digest, kept for good, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from tests.store.build import NOW
from watchlist.model.subscription import Subscription, SubscriptionState, Topic, When
from watchlist.store.results import SubscriptionDeed, SubscriptionSaid
from watchlist.store.store import Store

CHILDREN = Topic(committee="children-and-families")


def a_subscription(id: str = "a1", **changes: object) -> Subscription:
    known = {
        "id": id, "post": "chair", "topic": CHILDREN, "when": When.MEETING, "channel": "email",
        "state": SubscriptionState.ASKED, "asked_at": NOW,
    }  # fmt: skip
    return Subscription(**{**known, **changes})  # type: ignore[arg-type]


def keep(
    store: Store, one: Subscription, deed: SubscriptionDeed = SubscriptionDeed.ASKED
) -> SubscriptionSaid:
    said = SubscriptionSaid(one.id, NOW, "p10", one.post, deed)
    with store.begin(NOW) as tx:
        tx.keep_subscription(one, said)
    return said


def test_a_subscription_is_read_as_it_was_kept(store: Store) -> None:
    """Every topic and time, with all that is known of it."""
    topics = [CHILDREN, Topic(owner="head-of-send"), Topic(tag="education"), Topic()]
    kept = [
        a_subscription(
            f"{n}{when.name}", topic=topic, when=when, state=SubscriptionState.PAUSED,
            paused_until=date(2026, 12, 24), reads_since=NOW + timedelta(hours=n),
        )
        for n, topic in enumerate(topics)
        for when in When
    ]  # fmt: skip
    for one in kept:
        keep(store, one)
    assert sorted(store.subscriptions(), key=lambda one: one.id) == sorted(
        kept, key=lambda one: one.id
    )
    assert [store.subscription(one.id) for one in kept] == kept
    assert store.subscription("somebody-else's") is None


def test_a_subscription_changes_and_its_log_only_grows(store: Store) -> None:
    """What it is now stands once; who did what stands as often as it was done."""
    one = a_subscription()
    first = keep(store, one)
    second = keep(
        store, replace(one, state=SubscriptionState.ACTIVE, when=When.WEEKLY, reads_since=NOW),
        SubscriptionDeed.CONFIRMED,
    )  # fmt: skip
    assert [each.name for each in store.subscriptions()] == ["children-and-families weekly"]
    assert store.subscription_log(one.id) == [first, second]


def test_subscriptions_of_a_post_and_of_a_digest(store: Store) -> None:
    """Ended ones are kept, and shown to whom asks for them."""
    keep(store, a_subscription("a"))
    keep(store, a_subscription("b", topic=Topic(tag="education"), when=When.WEEKLY))
    keep(store, a_subscription("c", post="clerk"))
    keep(store, a_subscription("d", post="clerk", state=SubscriptionState.ENDED, when=When.WEEKLY))
    assert [one.id for one in store.subscriptions("chair")] == ["a", "b"]
    name = "children-and-families before each meeting"
    assert [one.id for one in store.subscriptions(name=name)] == ["a", "c"]
    assert [one.id for one in store.subscriptions("clerk", ended=True)] == ["c", "d"]


def test_one_post_reads_one_digest_once_by_a_channel(store: Store) -> None:
    """The database itself refuses a second one; an ended one makes room."""
    one = a_subscription("a")
    keep(store, one)
    with pytest.raises(IntegrityError):
        keep(store, a_subscription("b"))
    keep(store, replace(one, state=SubscriptionState.ENDED), SubscriptionDeed.ENDED)
    keep(store, a_subscription("b"))
    assert [each.id for each in store.subscriptions()] == ["b"]
