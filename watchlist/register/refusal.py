"""Which acts may not be done, and the sentence that says why: by role, by what an act needs, and by
how the entry stands. The table of roles is total, or this module does not import."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from unicodedata import category

from watchlist.model.acts import NUMBERED, Act, ActKind
from watchlist.model.calendar import local_date
from watchlist.model.record import Record, Task
from watchlist.model.register import Entry
from watchlist.register.acts import holder, holds, lets_go

#: Nobody reads more, and no page or message can show it.
LONGEST_TEXT = 5_000
_LONGEST_WORD = 500
_UNSEEN = "a text has letters, lines and tabs, and no other characters that cannot be seen"

#: For so long news may be held back; what is longer has no end.
_LONGEST_MUTE = timedelta(days=366)

_OFFICERS = frozenset({"officer", "owner"})
_COMMITTEE = frozenset({"chair", "clerk", "officer"})
_EVERYBODY = frozenset({"officer", "owner", "clerk", "chair", "member"})

#: Who may do what. Auditors read everything and change nothing; administrators keep the service
#: running and write nothing about performance.
MAY: Mapping[ActKind, frozenset[str]] = {
    ActKind.ADDED: _EVERYBODY,
    ActKind.NOTED: _EVERYBODY,
    ActKind.CAUSE: _OFFICERS | _COMMITTEE,  # as the minutes have it
    ActKind.REMEDY: _OFFICERS | _COMMITTEE,
    ActKind.OVERSIGHT: _OFFICERS | _COMMITTEE,
    ActKind.RECOVERY: _OFFICERS | _COMMITTEE,
    ActKind.REVIEW_SET: _EVERYBODY,
    ActKind.REVIEWED: _EVERYBODY,
    ActKind.ACTION_SET: _OFFICERS | _COMMITTEE,
    ActKind.ACTION_DONE: _OFFICERS | {"clerk"},
    ActKind.REQUEST_MADE: _EVERYBODY,
    ActKind.REQUEST_ANSWERED: _OFFICERS | {"clerk"},
    ActKind.REPORT_LINKED: _OFFICERS | {"clerk"},
    ActKind.HOLDS: _EVERYBODY,
    ActKind.LET_GO: _EVERYBODY,
    ActKind.REMOVAL_PROPOSED: _EVERYBODY,
    ActKind.REMOVAL_AGREED: _COMMITTEE,
    ActKind.REMOVAL_REFUSED: _COMMITTEE,
    ActKind.MUTED: _OFFICERS | {"administrator"},
    ActKind.UNMUTED: _OFFICERS | {"administrator"},
    ActKind.ACKNOWLEDGED: _OFFICERS,
    ActKind.REASSIGNED: _OFFICERS | {"administrator"},
    ActKind.ESCALATED: _OFFICERS | _COMMITTEE,
    ActKind.DATA_IN_DOUBT: _OFFICERS,
    ActKind.DATA_WELL_AGAIN: _OFFICERS,
    ActKind.FOLLOWS: _OFFICERS | {"clerk"},
}
if unsaid := set(ActKind) - set(MAY):
    raise TypeError(f"nothing says who may do {sorted(unsaid)}")

#: What an act needs (a field of `Act`), and what is said where it is not there.
_NEEDS: Mapping[ActKind, Mapping[str, str]] = {
    ActKind.ADDED: {"text": "why it is put on the list"},
    ActKind.NOTED: {"text": "what is noted"},
    ActKind.CAUSE: {"text": "what the cause is"},
    ActKind.REMEDY: {"text": "what is being done"},
    ActKind.OVERSIGHT: {"post": "which post oversees it"},
    ActKind.RECOVERY: {"due": "by when it is expected to be back on track"},
    ActKind.REVIEW_SET: {"due": "when it is looked at again"},
    ActKind.REVIEWED: {"number": "which review it was"},
    ActKind.ACTION_SET: {
        "text": "what is to be done",
        "post": "which post does it",
        "due": "by when it is to be done",
    },
    ActKind.ACTION_DONE: {"number": "which action was done"},
    ActKind.REQUEST_MADE: {"text": "what is asked for"},
    ActKind.REQUEST_ANSWERED: {"number": "which request is answered"},
    ActKind.REPORT_LINKED: {"link": "where the report is"},
    ActKind.MUTED: {"text": "the reason for a mute", "until": "the last day of a mute"},
    ActKind.REASSIGNED: {"post": "which post owns it from now on"},
    ActKind.ESCALATED: {"post": "to which post it is brought"},
    ActKind.DATA_IN_DOUBT: {"text": "what is doubtful about the data"},
    ActKind.FOLLOWS: {"number": "which earlier entry it follows"},
}

#: What may still be done to an entry that has left the list: what was begun is brought to its end.
_AFTERWARDS = frozenset(
    {
        ActKind.NOTED,
        ActKind.REVIEWED,
        ActKind.ACTION_DONE,
        ActKind.REQUEST_ANSWERED,
        ActKind.REPORT_LINKED,
    }
)


def refused(
    act: Act,
    entry: Entry,
    record: Record,
    roles: Collection[str],
    now: datetime,
    *,
    proposed: bool = False,
    zone: str = "Europe/London",
) -> str | None:
    """The sentence why an act may not be done; None where it may.

    ``roles`` are those of whoever acts, ``record`` is the entry's before the act, ``proposed`` says
    whether the figures propose any of the entry's breaches for removal.
    """
    today = local_date(now, zone)
    reasons = (
        _by_role(act, roles),
        _by_list(act, entry),
        _by_need(act),
        *_by_length(act),
        _by_day(act, today),
        _by_number(act, entry, record),
        _by_record(act, entry, record, roles, proposed),
    )
    return next(filter(None, reasons), None)


def _by_role(act: Act, roles: Collection[str]) -> str | None:
    if MAY[act.kind] & set(roles):
        return None
    able = ", ".join(sorted(MAY[act.kind]))
    own = ", ".join(sorted(roles)) or "none"
    return f'"{act.kind}" is for these roles: {able}; yours: {own}'


def _by_list(act: Act, entry: Entry) -> str | None:
    if entry.left_at is None or act.kind in _AFTERWARDS:
        return None
    return f"{entry.reference} has left the list; put it on again, and it will name this one"


def _by_need(act: Act) -> str | None:
    needs: Mapping[str, str] = _NEEDS.get(act.kind, {})
    for name, what in needs.items():
        if _is_empty(getattr(act, name)):
            return f"say {what}"
    if act.kind is ActKind.REQUEST_ANSWERED and _is_empty(act.text) and _is_empty(act.link):
        return "say what the answer is, or where it is"
    return None


def _is_empty(given: Any) -> bool:
    return given is None or (isinstance(given, str) and not given.strip())


def unreadable(text: str) -> str | None:
    """The sentence why a text that somebody writes is not taken; None where it is."""
    if any(map(_is_unprintable, text)):
        return _UNSEEN
    if len(text) > LONGEST_TEXT:
        return (
            f"a text has at most {LONGEST_TEXT:,} characters and this one {len(text):,};"
            " say it shorter, or link a report"
        )
    return None


def _by_length(act: Act) -> Iterator[str | None]:
    for given in (act.link, act.minute, act.due.event if act.due else None):
        if given is not None and any(map(_is_unprintable, given)):
            yield _UNSEEN
    yield unreadable(act.text)
    event = act.due.event if act.due else None
    for name, given in (("a link", act.link), ("a minute reference", act.minute), ("it", event)):
        if given is not None and len(given) > _LONGEST_WORD:
            yield f"{name} has at most {_LONGEST_WORD} characters"


def _is_unprintable(character: str) -> bool:
    return category(character) in ("Cc", "Cs") and character not in "\n\t"


def _by_day(act: Act, today: date) -> str | None:
    if act.due and act.due.is_over(today):
        return f"{act.due.day:%d %B %Y} is in the past; name a day that is still to come"
    if act.until is None:
        return None
    if act.until < today:
        return f"{act.until:%d %B %Y} is in the past; name a day that is still to come"
    if act.until > today + _LONGEST_MUTE:
        return "a mute lasts a year at most; name a nearer day"
    return None


def _by_number(act: Act, entry: Entry, record: Record) -> str | None:
    """Whether there is such a review, action or request, and whether it is still open."""
    noun = NUMBERED.get(act.kind)
    if noun is None or act.kind in (
        ActKind.REVIEW_SET, ActKind.ACTION_SET, ActKind.REQUEST_MADE,
    ):  # fmt: skip
        return None
    tasks: tuple[Task, ...] = getattr(record, f"{noun}s")
    task = next((each for each in tasks if each.number == act.number), None)
    if task is None:
        have = f"it has {len(tasks)}" if tasks else "it has none"
        return f"{entry.reference} has no {noun} {act.number}; {have}"
    if not task.open:
        return f"{noun} {act.number} of {entry.reference} is {_ENDED[noun]} already"
    return None


_ENDED = {"review": "held", "action": "done", "request": "answered"}


def _by_record(
    act: Act, entry: Entry, record: Record, roles: Collection[str], proposed: bool
) -> str | None:
    """What the entry's own state forbids."""
    reference = entry.reference
    match act.kind:
        case ActKind.ADDED if holds(record, holder(act)):
            return f"{reference} is on the list already, held by {_whose(act)}"
        case ActKind.HOLDS if holds(record, holder(act)):
            return f"{reference} is held by {_whose(act)} already"
        case ActKind.LET_GO if not holds(record, holder(act)):
            return f"{reference} is not held by {_whose(act)}: there is nothing to let go of"
        case ActKind.REMOVAL_AGREED | ActKind.REMOVAL_REFUSED:
            return _by_decision(act, entry, record, roles, proposed)
        case ActKind.UNMUTED if record.mute is None:
            return f"{reference} is not muted"
        case ActKind.DATA_WELL_AGAIN if record.data_in_doubt is None:
            return f"nobody said that the data of {reference} is in doubt"
        case ActKind.REASSIGNED if act.post == (record.owner or entry.owner):
            return f"{act.post} owns {reference} already"
        case ActKind.FOLLOWS if act.number is not None and act.number >= entry.id:
            return f"{reference} can only follow an earlier entry"
    return None


def _by_decision(
    act: Act, entry: Entry, record: Record, roles: Collection[str], proposed: bool
) -> str | None:
    """The committee decides: its chair or its clerk says so, or an officer names the minute."""
    if not {"chair", "clerk"} & set(roles) and _is_empty(act.minute):
        return "say which minute records the decision: only the chair or the clerk needs none"
    if act.kind is ActKind.REMOVAL_REFUSED:
        if proposed or record.proposed:
            return None
        return f"nothing of {entry.reference} is proposed for removal"
    if proposed or any(lets_go(act, held) for held in record.holds):
        return None
    return (
        f"nothing of {entry.reference} is proposed for removal: a figure that has not recovered"
        " would be back with its next reading; mute it, or change its rule"
    )


def _whose(act: Act) -> str:
    mine = holder(act)
    return mine.committee or mine.post or "you"
