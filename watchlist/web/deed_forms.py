"""The forms by which somebody does something to an entry: one thing a page, each a line of a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from watchlist.asked import Deed
from watchlist.capacity import capacity
from watchlist.days import by_day, day_of, due_of
from watchlist.installation import today_of
from watchlist.model.acts import NUMBERED, ActKind, Due
from watchlist.model.errors import UsageError
from watchlist.model.record import Record, Task
from watchlist.model.visitor import Visitor
from watchlist.register.refusal import MAY
from watchlist.views.entry import EntryView
from watchlist.web.here import Here


class Ask(StrEnum):
    """What a form asks for; by these names its fields are sent."""

    TEXT = "text"
    NUMBER = "number"
    POST = "post"
    DAY = "day"
    MEETING = "meeting"
    EVENT = "event"
    UNTIL = "until"
    LINK = "link"
    MINUTE = "minute"
    PEOPLE_TOO = "people_too"
    PUBLIC = "public"


@dataclass(frozen=True)
class Form:
    """``link`` leads to it, ``title`` stands over it, ``asks`` are its fields with their labels,
    ``done`` is said afterwards."""

    link: str
    title: str
    button: str
    done: str
    asks: Mapping[Ask, str]
    hint: str = ""

    @property
    def slug(self) -> str:
        return self.link.lower().replace(" ", "-")


_PUBLIC = {Ask.PUBLIC: "The public may read this"}
_MINUTE = {Ask.MINUTE: "Minute that records it (if any)"}
_BY = {Ask.DAY: "By which day", Ask.MEETING: "Or at the next meeting of"}

FORMS: Mapping[ActKind, Form] = {
    ActKind.ACKNOWLEDGED: Form(
        "Acknowledge", "Say that you have seen it", "Acknowledge", "You have acknowledged it.",
        {Ask.TEXT: "What you make of it (if you can say already)"},
    ),
    ActKind.CAUSE: Form(
        "Give the cause", "What is behind it?", "Save the cause", "The cause is recorded.",
        {Ask.TEXT: "Cause", **_PUBLIC},
    ),
    ActKind.REMEDY: Form(
        "Say what is being done", "What is being done about it?", "Save",
        "What is being done is recorded.",
        {Ask.TEXT: "What is being done", **_PUBLIC},
    ),
    ActKind.RECOVERY: Form(
        "Say when it will be back on track", "By when is it expected to be back on track?", "Save",
        "The expected recovery is recorded.",
        {Ask.DAY: "A day, or a month", Ask.TEXT: "In words, as “the autumn” (if you like)", **_PUBLIC},
    ),
    ActKind.OVERSIGHT: Form(
        "Name who oversees it", "Who sees to it that it is done?", "Save",
        "Who oversees it is recorded.",
        {Ask.POST: "Post"},
    ),
    ActKind.ACTION_SET: Form(
        "Set an action", "What is to be done, by whom and by when?", "Set the action",
        "The action is set.",
        {Ask.TEXT: "What is to be done", Ask.POST: "Who does it", **_BY, **_MINUTE, **_PUBLIC},
    ),
    ActKind.ACTION_DONE: Form(
        "Say that an action is done", "Which action is done?", "Save", "The action is done.",
        {
            Ask.NUMBER: "Action", Ask.TEXT: "What came of it",
            Ask.LINK: "Link to a report (if any)", **_PUBLIC,
        },
    ),
    ActKind.REQUEST_MADE: Form(
        "Ask for something", "What do you ask for?", "Ask", "It is asked for.",
        {
            Ask.TEXT: "What you want to know or to have", Ask.POST: "Who is to answer", **_BY,
            **_MINUTE, **_PUBLIC,
        },
    ),
    ActKind.REQUEST_ANSWERED: Form(
        "Answer a request", "Which request is answered?", "Save the answer", "The request is answered.",
        {Ask.NUMBER: "Request", Ask.TEXT: "Answer", Ask.LINK: "Link to a report (if any)", **_PUBLIC},
    ),
    ActKind.REVIEW_SET: Form(
        "Set a review", "When is it looked at again?", "Set the review", "The review is set.",
        {
            **_BY, Ask.EVENT: "Or once something has happened",
            Ask.TEXT: "What is to be looked at", **_PUBLIC,
        },
    ),
    ActKind.REVIEWED: Form(
        "Say that a review was held", "Which review was held?", "Save", "The review is recorded.",
        {Ask.NUMBER: "Review", Ask.TEXT: "What came of it", **_PUBLIC},
    ),
    ActKind.NOTED: Form(
        "Add a note", "What is to be noted?", "Add the note", "The note is added.",
        {Ask.TEXT: "Note", **_PUBLIC},
    ),
    ActKind.REPORT_LINKED: Form(
        "Link a report", "Which report is about it?", "Link it", "The report is linked.",
        {Ask.TEXT: "Title of the report", Ask.LINK: "Its address"},
    ),
    ActKind.DATA_IN_DOUBT: Form(
        "Doubt the data", "What is doubtful about its data?", "Save", "The data is marked as in doubt.",
        {Ask.TEXT: "What is doubtful"},
    ),
    ActKind.DATA_WELL_AGAIN: Form(
        "Trust the data again", "Is its data well again?", "Yes, it is well again",
        "The data is no longer in doubt.", {},
    ),
    ActKind.REASSIGNED: Form(
        "Give it to another owner", "Who owns it from now on?", "Save", "It has another owner.",
        {Ask.POST: "Post"},
    ),
    ActKind.MUTED: Form(
        "Hold back its news", "Until when is no news of it to be sent, and why?", "Hold back its news",
        "No news of it is sent; what comes meanwhile is one message afterwards.",
        {Ask.UNTIL: "The last day", Ask.TEXT: "Why"},
    ),
    ActKind.UNMUTED: Form(
        "Send its news again", "Send its news again?", "Yes, send it", "News of it is sent again.", {},
    ),
    ActKind.HOLDS: Form(
        "Hold it on the list", "Hold it on the list, whatever the figures say?", "Yes, hold it",
        "You hold it on the list.", {Ask.TEXT: "Why"},
    ),
    ActKind.LET_GO: Form(
        "Let go of it", "Let go of it?", "Yes, let go", "You have let go of it.", {Ask.TEXT: "Why"},
    ),
    ActKind.REMOVAL_PROPOSED: Form(
        "Propose that it leaves", "Propose that it leaves the list", "Propose it",
        "Its removal is proposed; the committee decides.", {Ask.TEXT: "Why"},
    ),
    ActKind.REMOVAL_AGREED: Form(
        "Record that the committee agreed", "The committee agreed that it leaves the list",
        "It agreed", "It was let go of, as the committee decided.",
        {
            Ask.MINUTE: "Minute that records it", Ask.TEXT: "What was said",
            Ask.PEOPLE_TOO: "Whoever else holds it lets go as well",
        },
    ),
    ActKind.REMOVAL_REFUSED: Form(
        "Record that the committee refused", "The committee refused: it stays on the list",
        "It refused", "It stays on the list, as the committee decided.",
        {Ask.MINUTE: "Minute that records it", Ask.TEXT: "What was said"},
    ),
}  # fmt: skip

#: What is said after something was put on the list.
ADDED = "It is on the list."

BY_SLUG = {form.slug: kind for kind, form in FORMS.items()}


@dataclass(frozen=True)
class Offer:
    """Something that a visitor may do to an entry."""

    kind: ActKind
    form: Form

    @property
    def slug(self) -> str:
        return self.form.slug


def offered(here: Here, visitor: Visitor, one: EntryView) -> tuple[Offer, ...]:
    """What somebody may do, as far as his posts and the entry's own state say: what he writes is
    looked at when he sends it."""
    if visitor.person is None:
        return ()
    return tuple(
        Offer(kind, form)
        for kind, form in FORMS.items()
        if _sensible(kind, one) and may_do(here, visitor, one, kind)
    )


def may_do(here: Here, visitor: Visitor, one: EntryView, kind: ActKind) -> bool:
    """Whether one of his posts allows it."""
    if visitor.person is None:
        return False
    _, roles = capacity(
        here.config.directory, here.book, visitor.person, today_of(here), None,
        kind=kind, entry=one.entry, record=one.record, committee=one.entry.committee,
    )  # fmt: skip
    return bool(MAY[kind] & roles)


def may_add(visitor: Visitor) -> bool:
    """Whether somebody may put something on the list."""
    return visitor.person is not None and bool(MAY[ActKind.ADDED] & visitor.roles)


def _sensible(kind: ActKind, one: EntryView) -> bool:
    """Whether there is anything that it could be done to."""
    record, live = one.record, one.entry.left_at is None
    match kind:
        case ActKind.ACTION_DONE | ActKind.REQUEST_ANSWERED | ActKind.REVIEWED:
            return bool(open_tasks(kind, record))
        case ActKind.NOTED | ActKind.REPORT_LINKED:
            return True
        case ActKind.UNMUTED:
            return live and record.mute is not None
        case ActKind.MUTED:
            return live and record.mute is None
        case ActKind.DATA_WELL_AGAIN:
            return live and record.data_in_doubt is not None
        case ActKind.DATA_IN_DOUBT:
            return live and record.data_in_doubt is None
        case ActKind.LET_GO:
            return live and bool(record.holds)
        case ActKind.REMOVAL_AGREED | ActKind.REMOVAL_REFUSED:
            return live and (record.proposed or one.proposed)
    return live


def open_tasks(kind: ActKind, record: Record) -> tuple[Task, ...]:
    """The actions, requests or reviews that an act brings to an end, as far as they are open."""
    tasks: tuple[Task, ...] = getattr(record, f"{NUMBERED[kind]}s")
    return tuple(task for task in tasks if task.open)


def deed_of(here: Here, kind: ActKind, sent: Mapping[str, str], committee: str | None) -> Deed:
    """What a form asks for. Raises UsageError where a field cannot be understood."""
    said = {ask: sent.get(ask, "").strip() for ask in FORMS[kind].asks}
    return Deed(
        kind,
        text=said.get(Ask.TEXT, "").replace("\r\n", "\n") or _in_words(kind, said),
        post=said.get(Ask.POST) or None,
        due=_due(here, kind, said),
        number=_number(said.get(Ask.NUMBER, "")),
        until=day_of(said[Ask.UNTIL]) if said.get(Ask.UNTIL) else None,
        link=said.get(Ask.LINK) or None,
        minute=said.get(Ask.MINUTE) or None,
        committee=committee if kind in _DECIDED else None,
        people_too=bool(said.get(Ask.PEOPLE_TOO)),
        public=bool(said.get(Ask.PUBLIC)),
    )


_DECIDED = (ActKind.REMOVAL_AGREED, ActKind.REMOVAL_REFUSED)


def _due(here: Here, kind: ActKind, said: Mapping[Ask, str]) -> Due | None:
    if kind is ActKind.RECOVERY:
        return Due(by_day(said[Ask.DAY])[0]) if said[Ask.DAY] else None
    meeting = said.get(Ask.MEETING)
    return due_of(
        here.book.committees,
        today_of(here),
        day=said.get(Ask.DAY, ""),
        meeting=(meeting, "next") if meeting else None,
        event=said.get(Ask.EVENT, ""),
    )


def _in_words(kind: ActKind, said: Mapping[Ask, str]) -> str:
    if kind is ActKind.RECOVERY and said[Ask.DAY]:
        return by_day(said[Ask.DAY])[1]
    return ""


def _number(text: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or len(text) > 9:
        raise UsageError("choose one of those that are listed")
    return int(text)
