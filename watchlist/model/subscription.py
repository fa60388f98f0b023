"""Who reads which digest, and when. A subscription belongs to a post; whoever holds it reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class When(StrEnum):
    """How often a digest comes, in the words that people use for it."""

    MEETING = "before each meeting"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    AS_IT_HAPPENS = "as it happens"


@dataclass(frozen=True, order=True)
class Topic:
    """What a digest is about: exactly one of a committee, the post that owns, or a tag; none of them
    is all of the list."""

    committee: str | None = None
    owner: str | None = None
    tag: str | None = None

    def __post_init__(self) -> None:
        if sum(each is not None for each in (self.committee, self.owner, self.tag)) > 1:
            raise ValueError("a digest is about a committee, an owner or a tag: one of them")

    @property
    def name(self) -> str:
        """``children-and-families``, ``owner head-of-send``, ``tag education`` or ``everything``."""
        if self.owner:
            return f"owner {self.owner}"
        if self.tag:
            return f"tag {self.tag}"
        return self.committee or "everything"


@dataclass(frozen=True)
class Edition:
    """One occasion of a digest. ``drafted`` is when officers may read it, ``due`` when it goes
    whether or not anybody released it, ``over`` when it is of no use any more (the meeting has been;
    the next one is due). ``occasion`` names it and sorts by time."""

    topic: Topic
    when: When
    occasion: str
    drafted: datetime
    due: datetime
    over: datetime
    meeting: date | None = None

    @property
    def name(self) -> str:
        """``children-and-families before each meeting``."""
        return f"{self.topic.name} {self.when}"


class SubscriptionState(StrEnum):
    ASKED = "asked"  # not confirmed by its reader yet
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True)
class Subscription:
    """``id`` is in the link that ends it. A paused one begins again after ``paused_until`` (None:
    when somebody says so). ``reads_since`` is when it was confirmed or resumed last."""

    id: str
    post: str
    topic: Topic
    when: When
    channel: str
    state: SubscriptionState
    asked_at: datetime
    paused_until: date | None = None
    reads_since: datetime | None = None

    @property
    def name(self) -> str:
        """That of its editions."""
        return f"{self.topic.name} {self.when}"

    def reads(self, today: date) -> bool:
        """Whether it is sent to on a day."""
        if self.state is SubscriptionState.PAUSED and self.paused_until is not None:
            return today > self.paused_until
        return self.state is SubscriptionState.ACTIVE
