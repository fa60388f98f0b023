"""Who subscribes to which digest: asked for, confirmed by its reader, changed, paused, ended.

A subscription belongs to a post; whoever holds it reads. What a link asks for is done for the person to
whom it was written, and for nobody who reads in his place today.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from watchlist.cycle import Setting
from watchlist.deliver.links import Followed, Intent
from watchlist.model.calendar import local_date
from watchlist.model.errors import UsageError
from watchlist.model.message import Notice, Purpose
from watchlist.model.subscription import Subscription, SubscriptionState, Topic, When
from watchlist.register import subscribing as become
from watchlist.rulebook.wording import nearest, quote
from watchlist.store.reads import Reads
from watchlist.store.results import SubscriptionDeed, SubscriptionSaid
from watchlist.store.store import Store
from watchlist.store.transaction import Transaction
from watchlist.subscriber import By, own_posts, seeing_to, subscriber

_Change = Callable[[Subscription], Subscription]


@dataclass(frozen=True)
class Wish:
    """What somebody wants to read: ``when`` and ``channel`` as usual where he does not say."""

    topic: Topic
    when: When | None = None
    channel: str | None = None


class Standing(StrEnum):
    """How a subscription stands to whoever follows a link to it."""

    ASKS = "asks"  # there is something to do
    DONE = "done"  # it is as the link asks already
    ENDED = "ended"  # it cannot be confirmed any more
    NOT_HIS = "not his"  # somebody else reads it today


def subscribe(
    store: Store, setting: Setting, wish: Wish, by: By, now: datetime, channels: Collection[str],
    *, signed_in: bool = False,
) -> Subscription:  # fmt: skip
    """A subscription that its reader has yet to confirm, to whom a notice goes; ``signed_in``: we know
    that it is he who asks, so that what he himself reads is confirmed with it. One that is asked for
    already is asked for again; one that is confirmed stays as it is. Raises UsageError."""
    today = local_date(now, setting.zone)
    post, acting_for = subscriber(setting, by, today)
    _check_topic(setting, wish.topic)
    when = wish.when or become.usual_time(wish.topic)
    become.may_come(wish.topic, when)
    channel = wish.channel or setting.directory.posts[post].channels[0]
    _check_channel(channel, channels)
    new = Subscription(
        secrets.token_hex(5), post, wish.topic, when, channel, SubscriptionState.ASKED, now
    )
    himself = signed_in and _reads(setting, by.who, post, today)
    with store.begin(now) as tx:
        one = _same(tx, new) or new
        if one.state is not SubscriptionState.ASKED:
            return one
        said = SubscriptionSaid(one.id, now, by.who, acting_for, SubscriptionDeed.ASKED)
        tx.keep_subscription(one, said)
        if himself:
            one = become.confirmed(one, now)
            confirms = replace(said, deed=SubscriptionDeed.CONFIRMED, detail="signed in")
            tx.keep_subscription(one, confirms)
            return one
        times = len(tx.subscription_log(one.id))
        subject = f"subscription:{one.id}" + (f":{times}" if times > 1 else "")
        tx.notify([Notice(subject, post, channel, Purpose.CONFIRM, now)])
        return one


def _reads(setting: Setting, who: str, post: str, today: date) -> bool:
    """Whether it is he to whom a post's messages go."""
    reader = setting.directory.recipient(post, today)
    return reader is not None and reader.person == who


def confirm(store: Store, setting: Setting, id: str, by: By, now: datetime) -> Subscription:
    """Its reader himself says that he wants it. Raises UsageError."""
    one = _known(store, id)
    if one.post not in own_posts(setting, by.who, local_date(now, setting.zone)):
        raise UsageError(
            f"{by.who} neither holds the post {quote(one.post)} nor stands in for it: only its "
            "reader confirms a subscription, or whoever has the token of his message"
        )
    return _see_to(
        store, setting, id, by, now, SubscriptionDeed.CONFIRMED,
        lambda each: become.confirmed(each, now),
    )  # fmt: skip


def change(
    store: Store, setting: Setting, id: str, by: By, now: datetime,
    when: When | None, channel: str | None, channels: Collection[str],
) -> Subscription:  # fmt: skip
    """It comes at another time or in another way. Raises UsageError."""
    if when is None and channel is None:
        raise UsageError("say what is to be changed: --when, --channel or both")
    if channel is not None:
        _check_channel(channel, channels)
    detail = ", ".join(filter(None, (when, channel and f"by {channel}")))
    return _see_to(
        store, setting, id, by, now, SubscriptionDeed.CHANGED,
        lambda each: become.changed(each, when, channel), detail,
    )  # fmt: skip


