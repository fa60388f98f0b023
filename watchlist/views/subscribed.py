"""Who reads which digest, as somebody may see it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from watchlist.installation import Installation
from watchlist.model.subscription import Subscription, SubscriptionState, When


def subscriptions_seen(
    here: Installation, posts: Collection[str], *, every: bool, ended: bool = False
) -> list[Subscription]:
    """Those of somebody's own posts, or ``every`` one, where he may see what everybody reads."""
    found = here.store.subscriptions(ended=ended)
    return found if every else [one for one in found if one.post in posts]


def shortly(one: Subscription, today: date) -> str:
    """How it stands, in a few words."""
    if one.state is SubscriptionState.ASKED:
        return "to be confirmed"
    if one.state is SubscriptionState.PAUSED and not one.reads(today):
        return f"paused until {one.paused_until}" if one.paused_until else "paused"
    return "ended" if one.state is SubscriptionState.ENDED else "sent"


def state_said(one: Subscription, today: date) -> str:
    """The same as a sentence."""
    match one.state:
        case SubscriptionState.ASKED:
            return "It is to be confirmed by its reader; until then nothing is sent."
        case SubscriptionState.ACTIVE:
            return "It is sent."
        case SubscriptionState.ENDED:
            return "It is not sent any more."
    if one.paused_until is None:
        return "It is paused until somebody resumes it."
    if one.reads(today):
        return "It is sent: its pause is over."
    return f"It is paused up to and with {one.paused_until.day} {one.paused_until:%B %Y}."


def no_meeting_said(here: Installation, one: Subscription) -> str:
    """That there is nothing that it could come before; "" where there is."""
    committee = here.book.committees.get(one.topic.committee or "")
    if one.when is When.MEETING and committee and not committee.meetings:
        return f"Nobody has said when {committee.title} meets: there is no digest until then."
    return ""
