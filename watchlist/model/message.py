"""What is sent: notices, messages, the outcome of an attempt, and the port that channels meet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, Protocol

from jinja2 import Environment
from pydantic import BaseModel

from watchlist.model.digest import Digest


class Audience(StrEnum):
    OFFICER = "officer"
    MEMBER = "member"
    PUBLIC = "public"


class Purpose(StrEnum):
    """Why somebody is told."""

    NEWS = "news"  # owners: opened, worse, relapsed, withdrawn
    QUIET_START = "quiet start"  # the keeper: what was already so
    KEEPER = "keeper"  # the keeper: rules changed or removed
    CHECKS = "checks"  # the keeper: findings about data
    FAULTS = "faults"  # the keeper: rule files that were not taken
    MENDED = "mended"  # the keeper: they are well again
    DEAD_LETTERS = "dead letters"  # the keeper: messages that were given up
    TEMPLATES = "templates"  # the keeper: templates of the council that failed
    ACTS = "acts"  # whom it concerns: what people did
    REMINDERS = "reminders"  # whom it concerns: what has fallen due
    DIGEST = "digest"  # subscribers: an edition of a digest
    CONFIRM = "confirm"  # a subscriber: whether he wants it
    SIGN_IN = "sign in"  # a person himself: the link by which he signs in


class Silence(StrEnum):
    """The stated reason for a notice that became no message."""

    OVERTAKEN = "overtaken"  # a later notice of the same breach says it
    WITHDRAWN = "withdrawn"  # the breach was withdrawn before anybody was told
    GONE = "gone"  # what it speaks of has been put right, or has left the rulebook
    NOBODY = "nobody"  # no post, deputy or keeper could be told


@dataclass(frozen=True)
class Notice:
    """Something a post must learn through a channel; unique by (subject, post, channel).

    ``subject`` is ``transition:17``, ``check:overdue|…``, ``fault:4``, ``mended:4``, ``act:17``,
    ``dead:<Message-ID>``, ``template:3f9ab456ad``, ``sign in:3f9ab456ad`` or, where something
    fell due, its occasion: ``action overdue:42:3:2014-02-04``.
    """

    subject: str
    post: str
    channel: str
    purpose: Purpose
    created_at: datetime
    transition: int | None = None
    breach: int | None = None
    entry: int | None = None
    check: str | None = None
    fault: int | None = None
    act: int | None = None
    id: int = 0


@dataclass(frozen=True)
class Draft:
    """Notices that will be one message to one recipient through one channel."""

    post: str
    channel: str
    purpose: Purpose
    notices: tuple[int, ...]


@dataclass(frozen=True)
class Row:
    """A line of the small table under an item: a period and its figures, as they may be shown."""

    period: str
    figure: str
    detail: str = ""  # "90 of 108"
    target: str = ""


@dataclass(frozen=True)
class Item:
    """One thing a message says, every figure already as it may be shown."""

    reference: str  # "WL-0042"; "" for a finding about data
    title: str
    area: str
    level: str  # "red", "amber", "info", "" for none
    what: str  # the reason: "opened", "worsened"
    sentences: tuple[str, ...]  # a paragraph each
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Tally:
    """How much of one kind a message counts, by level; ``other`` is of no level (off the list,
    about data)."""

    what: str  # a rule's title, a check of the data
    red: int = 0
    amber: int = 0
    other: int = 0

    @property
    def total(self) -> int:
        return self.red + self.amber + self.other


@dataclass(frozen=True)
class Rest:
    """What a message counts and does not write out."""

    items: int  # how many items it would be
    sentence: str  # how much it is, and how bad
    tallies: tuple[Tally, ...]  # all of it, by kind
    where: str  # where it can be seen


@dataclass(frozen=True)
class Picture:
    """A small chart of a message. ``about`` is the reference of the item it stands beside, ``words``
    say it to those who cannot see it."""

    about: str
    png: bytes
    words: str


@dataclass(frozen=True)
class CalendarItem:
    """An action that is due on a day, for the reader's own calendar; ``id`` stays when it is sent
    again."""

    id: str
    day: date
    title: str
    text: str


@dataclass(frozen=True)
class Message:
    """A message before its channel has rendered it. ``headline`` is also the subject line."""

    id: str  # the Message-ID without its brackets: stable over every attempt
    to_name: str
    to_address: str
    headline: str
    items: tuple[Item, ...]
    council: str
    made_at: datetime
    closing: str = ""  # one more sentence at the foot: where to look, whom to ask
    rest: Rest | None = None  # a message is bounded, whatever happened
    digest: Digest | None = None  # in place of items
    pictures: tuple[Picture, ...] = ()
    calendar: tuple[CalendarItem, ...] = ()
    unsubscribe: str = ""  # the address of the page that ends a subscription by one click
    references: tuple[str, ...] = ()  # what this belongs with: Message-IDs without their brackets


class Result(StrEnum):
    """How an attempt ended. ``DELIVERED``: the other side took responsibility. ``ACCEPTED``: it said
    yes and may still drop it. ``LATER``: try again. ``REFUSED``: never will. ``UNKNOWN``: the answer
    did not come, so it may have arrived."""

    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    LATER = "later"
    REFUSED = "refused"
    UNKNOWN = "unknown"

    @property
    def final(self) -> bool:
        return self in (Result.DELIVERED, Result.ACCEPTED, Result.REFUSED)


#: The reason of an attempt that was not made: the message's address is no longer that of its post.
OUTDATED = "address outdated"


@dataclass(frozen=True)
class Outcome:
    """``reason`` is one word (or two) for logs and metrics: "greylisted", "rate limited"; ``detail``
    a sentence for people, free of secrets; ``retry_after`` seconds, when the other side said so."""

    result: Result
    reason: str
    detail: str = ""
    retry_after: float | None = None


class Channel(Protocol):
    """A plug-in that owns its settings, its templates (``templates/<name>/``) and its tests.

    Built as ``ChannelClass(settings)`` where ``settings`` is an instance of its ``Settings``.
    ``render`` is pure: the same message gives the same bytes. ``send`` never raises for what the
    other side does: every answer, and none, is an :class:`Outcome`. ``addressed`` says that a message
    goes to the recipient's own address; what a channel with one fixed place refuses goes there.
    """

    name: ClassVar[str]
    addressed: ClassVar[bool]
    advice: ClassVar[str]
    Settings: ClassVar[type[BaseModel]]

    def render(self, message: Message, environment: Environment) -> bytes: ...

    def send(self, payload: bytes, address: str) -> Outcome: ...

    def examine(self) -> list[str]:
        """What is wrong with the settings or the other side, a sentence each (for ``doctor``)."""
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...
