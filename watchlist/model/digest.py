"""A digest before it is a mail, a page or a paper: every figure and word already as it may be shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Part(StrEnum):
    """For whom a digest is made: the public (Part 1 of a paper), the members of the committee (mail:
    all but what is exempt), or the committee behind closed doors (Part 2: what is exempt alone)."""

    PUBLIC = "public"
    MEMBERS = "members"
    EXEMPT = "exempt"


class Merit(StrEnum):
    """Which way a figure went, by what is good; SAME also where nothing is better or worse."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "the same"


@dataclass(frozen=True)
class Trend:
    """Against an earlier figure: ``words`` say all of it ("better than the month before (79.0%)"),
    ``up`` which way the arrow points (None: level)."""

    merit: Merit
    words: str
    up: bool | None = None


@dataclass(frozen=True)
class Spark:
    """A small chart as numbers, oldest first (None: no figure or one that is withheld), with what it
    says to those who cannot see it. ``levels`` are "red", "amber" or "" for each."""

    values: tuple[float | None, ...]
    levels: tuple[str, ...]
    target: float | None
    words: str


@dataclass(frozen=True)
class DigestItem:
    """One entry of the watch list. ``change`` is "new", "worse", "still red", "recovering", "left" …;
    ``lasting`` how long it has been so; ``figure`` the newest with n of d and its period; ``gaps``
    how far off the target, the neighbours and England it is, each with its period; ``unsaid``: it is
    red and nobody has said anything of it; ``exempt``: nothing but that it moved may be said here."""

    reference: str
    title: str
    level: str = ""
    change: str = ""
    lasting: str = ""
    figure: str = ""
    target: str = ""
    gaps: tuple[str, ...] = ()
    last_period: Trend | None = None
    last_year: Trend | None = None
    spark: Spark | None = None
    why: tuple[str, ...] = ()
    cause: str = ""
    remedy: str = ""
    owner: str = ""
    overseer: str = ""
    back_on_track: str = ""
    reports: tuple[str, ...] = ()
    due: tuple[str, ...] = ()  # what has fallen due, a sentence each
    unsaid: bool = False
    exempt: bool = False


@dataclass(frozen=True)
class Asked:
    """Something the committee asked for: an entry, a request or an action. ``state`` is "answered",
    "not answered yet", "overdue since 27 March 2014" … in words."""

    reference: str
    what: str
    of: str  # the post that is to answer
    due: str
    state: str
    answered: bool
    answer: str = ""  # what was said, or where the report is


@dataclass(frozen=True)
class ChainHead:
    """Where the history of an entry ended when the digest was made: written down here, it cannot be
    changed unseen."""

    reference: str
    head: str  # the first letters of its digest


@dataclass(frozen=True)
class Digest:
    """What a committee, an owner or a subscriber reads, in its order. ``lead`` is the one sentence;
    ``since`` the day from which things are new; ``meeting`` the day for which it is made;
    ``to_release``: officers have it before its readers do; ``confirmed_by`` the post that released it
    ("" where nobody did: "not yet confirmed")."""

    name: str
    title: str
    council: str
    made_at: datetime
    part: Part
    lead: str
    since: date | None = None
    committee: str = ""
    meeting: date | None = None
    to_release: bool = False
    confirmed_by: str = ""
    exemption: str = ""  # "NOT FOR PUBLICATION by virtue of paragraph 2 …" of an exempt part
    asked: tuple[Asked, ...] = ()
    new: tuple[DigestItem, ...] = ()  # new and worse
    still: tuple[DigestItem, ...] = ()  # still red, the longest first
    recovering: tuple[DigestItem, ...] = ()
    left: tuple[DigestItem, ...] = ()
    success: str = ""
    overdue: tuple[str, ...] = ()  # returns that have not come
    changed: tuple[str, ...] = ()  # targets, tolerances and rules
    held_back: tuple[str, ...] = ()  # what is not said here, and why
    heads: tuple[ChainHead, ...] = ()
    papers_by: date | None = None  # the last day for the papers of the meeting

    @property
    def confirmed(self) -> bool:
        return bool(self.confirmed_by)

    @property
    def unconfirmed(self) -> bool:
        """Whether an officer was to release it and did not. What is made for a meeting always is."""
        return (self.to_release or self.meeting is not None) and not self.confirmed

    @property
    def items(self) -> tuple[DigestItem, ...]:
        """Every entry in it."""
        return (*self.new, *self.still, *self.recovering, *self.left)

    @property
    def moved(self) -> bool:
        """Whether anything is new, worse, better or off the list, or a rule another one."""
        recovering = any(one.change == "recovering" for one in self.recovering)
        return bool(self.new or recovering or self.left or self.changed)

    @property
    def empty(self) -> bool:
        """Whether nothing changed and nothing that was asked for is open: there is nothing to read."""
        return not (self.moved or self.asked)