def pause(
    store: Store, setting: Setting, id: str, by: By, now: datetime, until: date | None
) -> Subscription:
    """Nothing is sent up to and with a day, or until it is resumed. Raises UsageError."""
    today = local_date(now, setting.zone)
    return _see_to(
        store, setting, id, by, now, SubscriptionDeed.PAUSED,
        lambda each: become.paused(each, until, today), f"until {until}" if until else "",
    )  # fmt: skip


def resume(store: Store, setting: Setting, id: str, by: By, now: datetime) -> Subscription:
    """It is sent again. Raises UsageError."""
    return _see_to(
        store, setting, id, by, now, SubscriptionDeed.RESUMED,
        lambda each: become.resumed(each, now),
    )  # fmt: skip


def unsubscribe(store: Store, setting: Setting, id: str, by: By, now: datetime) -> Subscription:
    """Nothing is sent any more. Raises UsageError."""
    return _see_to(store, setting, id, by, now, SubscriptionDeed.ENDED, become.ended)


def looked_at(
    store: Reads, setting: Setting, intent: Intent, followed: Followed, now: datetime
) -> tuple[Subscription, Standing] | None:
    """How a subscription stands to whoever looks at a link; None where there is none. Nothing is
    changed by looking."""
    one = store.subscription(followed.subscription)
    return None if one is None else (one, _standing(setting, intent, one, followed, now))


def follow(
    store: Store, setting: Setting, intent: Intent, followed: Followed, now: datetime
) -> tuple[Subscription, Standing] | None:
    """Do what a link asks for, and say how it stands after that; None where there is nothing that it
    could mean. Done again it changes nothing."""
    with store.begin(now) as tx:
        found = looked_at(tx, setting, intent, followed, now)
        if found is None or found[1] is not Standing.ASKS:
            return found
        one, deed = found[0], SubscriptionDeed.ENDED
        after = become.ended(one)
        if intent is Intent.CONFIRM:
            after, deed = become.confirmed(one, now), SubscriptionDeed.CONFIRMED
        said = SubscriptionSaid(one.id, now, followed.reader or None, one.post, deed, "by the link")
        tx.keep_subscription(after, said)
        return after, Standing.DONE


def _standing(
    setting: Setting, intent: Intent, one: Subscription, followed: Followed, now: datetime
) -> Standing:
    ended = one.state is SubscriptionState.ENDED
    if ended:
        return Standing.DONE if intent is Intent.UNSUBSCRIBE else Standing.ENDED
    reader = setting.directory.recipient(one.post, local_date(now, setting.zone))
    if reader is None or (reader.person or "") != followed.reader:
        return Standing.NOT_HIS
    asks = intent is Intent.UNSUBSCRIBE or one.state is SubscriptionState.ASKED
    return Standing.ASKS if asks else Standing.DONE


def _see_to(
    store: Store, setting: Setting, id: str, by: By, now: datetime,
    deed: SubscriptionDeed, change: _Change, detail: str = "",
) -> Subscription:  # fmt: skip
    """What changes nothing is not written down."""
    with store.begin(now) as tx:
        one = _known(tx, id)
        acting_for = seeing_to(setting, by.who, one.post, local_date(now, setting.zone))
        after = change(one)
        if after == one:
            return one
        if after.state is not SubscriptionState.ENDED and (same := _same(tx, after)):
            raise UsageError(f"{same.id} is the same already: end one of the two")
        tx.keep_subscription(after, SubscriptionSaid(id, now, by.who, acting_for, deed, detail))
        return after


def _known(store: Reads, id: str) -> Subscription:
    one = store.subscription(id)
    if one is None:
        raise UsageError(f"there is no subscription {quote(id)}; see: watchlist subscriptions")
    return one


def _same(tx: Transaction, one: Subscription) -> Subscription | None:
    """Another one that brings the same post the same digest in the same way."""
    every = tx.subscriptions(one.post, name=one.name)
    return next((each for each in every if each.channel == one.channel and each.id != one.id), None)


def _check_topic(setting: Setting, topic: Topic) -> None:
    book = setting.book
    tags = {tag for indicator in book.indicators.values() for tag in indicator.tags}
    for noun, name, known in (
        ("committee", topic.committee, book.committees),
        ("post", topic.owner, setting.directory.posts),
        ("tag", topic.tag, tags),
    ):
        if name is not None and name not in known:
            raise UsageError(f"there is no {noun} {quote(name)}{nearest(name, known)}")


def _check_channel(name: str, channels: Collection[str]) -> None:
    if name not in channels:
        raise UsageError(f"there is no channel {quote(name)}{nearest(name, channels)}")
