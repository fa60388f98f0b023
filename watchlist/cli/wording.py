"""The words of a command → what is to be done, in the order in which it is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from watchlist.asked import Deed, number_of
from watchlist.cli.acting import Asked, Deeds
from watchlist.days import by_day, day_of, due_of
from watchlist.model.acts import ActKind, Due
from watchlist.model.errors import UsageError
from watchlist.rulebook.wording import quote


@dataclass(frozen=True)
class Said:
    """What somebody says of an entry; "" where he says nothing."""

    cause: str = ""
    remedy: str = ""
    overseer: str = ""
    back_on_track: str = ""
    period: str = ""
    report: str = ""
    follows: str = ""
    public: bool = False

    def deeds(self) -> Iterator[Deed]:
        if self.cause:
            yield Deed(ActKind.CAUSE, self.cause, public=self.public)
        if self.remedy:
            yield Deed(ActKind.REMEDY, self.remedy, public=self.public)
        if self.overseer:
            yield Deed(ActKind.OVERSIGHT, post=self.overseer)
        if self.back_on_track:
            day, words = by_day(self.back_on_track)
            text = self.period or words
            yield Deed(ActKind.RECOVERY, text, due=Due(day), public=self.public)
        elif self.period:
            raise UsageError("--period puts a day into words: say the day with --back-on-track")
        if self.report:
            title, _, link = self.report.strip().rpartition(" ")
            yield Deed(ActKind.REPORT_LINKED, title, link=link, public=self.public)
        if self.follows:
            yield Deed(ActKind.FOLLOWS, number=_number(self.follows))


def adding(reason: str, asked_by: str, committee: str, minute: str, said: Said) -> Deeds:
    """Put it on the list, and say what is known of it."""
    first = Deed(
        ActKind.ADDED,
        reason,
        post=asked_by or None,
        committee=committee or None,
        minute=minute or None,
        public=said.public,
    )
    return lambda _: [first, *said.deeds()]


def saying(said: Said, doubt: str, no_doubt: bool) -> Deeds:
    def deeds(_: Asked) -> Sequence[Deed]:
        found = [*said.deeds()]
        if doubt:
            found.append(Deed(ActKind.DATA_IN_DOUBT, doubt, public=said.public))
        if no_doubt:
            found.append(Deed(ActKind.DATA_WELL_AGAIN))
        if not found:
            raise UsageError(
                "say something of it: --cause, --remedy, --overseer, --back-on-track, --report …"
            )
        return found

    return deeds


def plainly(kind: ActKind, **fields: Any) -> Deeds:
    """One deed that needs nothing looked up."""
    return lambda _: [Deed(kind, **fields)]


def muting(until: str, reason: str) -> Deeds:
    return lambda _: [Deed(ActKind.MUTED, reason, until=day_of(until) if until else None)]


@dataclass(frozen=True)
class Task:
    """A review, an action or a request as somebody words it."""

    noun: str
    text: str
    post: str = ""
    day: str = ""
    meeting: tuple[str, str] | None = None
    event: str = ""
    link: str = ""
    minute: str = ""
    public: bool = False


#: How each is set, and how it is brought to its end.
_KINDS = {
    "review": (ActKind.REVIEW_SET, ActKind.REVIEWED),
    "action": (ActKind.ACTION_SET, ActKind.ACTION_DONE),
    "request": (ActKind.REQUEST_MADE, ActKind.REQUEST_ANSWERED),
}


def task(task: Task, number: int | None) -> Deeds:
    """Set it; with a ``number``, bring that one to its end."""
    begin, end = _KINDS[task.noun]

    def deeds(asked: Asked) -> Sequence[Deed]:
        committees = asked.app.book.committees
        due = due_of(committees, asked.today, day=task.day, meeting=task.meeting, event=task.event)
        if number is not None and (due or task.post):
            raise UsageError(
                f"either ask for a new {task.noun}, or say that one has come to its end"
            )
        return [
            Deed(
                begin if number is None else end,
                task.text,
                post=task.post or None,
                due=due,
                number=number,
                link=task.link or None,
                minute=task.minute or None,
                public=task.public,
            )
        ]

    return deeds


def removing(
    reason: str, minute: str, committee: str, agree: bool, refuse: bool, people_too: bool
) -> Deeds:
    """Propose removal, or say what the committee decided: left out, the entry's own."""
    if agree and refuse:
        raise UsageError("the committee either agreed or refused: say one of --agree and --refuse")
    if people_too and not agree:
        raise UsageError("--people-too goes with --agree: others let go where removal is agreed")
    decided = agree or refuse
    kind = ActKind.REMOVAL_AGREED if agree else ActKind.REMOVAL_REFUSED

    def deeds(asked: Asked) -> Sequence[Deed]:
        own = asked.entry.committee if asked.entry and decided else None
        return [
            Deed(
                kind if decided else ActKind.REMOVAL_PROPOSED,
                reason,
                minute=minute or None,
                committee=committee or own,
                people_too=people_too,
            )
        ]

    return deeds


def _number(reference: str) -> int:
    number = number_of(reference)
    if number is None:
        raise UsageError(f"{quote(reference)} is no entry; write it like WL-0042")
    return number
