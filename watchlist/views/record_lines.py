"""What people made of an entry: a few lines in the list, all of it where it is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from watchlist.deliver.names import Names
from watchlist.installation import Installation, today_of
from watchlist.model.calendar import local_date
from watchlist.model.record import Decision, Hold, Record, Said, Task, Verdict
from watchlist.model.register import Breach, Entry
from watchlist.model.rule import Level
from watchlist.views.due_lines import day_said, fallen, to_review, unseen

#: A red with nothing said says so, in these words.
NOBODY = "Nobody has said yet what is being done."

#: So much of what somebody wrote stands in the list.
_LONGEST = 160


def unsaid(entry: Entry, record: Record) -> bool:
    """Whether an entry is red and nobody has said anything of it."""
    return entry.level is Level.RED and not record.spoken_of


def in_short(
    here: Installation, entry: Entry, record: Record, breaches: Sequence[Breach]
) -> Iterator[str]:
    """What the list says of what people made of an entry; of most of very many, nothing."""
    if record == Record():
        if unsaid(entry, record):
            yield NOBODY
        yield from fallen(here, entry, record, breaches)
        return
    names = Names.of(here.config.directory, here.book)
    if record.reason:
        yield f"{_asked(record, names)}: {_quoted(record.reason.text, _LONGEST)}"
    doing = record.remedy or next((task.said for task in record.actions if task.open), None)
    if doing:
        yield f"Being done: {_quoted(doing.text, _LONGEST)}"
    elif unsaid(entry, record):
        yield NOBODY
    for task in record.requests:
        if task.open:
            yield f"Asked, not answered yet: {_quoted(task.said.text, _LONGEST)}"
    yield from fallen(here, entry, record, breaches)
    if record.mute and record.muted(today_of(here)):
        yield f"No news of it is sent until {day_said(record.mute.until)}."
    if record.proposed:
        yield "Its removal is proposed."


def in_full(
    here: Installation, entry: Entry, record: Record, breaches: Sequence[Breach]
) -> list[tuple[str, str]]:
    """All that people made of an entry, a line each after what it is, and what is waited for; none
    where there is nothing to say."""
    waits, again = unseen(here, record, breaches), to_review(here, entry, record, breaches)
    if record == Record() and not unsaid(entry, record) and not waits and not again:
        return []
    names, today = Names.of(here.config.directory, here.book), today_of(here)
    due = dict.fromkeys(each.sentence(today, names) for each in waits)
    return [*_Lines(here, entry, record, breaches).all(), *(("Due", sentence) for sentence in due)]


class _Lines:
    """The lines of a record, each with what it is."""

    def __init__(
        self, here: Installation, entry: Entry, record: Record, breaches: Sequence[Breach]
    ) -> None:
        self.here, self.entry, self.record, self.breaches = here, entry, record, breaches
        self.names = Names.of(here.config.directory, here.book)

    def all(self) -> Iterator[tuple[str, str]]:
        yield from self._why()
        yield from self._what_is_done()
        for noun, tasks in (
            ("Action", self.record.actions),
            ("Request", self.record.requests),
            ("Review", self.record.reviews),
        ):
            for task in tasks:
                yield f"{noun} {task.number}", self._task(noun, task)
        if again := to_review(self.here, self.entry, self.record, self.breaches):
            yield "Review", f"by {day_said(again)}, as its rules ask: to come"
        for line in fallen(self.here, self.entry, self.record, self.breaches):
            yield "Due", line
        yield from self._beside()
        yield from self._standing()

    def _why(self) -> Iterator[tuple[str, str]]:
        record = self.record
        if record.reason:
            minuted = f" ({record.minute})" if record.minute else ""
            yield "Why", f"{_asked(record, self.names)}{minuted}: {self._said(record.reason)}"
        if record.follows or self.entry.follows:
            yield "Follows", f"WL-{record.follows or self.entry.follows or 0:04d}"
        held = [self._holder(hold) for hold in record.holds]
        if held:
            figures = ["its figures"] if self.entry.level else []
            yield "Held by", ", ".join([*figures, *held])

    def _what_is_done(self) -> Iterator[tuple[str, str]]:
        record = self.record
        if record.cause:
            yield "Cause", self._said(record.cause)
        if record.remedy:
            yield "Being done", self._said(record.remedy)
        elif unsaid(self.entry, record):
            yield "Being done", NOBODY
        if record.owner:
            yield "Owned by", self.names.post(record.owner)
        if record.overseer:
            yield "Overseen by", self.names.post(record.overseer)
        if track := record.back_on_track:
            words = f" ({track.words})" if track.words else ""
            by = f"by {self.names.said_by(track.said)}"
            yield "Back on track", f"{self.names.due(track.due)}{words}, expected {by}"

    def _beside(self) -> Iterator[tuple[str, str]]:
        record = self.record
        for report in record.reports:
            yield "Report", f"{report.said.text} {report.link}".strip()
        for note in record.notes:
            yield "Note", self._said(note)
        if record.data_in_doubt:
            yield "Data in doubt", self._said(record.data_in_doubt)

    def _standing(self) -> Iterator[tuple[str, str]]:
        record, names = self.record, self.names
        if record.acknowledged:
            yield "Seen", self._said(record.acknowledged)
        if record.escalated:
            yield "Brought to", ", ".join(map(names.post, record.escalated))
        if record.mute and record.muted(today_of(self.here)):
            yield "No news", f"until {day_said(record.mute.until)}: {self._said(record.mute.said)}"
        for decision in record.decisions:
            yield "Removal", self._decision(decision)

    def _said(self, said: Said) -> str:
        by = f"{self.names.said_by(said)}, {day_said(local_date(said.at, self.here.config.zone))}"
        public = "; public" if said.public else ""
        return f"{_quoted(said.text)} ({by}{public})".strip()

    def _holder(self, hold: Hold) -> str:
        if hold.committee:
            return self.names.committee(hold.committee)
        return self.names.by(hold.person or "", hold.post)

    def _task(self, noun: str, task: Task) -> str:
        post = f", {self.names.post(task.post)}" if task.post else ""
        due = f", {self.names.due(task.due)}" if task.due else ""
        minute = f" ({task.minute})" if task.minute else ""
        link = f" {task.link}" if task.link else ""
        words = _quoted(task.said.text) or f"set by {self.names.said_by(task.said)}"
        begun, ended = _STATES[noun]
        if task.done is None:
            return f"{words}{post}{due}{minute}: {begun}"
        return f"{words}{post}{due}{minute}: {ended} {self._said(task.done)}{link}"

    def _decision(self, decision: Decision) -> str:
        minute = f" ({decision.minute})" if decision.minute else ""
        if decision.verdict is Verdict.PROPOSED:
            return f"proposed {self._said(decision.said)}"
        who = self.names.committee(decision.committee)
        return f"{decision.verdict} by {who}{minute} {self._said(decision.said)}"


_STATES = {
    "Action": ("not done yet", "done"),
    "Request": ("not answered yet", "answered"),
    "Review": ("to come", "held"),
}


def _asked(record: Record, names: Names) -> str:
    """ "Asked for by Chair of Scrutiny for Scrutiny"."""
    asked = record.asked_by or ""
    himself = record.reason is not None and asked == record.reason.who
    by = names.person(asked) if himself else names.posts.get(asked, asked)
    committee = f" for {names.committee(record.committee)}" if record.committee else ""
    return f"Asked for by {by}{committee}"


def _quoted(text: str, longest: int | None = None) -> str:
    words = " ".join(text.split())
    if longest and len(words) > longest:
        words = words[: longest - 1].rstrip() + "…"
    return f"“{words}”" if words else ""
