"""What people have made of one entry: their acts, folded (see `watchlist.register.acts`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from watchlist.model.acts import Due


@dataclass(frozen=True)
class Said:
    """A text and who wrote it: a person's number, and the post he wrote it for."""

    text: str
    at: datetime
    who: str
    acting_for: str | None = None
    public: bool = False


@dataclass(frozen=True)
class Hold:
    """A person (for a post) or a committee that holds an entry on the list; ``act`` is the number of
    the act by which it does."""

    since: datetime
    person: str | None = None
    post: str | None = None
    committee: str | None = None
    act: int = field(default=0, compare=False)


@dataclass(frozen=True)
class BackOnTrack:
    """By when performance is expected to have recovered: the day, and the period in words."""

    due: Due
    words: str
    said: Said


@dataclass(frozen=True)
class Task:
    """A review, an action or a request, numbered from 1 among its own within the entry.

    ``post`` owns it; ``done`` is what was said when it was reviewed, done or answered.
    """

    number: int
    said: Said
    post: str | None = None
    due: Due | None = None
    done: Said | None = None
    link: str | None = None  # of the report that answers it
    minute: str | None = None

    @property
    def open(self) -> bool:
        return self.done is None


@dataclass(frozen=True)
class Report:
    """A link to a report; ``said.text`` says which one it is."""

    link: str
    said: Said


@dataclass(frozen=True)
class Mute:
    """No news of the entry is sent up to and with a day."""

    until: date
    said: Said


class Verdict(StrEnum):
    PROPOSED = "proposed"
    AGREED = "agreed"
    REFUSED = "refused"


@dataclass(frozen=True)
class Decision:
    """What was proposed or decided about removal."""

    verdict: Verdict
    said: Said
    committee: str | None = None
    minute: str | None = None
    people_too: bool = False


@dataclass(frozen=True)
class Record:
    """One entry as people made it; without any act it is empty."""

    reason: Said | None = None  # why it was put on the list, by whom
    asked_by: str | None = None  # the post that asked for it, or the person where it was for none
    committee: str | None = None
    minute: str | None = None
    cause: Said | None = None
    remedy: Said | None = None
    overseer: str | None = None  # a post
    back_on_track: BackOnTrack | None = None
    reviews: tuple[Task, ...] = ()
    actions: tuple[Task, ...] = ()
    requests: tuple[Task, ...] = ()
    reports: tuple[Report, ...] = ()
    notes: tuple[Said, ...] = ()
    holds: tuple[Hold, ...] = ()
    decisions: tuple[Decision, ...] = ()
    mute: Mute | None = None
    acknowledged: Said | None = None
    owner: str | None = None  # the post that owns it instead of the indicator's
    escalated: tuple[str, ...] = ()  # the posts it was brought to, in order
    data_in_doubt: Said | None = None
    follows: int | None = None

    @property
    def reviewed_at(self) -> datetime | None:
        """When a review was held last."""
        return max((task.done.at for task in self.reviews if task.done), default=None)

    @property
    def proposed(self) -> bool:
        """Whether somebody proposed removal and nobody has decided since."""
        return bool(self.decisions) and self.decisions[-1].verdict is Verdict.PROPOSED

    @property
    def spoken_of(self) -> bool:
        """Whether anybody has said what is behind it or what is being done."""
        said = (self.cause, self.remedy, self.back_on_track, self.actions, self.notes)
        return any(said)

    def muted(self, today: date) -> bool:
        """Whether news of it is held back on a day."""
        return self.mute is not None and today <= self.mute.until
