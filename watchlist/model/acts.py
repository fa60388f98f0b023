"""What people do to the watch list: each act is one appended row, by one person, about one entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from watchlist.model.period import Calendar
from watchlist.model.reading import Series


class ActKind(StrEnum):
    """What was done, in the words that people read: in history, in messages, on pages."""

    ADDED = "added"
    NOTED = "noted"
    CAUSE = "cause"
    REMEDY = "remedy"
    OVERSIGHT = "oversight"
    RECOVERY = "back on track by"
    REVIEW_SET = "review set"
    REVIEWED = "reviewed"
    ACTION_SET = "action set"
    ACTION_DONE = "action done"
    REQUEST_MADE = "request made"
    REQUEST_ANSWERED = "request answered"
    REPORT_LINKED = "report linked"
    HOLDS = "holds"
    LET_GO = "let go"
    REMOVAL_PROPOSED = "removal proposed"
    REMOVAL_AGREED = "removal agreed"
    REMOVAL_REFUSED = "removal refused"
    MUTED = "muted"
    UNMUTED = "unmuted"
    ACKNOWLEDGED = "acknowledged"
    REASSIGNED = "reassigned"
    ESCALATED = "escalated"
    DATA_IN_DOUBT = "data in doubt"
    DATA_WELL_AGAIN = "data well again"
    FOLLOWS = "follows"


@dataclass(frozen=True)
class Due:
    """By when: a day, a meeting (a committee and the day it meets) or an outside event in words.

    Raises ValueError where it is none of them or more than one.
    """

    day: date | None = None
    committee: str | None = None
    event: str | None = None

    def __post_init__(self) -> None:
        if self.committee is not None and self.day is None:
            raise ValueError("a meeting is a committee and the day on which it meets")
        if (self.day is None) == (self.event is None):
            raise ValueError("by when is a day, a meeting or an outside event: exactly one of them")
        if self.event is not None and not self.event.strip():
            raise ValueError("an outside event is said in words")

    def has_come(self, today: date) -> bool:
        """Whether its day is here. Of an outside event only people can say that it happened."""
        return self.day is not None and self.day <= today

    def is_over(self, today: date) -> bool:
        """Whether its day has passed; what is due on a day is in time on that day."""
        return self.day is not None and self.day < today


#: Who does what nobody did: the program itself, which brings things to a post when their day has come.
WATCHLIST = "watchlist"


@dataclass(frozen=True)
class Act:
    """One row of what people did, or of what the program did because nobody did anything
    (:data:`WATCHLIST`).

    ``who`` is the person's number in the configuration's ``people:`` (never a name) and
    ``acting_for`` the post he did it for. ``post`` is the post that it concerns: who owns the
    action, answers the request, oversees, owns from now on, hears of it. ``number`` is that of the
    action, request or review it is about, or of the entry that it follows. ``public``: the text may
    be shown to the public; text that people write is not, unless they say so.
    """

    id: int
    entry: int
    at: datetime
    kind: ActKind
    who: str
    acting_for: str | None = None
    text: str = ""
    post: str | None = None
    due: Due | None = None
    number: int | None = None
    until: date | None = None  # the last day of a mute
    link: str | None = None
    minute: str | None = None  # the reference of the minute that records it
    committee: str | None = None
    people_too: bool = False  # removal agreed: persons and committees let go of it as well
    public: bool = False

    @property
    def subject(self) -> str:
        """By which notices know it."""
        return f"act:{self.id}"


@dataclass(frozen=True)
class LetGo:
    """That a committee let go of a rule's breach of a series: up to and with the period ``ordinal``
    there is none, whatever becomes of the figures."""

    rule: str
    series: Series
    calendar: Calendar
    ordinal: int
    act: int


#: The act that makes a numbered thing, and the acts that are about one.
NUMBERED: Mapping[ActKind, str] = MappingProxyType(
    {
        ActKind.REVIEW_SET: "review",
        ActKind.REVIEWED: "review",
        ActKind.ACTION_SET: "action",
        ActKind.ACTION_DONE: "action",
        ActKind.REQUEST_MADE: "request",
        ActKind.REQUEST_ANSWERED: "request",
    }
)
