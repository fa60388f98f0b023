"""Acts and occasions → sentences: a total table, one for each kind."""

from __future__ import annotations

from datetime import date

from watchlist.deliver.names import Names
from watchlist.model.acts import WATCHLIST, Act, ActKind
from watchlist.model.calendar import local_date
from watchlist.model.record import Record, Task
from watchlist.register.falling_due import Fell, Occasion

#: So much of what people wrote stands in a message; the rest is read where it was written.
_LONGEST = 600


def told_act(act: Act, names: Names) -> str:
    """What somebody did, in one sentence and his own words."""
    if act.who == WATCHLIST and act.kind is ActKind.ESCALATED:
        due = f" {names.due(act.due)}" if act.due else ""
        return f"This was escalated to {names.post(act.post)}: nobody acknowledged it{due}."
    return f"{names.by(act.who, act.acting_for)} {_did(act, names)}{_words(act.text)}"


def _did(act: Act, names: Names) -> str:
    due = f" {names.due(act.due)}" if act.due else ""
    match act.kind:
        case ActKind.ADDED:
            asked = f" for {names.post(act.post)}" if act.post else ""
            committee = f" for {names.committee(act.committee)}" if act.committee else ""
            return f"put this on the list{asked or committee}{_minuted(act)}"
        case ActKind.NOTED:
            return "notes"
        case ActKind.CAUSE:
            return "says what the cause is"
        case ActKind.REMEDY:
            return "says what is being done"
        case ActKind.OVERSIGHT:
            return f"says that {names.post(act.post)} oversees this"
        case ActKind.RECOVERY:
            return f"expects this to be back on track{due}"
        case ActKind.REVIEW_SET:
            return f"will have this looked at again{due}"
        case ActKind.REVIEWED:
            return f"says that this was looked at again (review {act.number})"
        case ActKind.ACTION_SET:
            return f"asks {names.post(act.post)} to act{due}{_minuted(act)}"
        case ActKind.ACTION_DONE:
            return f"says that action {act.number} is done"
        case ActKind.REQUEST_MADE:
            return f"asks {names.post(act.post)} for an answer{due}{_minuted(act)}"
        case ActKind.REQUEST_ANSWERED:
            return f"answered request {act.number}{_at(act.link)}"
        case ActKind.REPORT_LINKED:
            return f"points to a report{_at(act.link)}"
        case ActKind.HOLDS:
            return f"holds this on the list{_whose(act, names)}"
        case ActKind.LET_GO:
            return f"let go of this{_whose(act, names)}"
        case ActKind.REMOVAL_PROPOSED:
            return "proposes that this leaves the list"
        case ActKind.REMOVAL_AGREED:
            return f"says that {names.committee(act.committee)} agreed to removal{_minuted(act)}"
        case ActKind.REMOVAL_REFUSED:
            return (
                f"says that {names.committee(act.committee)} keeps this on the list{_minuted(act)}"
            )
        case ActKind.MUTED:
            until = f"{act.until.day} {act.until:%B %Y}" if act.until else "further notice"
            return f"holds news of this back until {until}"
        case ActKind.UNMUTED:
            return "lets news of this out again"
        case ActKind.ACKNOWLEDGED:
            return "has seen this"
        case ActKind.REASSIGNED:
            return f"says that {names.post(act.post)} owns this from now on"
        case ActKind.ESCALATED:
            return f"brings this to {names.post(act.post)}"
        case ActKind.DATA_IN_DOUBT:
            return "doubts the data"
        case ActKind.DATA_WELL_AGAIN:
            return "says that the data can be relied on again"
        case ActKind.FOLLOWS:
            return f"says that this follows WL-{act.number or 0:04d}"


def told_occasion(occasion: Occasion, record: Record, names: Names) -> str | None:
    """What has fallen due, as the record stands now; None where it is no longer so."""
    day, number = f"{occasion.day.day} {occasion.day:%B %Y}", occasion.number
    match occasion.what:
        case Fell.REVIEW_DUE:
            said = f"This is to be looked at again, since {day}"
            if not number:
                return _not_reviewed(record, occasion.day, said)
            return _still_open(record.reviews, number, said)
        case Fell.ACTION_OVERDUE:
            said = f"Action {number} was due on {day}, and nobody has said that it is done"
            return _still_open(record.actions, number, said)
        case Fell.REQUEST_UNANSWERED:
            said = f"Request {number} was to be answered by {day}, and is not"
            return _still_open(record.requests, number, said)
        case Fell.RECOVERY_MISSED:
            return _missed(record, day)
        case Fell.NOT_ACKNOWLEDGED:
            return "Nobody has said that they have seen this, though the time for it has passed."
        case Fell.MUTE_ENDED:
            return f"News of this was held back until {day}; it comes again."
        case Fell.HOLDER_LEFT:
            return _left_behind(record, occasion, names)


def _left_behind(record: Record, occasion: Occasion, names: Names) -> str | None:
    hold = next((one for one in record.holds if one.act == occasion.number), None)
    if hold is None:
        return None
    who = names.who(hold.person, hold.post) if hold.person else names.post(hold.post)
    reference = f"WL-{occasion.entry:04d}"
    return (
        f"{who} holds this on the list and has left the post. Whoever holds it now, or stands in for "
        f"it, may let go of this (watchlist let-go {reference}); or the committee agrees to its "
        f"removal (watchlist remove {reference} --agree --people-too)."
    )


def _missed(record: Record, day: str) -> str | None:
    if record.back_on_track is None:
        return None
    words = record.back_on_track.words
    named = f" ({words})" if words else ""
    return f"This was expected to be back on track by {day}{named}, and is not."


def _still_open(tasks: tuple[Task, ...], number: int, said: str) -> str | None:
    """The sentence with the words of the task; None where the task has been brought to its end."""
    for task in tasks:
        if task.number == number and task.open:
            return f"{said}{_words(task.said.text)}"
    return None


def _not_reviewed(record: Record, day: date, said: str) -> str | None:
    """The sentence of a review that rules ask for; None where one was held on its day or later."""
    held = record.reviewed_at
    return None if held and local_date(held) >= day else f"{said}."


def _whose(act: Act, names: Names) -> str:
    if act.committee:
        return f" for {names.committee(act.committee)}"
    return f" for {names.post(act.post)}" if act.post else ""


def _minuted(act: Act) -> str:
    return f" ({act.minute})" if act.minute else ""


def _at(link: str | None) -> str:
    return f" ({link})" if link else ""


def _words(text: str) -> str:
    """What somebody wrote, as much of it as a message carries."""
    words = " ".join(text.split())
    if not words:
        return "."
    if len(words) > _LONGEST:
        words = words[: _LONGEST - 1].rstrip() + "…"
    return f": “{words}”"
