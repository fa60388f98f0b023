"""What acts make of an entry: folded one by one, in the order in which they happened.

The record of an entry is a function of its acts and of nothing else: it is not kept, it is replayed.
The table is total: every kind of act has its fold, or this module does not import.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import reduce

from watchlist.model.acts import Act, ActKind
from watchlist.model.record import (
    BackOnTrack,
    Decision,
    Hold,
    Mute,
    Record,
    Report,
    Said,
    Task,
    Verdict,
)


def fold(record: Record, act: Act) -> Record:
    """The record after one more act. It is only ever given acts that were not refused; one that
    finds nothing to change (a number that is not there) changes nothing."""
    return _FOLDS[act.kind](record, act)


def replay(acts: Iterable[Act]) -> Record:
    """The record that these acts (of one entry, in their order) make."""
    return reduce(fold, acts, Record())


def kept(record: Record) -> bool:
    """Whether a person or a committee still holds the entry on the list."""
    return bool(record.holds)


def said(act: Act) -> Said:
    return Said(act.text, act.at, act.who, act.acting_for, act.public)


def holder(act: Act) -> Hold:
    """For whom an act puts a hold on an entry or lets go of it: the committee that is named, the post
    that asked, or the person himself (for the post he acts for)."""
    if act.committee is not None:
        return Hold(act.at, committee=act.committee, act=act.id)
    if act.post is not None:
        return Hold(act.at, post=act.post, act=act.id)
    return Hold(act.at, person=act.who, post=act.acting_for, act=act.id)


def same_holder(one: Hold, other: Hold) -> bool:
    """A post is held by one person after another: who holds it lets go of what it held."""
    if one.committee is not None or other.committee is not None:
        return one.committee == other.committee
    if one.post is not None and other.post is not None:
        return one.post == other.post
    return one.person is not None and one.person == other.person


def holds(record: Record, holder: Hold) -> bool:
    return any(same_holder(held, holder) for held in record.holds)


def _added(record: Record, act: Act) -> Record:
    """The first reason stays; who asks for what is on the list already is noted, and holds it too."""
    held = _held(record, act)
    if record.reason is not None:
        return _noted(held, act)
    return replace(
        held,
        reason=said(act),
        asked_by=act.post or act.acting_for or act.who,
        committee=act.committee,
        minute=act.minute,
    )


def _noted(record: Record, act: Act) -> Record:
    return replace(record, notes=(*record.notes, said(act)))


def _expected(record: Record, act: Act) -> Record:
    if act.due is None:
        return record
    return replace(record, back_on_track=BackOnTrack(act.due, act.text, said(act)))


def _reported(record: Record, act: Act) -> Record:
    return replace(record, reports=(*record.reports, Report(act.link or "", said(act))))


def _held(record: Record, act: Act) -> Record:
    mine = holder(act)
    return record if holds(record, mine) else replace(record, holds=(*record.holds, mine))


def _let_go(record: Record, act: Act) -> Record:
    mine = holder(act)
    left = tuple(held for held in record.holds if not same_holder(held, mine))
    return replace(record, holds=left)


def _proposed(record: Record, act: Act) -> Record:
    return _decided(record, act, Verdict.PROPOSED)


def _agreed(record: Record, act: Act) -> Record:
    """The committee that agrees holds it no longer; nor does anybody, where it says so."""
    decided = _decided(record, act, Verdict.AGREED)
    left = tuple(held for held in record.holds if not lets_go(act, held))
    return replace(decided, holds=left)


def lets_go(act: Act, held: Hold) -> bool:
    """Whether removal agreed ends this hold."""
    own = act.committee is not None and held.committee == act.committee
    return act.people_too or own


def _refused(record: Record, act: Act) -> Record:
    return _decided(record, act, Verdict.REFUSED)


def _decided(record: Record, act: Act, verdict: Verdict) -> Record:
    decision = Decision(verdict, said(act), act.committee, act.minute, act.people_too)
    return replace(record, decisions=(*record.decisions, decision))


def _muted(record: Record, act: Act) -> Record:
    return record if act.until is None else replace(record, mute=Mute(act.until, said(act)))


def _task(tasks: tuple[Task, ...], act: Act) -> tuple[Task, ...]:
    number = len(tasks) + 1
    return (*tasks, Task(number, said(act), act.post, act.due, link=act.link, minute=act.minute))


def _done(tasks: tuple[Task, ...], act: Act) -> tuple[Task, ...]:
    return tuple(
        replace(task, done=said(act), link=act.link or task.link, minute=act.minute or task.minute)
        if task.number == act.number and task.open
        else task
        for task in tasks
    )


Fold = Callable[[Record, Act], Record]

_FOLDS: Mapping[ActKind, Fold] = {
    ActKind.ADDED: _added,
    ActKind.NOTED: _noted,
    ActKind.CAUSE: lambda record, act: replace(record, cause=said(act)),
    ActKind.REMEDY: lambda record, act: replace(record, remedy=said(act)),
    ActKind.OVERSIGHT: lambda record, act: replace(record, overseer=act.post),
    ActKind.RECOVERY: _expected,
    ActKind.REVIEW_SET: lambda record, act: replace(record, reviews=_task(record.reviews, act)),
    ActKind.REVIEWED: lambda record, act: replace(record, reviews=_done(record.reviews, act)),
    ActKind.ACTION_SET: lambda record, act: replace(record, actions=_task(record.actions, act)),
    ActKind.ACTION_DONE: lambda record, act: replace(record, actions=_done(record.actions, act)),
    ActKind.REQUEST_MADE: lambda record, act: replace(record, requests=_task(record.requests, act)),
    ActKind.REQUEST_ANSWERED: lambda record, act: replace(
        record, requests=_done(record.requests, act)
    ),
    ActKind.REPORT_LINKED: _reported,
    ActKind.HOLDS: _held,
    ActKind.LET_GO: _let_go,
    ActKind.REMOVAL_PROPOSED: _proposed,
    ActKind.REMOVAL_AGREED: _agreed,
    ActKind.REMOVAL_REFUSED: _refused,
    ActKind.MUTED: _muted,
    ActKind.UNMUTED: lambda record, act: replace(record, mute=None),  # noqa: ARG005
    ActKind.ACKNOWLEDGED: lambda record, act: replace(record, acknowledged=said(act)),
    ActKind.REASSIGNED: lambda record, act: replace(record, owner=act.post),
    ActKind.ESCALATED: lambda record, act: replace(
        record, escalated=(*record.escalated, act.post or "")
    ),
    ActKind.DATA_IN_DOUBT: lambda record, act: replace(record, data_in_doubt=said(act)),
    ActKind.DATA_WELL_AGAIN: lambda record, act: replace(record, data_in_doubt=None),  # noqa: ARG005
    ActKind.FOLLOWS: lambda record, act: replace(record, follows=act.number),
}
if unfolded := set(ActKind) - set(_FOLDS):
    raise TypeError(f"nothing says what becomes of an entry by {sorted(unfolded)}")
