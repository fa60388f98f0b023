"""What comes with time, whatever the figures do: a review, an action or a request whose day has come,
a recovery that did not, a breach that nobody acknowledged, a mute that ended.

Each occasion has one subject, and is told once: given what was told before, the answer is what is new.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from watchlist.model.calendar import add, local_date
from watchlist.model.indicator import Interval
from watchlist.model.message import Notice, Purpose
from watchlist.model.people import Directory
from watchlist.model.record import Record, Task
from watchlist.model.register import Breach, Entry, State
from watchlist.model.rule import Escalation
from watchlist.register.routing import addressed

_ONE_DAY = timedelta(days=1)


class Fell(StrEnum):
    """What has come with time."""

    REVIEW_DUE = "review due"
    ACTION_OVERDUE = "action overdue"
    REQUEST_UNANSWERED = "request unanswered"
    RECOVERY_MISSED = "recovery missed"
    NOT_ACKNOWLEDGED = "not acknowledged"
    MUTE_ENDED = "mute ended"
    HOLDER_LEFT = "holder left"


@dataclass(frozen=True)
class Occasion:
    """One thing that fell due, once. ``number`` is that of the review, action, request, breach or act
    of holding (0: of none, as of a review that rules ask for), ``day`` the one that was named, ``post``
    who must hear of it (None: the keeper)."""

    what: Fell
    entry: int
    number: int
    day: date
    post: str | None = None

    @property
    def subject(self) -> str:
        """By which notices know it: another day that is named makes another occasion."""
        return f"{self.what}:{self.entry}:{self.number}:{self.day}"


def occasion_of(subject: str) -> Occasion | None:
    """The occasion that a notice speaks of; None where it speaks of something else."""
    what, _, rest = subject.partition(":")
    if what not in set(Fell):
        return None
    entry, number, day = rest.split(":")
    return Occasion(Fell(what), int(entry), int(number), date.fromisoformat(day))


def fallen_due(
    entry: Entry, record: Record, breaches: Sequence[Breach], today: date
) -> Iterator[Occasion]:
    """What has fallen due of one entry by a day. ``breaches`` are the live ones that hold it. Of an
    entry that has left the list only what was begun is still waited for."""
    for task in record.reviews:
        if task.open and task.due and task.due.has_come(today):
            yield _of_task(Fell.REVIEW_DUE, entry, task, task.said.acting_for or entry.owner)
    for what, tasks in (
        (Fell.ACTION_OVERDUE, record.actions),
        (Fell.REQUEST_UNANSWERED, record.requests),
    ):
        for task in tasks:
            if task.open and task.due and task.due.is_over(today):
                yield _of_task(what, entry, task, task.post or entry.owner)
    if entry.left_at is None:
        yield from _of_entry(entry, record, breaches, today)


def _of_task(what: Fell, entry: Entry, task: Task, post: str | None) -> Occasion:
    day = task.due.day if task.due else None
    return Occasion(what, entry.id, task.number, day or date.min, post)


def _of_entry(
    entry: Entry, record: Record, breaches: Sequence[Breach], today: date
) -> Iterator[Occasion]:
    expected = record.back_on_track.due if record.back_on_track else None
    still_bad = any(breach.track.state is State.OPEN for breach in breaches)
    if expected and expected.day and expected.has_come(today) and still_bad:
        yield Occasion(Fell.RECOVERY_MISSED, entry.id, 0, expected.day, entry.owner)
    if record.mute and not record.muted(today):
        who = record.mute.said.acting_for or entry.owner
        yield Occasion(Fell.MUTE_ENDED, entry.id, 0, record.mute.until, who)


@dataclass(frozen=True)
class Known:
    """When a breach became news, and when somebody was told of it: later, where that was held back. It
    may be acknowledged from the first on, and is waited for from the second on."""

    news_at: datetime
    told_at: datetime


def acknowledge_by(
    breach: Breach,
    escalation: Escalation,
    record: Record,
    known: Known,
    zone: str = "Europe/London",
) -> date | None:
    """The last day on which an open breach of which somebody was told is acknowledged in time; None
    where it was acknowledged since, or needs not be."""
    if breach.track.state is not State.OPEN or breach.entry is None:
        return None
    if record.acknowledged is not None and record.acknowledged.at >= known.news_at:
        return None
    return add(escalation.after, local_date(known.told_at, zone))


def counted_from(after: Interval, day: date) -> date:
    """The first day of which the time ``after`` it ends on a day or later."""
    first = day
    while add(after, first - _ONE_DAY) >= day:
        first -= _ONE_DAY
    return first


def unacknowledged(
    breach: Breach,
    escalation: Escalation,
    record: Record,
    known: Known,
    now: datetime,
    zone: str = "Europe/London",
) -> Occasion | None:
    """That a breach which is still open was not acknowledged in the time that its rule gives since
    somebody was told of it; None where it was, where there is time left, and while news of the entry
    is held back."""
    day, today = acknowledge_by(breach, escalation, record, known, zone), local_date(now, zone)
    if day is None or breach.entry is None or day >= today or record.muted(today):
        return None
    return Occasion(Fell.NOT_ACKNOWLEDGED, breach.entry, breach.id, day, escalation.post)


def remind(
    occasions: Iterable[Occasion],
    told: Collection[str],
    directory: Directory,
    now: datetime,
    zone: str = "Europe/London",
) -> list[Notice]:
    """A notice of each occasion that nobody was told of, by the subjects ``told`` before."""
    day, notices = local_date(now, zone), list[Notice]()
    for one in occasions:
        if one.subject not in told:
            breach = one.number if one.what is Fell.NOT_ACKNOWLEDGED else None
            meant = Notice(
                one.subject, one.post or directory.keeper, "", Purpose.REMINDERS, now,
                entry=one.entry, breach=breach,
            )  # fmt: skip
            notices.extend(addressed(meant, directory, day))
    return notices
