"""What the store hands back: small frozen records, beside the model's own words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from watchlist.model.corrections import Correction
from watchlist.model.message import Notice, Result, Silence
from watchlist.model.register import Breach, DataCheck, Entry
from watchlist.model.subscription import Edition
from watchlist.register.chain import Broken


@dataclass(frozen=True)
class News:
    """So many cells of an indicator that had no reading, or had another."""

    indicator: str
    added: int
    revised: int

    def __str__(self) -> str:
        parts = {"new": self.added, "revised": self.revised}
        counts = ", ".join(f"{many:,} {word}" for word, many in parts.items() if many)
        return f"{self.indicator}: {counts}"


@dataclass(frozen=True)
class Saved:
    """What one import did, in rows: ``added`` cells that had no reading, ``revised`` cells whose
    figure is another one now; ``unchanged`` is the rest (known already, or an older version).
    ``indicators`` are those that must be judged again. ``put_right``: so many of the unchanged rows
    still give a figure that somebody has put right by hand, and were passed over. ``news`` says, for
    each indicator of which something is new or another now, how many of each."""

    added: int
    revised: int
    unchanged: int
    indicators: frozenset[str]
    put_right: int = 0
    news: tuple[News, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Corrected:
    """What became of figures put right by hand: those that are others now. ``unknown`` are the places,
    in the table, of readings of which nothing is known: then nothing was written."""

    made: tuple[Correction, ...] = ()
    unknown: tuple[int, ...] = ()


class MessageState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"  # the other side said yes and may still drop it
    DEAD = "dead"  # given up; people see it and can send it again


@dataclass(frozen=True)
class Claim:
    """A message that one worker may send now; ``token`` fences off a worker that lost its lease."""

    message: str  # the Message-ID
    token: int
    attempt: int  # 1 for the first; every earlier one is recorded
    channel: str
    post: str
    address: str
    headline: str
    payload: bytes
    made_at: datetime


@dataclass(frozen=True)
class Delivery:
    """Where a message stands, for people. ``result``, ``reason`` and ``detail`` are those of its
    last finished attempt."""

    message: str
    channel: str
    post: str
    address: str
    headline: str
    state: MessageState
    made_at: datetime
    tries: int
    next_try: datetime | None
    result: Result | None = None
    reason: str = ""
    detail: str = ""
    instead_of: str | None = None  # the message that could not be brought
    replaced_by: str | None = None
    unknown: int = 0  # so many attempts ended without an answer: each may have arrived


@dataclass(frozen=True)
class Attempt:
    """One try at handing a message over; ``result`` is None while it runs."""

    number: int
    started: datetime
    ended: datetime | None = None
    result: Result | None = None
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Told:
    """What became of a notice: the ``message`` that tells of it, or the reason for ``silence``; while
    it waits, neither."""

    notice: Notice
    message: str | None = None
    silence: Silence | None = None


class DeliveryDeed(StrEnum):
    """What was done to deliveries."""

    SENT_AGAIN = "sent again"
    COMPOSED_ANEW = "composed anew"
    HELD = "held"
    LIFTED = "lifted"
    DROPPED = "dropped"  # by the program itself: what it told whoever left is no longer so
    TEMPLATE_FAILED = "template failed"  # by the program itself


@dataclass(frozen=True)
class DeliverySaid:
    """A line of the log of deliveries. ``about`` is a message, a template's failure, or "" for all."""

    at: datetime
    who: str
    acting_for: str | None
    deed: DeliveryDeed
    about: str = ""
    detail: str = ""


@dataclass(frozen=True)
class DeadLetters:
    """How many messages were given up and are neither sent again nor replaced, and how many attempts
    at all of them ended without an answer."""

    dead: int
    unknown: int


@dataclass(frozen=True)
class WatchedEntry:
    """A line of the watch list with the live breaches that hold it there."""

    entry: Entry
    breaches: tuple[Breach, ...]


@dataclass(frozen=True)
class Verified:
    """Whether the history of so many entries holds: ``broken`` names the first row of each that does
    not. ``fingerprint`` is one digest of all of it, to be written down somewhere else."""

    entries: int
    broken: tuple[Broken, ...]
    fingerprint: str


@dataclass(frozen=True)
class KeptRulebook:
    """A rulebook that was in force; ``since`` when it came into force last."""

    hash: str
    since: datetime


@dataclass(frozen=True)
class FaultsSaved:
    """``new``: the numbers of faults that were not known to stand. ``mended``: the number of the
    last fault that the keeper was told of, where none stands any more and he does not know it."""

    new: tuple[int, ...] = ()
    mended: int | None = None


@dataclass(frozen=True)
class FoundCheck:
    """A finding about data that still stands, and since when it was known."""

    check: DataCheck
    first_seen: datetime


@dataclass(frozen=True)
class Publishing:
    """That somebody gave the list out for the public: how many ``entries`` it had, and how many
    figures were ``withheld`` of it."""

    id: int
    at: datetime
    who: str
    acting_for: str | None
    entries: int
    withheld: int


class SubscriptionDeed(StrEnum):
    """What somebody did to a subscription."""

    ASKED = "asked for"
    CONFIRMED = "confirmed"
    CHANGED = "changed"
    PAUSED = "paused"
    RESUMED = "resumed"
    ENDED = "ended"


@dataclass(frozen=True)
class SubscriptionSaid:
    """A line of a subscription's log: who did what when, in words where it needs them. ``who`` is a
    person's number; None where a link was followed that went to an address without a person."""

    subscription: str
    at: datetime
    who: str | None
    acting_for: str | None
    deed: SubscriptionDeed
    detail: str = ""


class DigestState(StrEnum):
    DRAFTED = "drafted"  # officers may read it
    RELEASED = "released"  # an officer said that it may go
    SENT = "sent"
    SKIPPED = "skipped"  # it does not go, for a stated reason


@dataclass(frozen=True)
class KeptDigest:
    """An edition as it was drafted, and what became of it. ``content`` is JSON, as its maker wrote it;
    ``since`` the day from which things in it are new; ``released_by`` the post of the officer."""

    id: int
    edition: Edition
    state: DigestState
    drafted_at: datetime
    since: date | None = None
    content: str = ""
    released_by: str | None = None
    released_at: datetime | None = None
    sent_at: datetime | None = None
    why: str = ""  # it was skipped
