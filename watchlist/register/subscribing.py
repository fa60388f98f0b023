"""What may become of a subscription. Each deed gives it as it is then, or says why it cannot be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from watchlist.model.errors import UsageError
from watchlist.model.subscription import Subscription, SubscriptionState, Topic, When


def usual_time(topic: Topic) -> When:
    """Before each meeting of a committee; weekly of what is no committee's."""
    return When.MEETING if topic.committee else When.WEEKLY


def may_come(topic: Topic, when: When) -> None:
    """Raises UsageError for a time that such a digest cannot have."""
    if when is When.MEETING and not topic.committee:
        raise UsageError(
            "only a committee meets: a digest of an owner, a tag or everything comes weekly, monthly "
            "or as it happens"
        )


def confirmed(one: Subscription, now: datetime) -> Subscription:
    """Its reader wants it. Confirmed again it stays as it is."""
    _not_ended(one)
    if one.state is not SubscriptionState.ASKED:
        return one
    return replace(one, state=SubscriptionState.ACTIVE, reads_since=now)


def changed(one: Subscription, when: When | None, channel: str | None) -> Subscription:
    """It comes at another time or in another way."""
    _not_ended(one)
    may_come(one.topic, when or one.when)
    return replace(one, when=when or one.when, channel=channel or one.channel)


def paused(one: Subscription, until: date | None, today: date) -> Subscription:
    """Nothing is sent up to and with a day, or until it is resumed."""
    _not_ended(one)
    if one.state is SubscriptionState.ASKED:
        raise UsageError(f"{one.id} is not confirmed yet: nothing is sent that could be paused")
    if until is not None and until < today:
        raise UsageError("a pause ends today or later")
    return replace(one, state=SubscriptionState.PAUSED, paused_until=until)


def resumed(one: Subscription, now: datetime) -> Subscription:
    """It is sent again. What is not paused stays as it is."""
    _not_ended(one)
    if one.state is not SubscriptionState.PAUSED:
        return one
    return replace(one, state=SubscriptionState.ACTIVE, paused_until=None, reads_since=now)


def ended(one: Subscription) -> Subscription:
    """Nothing is sent any more. Ended again it stays as it is."""
    return replace(one, state=SubscriptionState.ENDED)


def _not_ended(one: Subscription) -> None:
    if one.state is SubscriptionState.ENDED:
        raise UsageError(f"{one.id} has ended; subscribe anew")
