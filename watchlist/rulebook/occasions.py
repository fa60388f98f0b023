"""A calendar's text -> the days on which a committee meets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from watchlist.rulebook.ics import CalendarError, Event, Property, read_events
from watchlist.rulebook.repeats import Budget, read_repeat


def meeting_days(text: str) -> tuple[tuple[date, ...], list[CalendarError]]:
    """The days on which events begin, without those that were called off; and all that is wrong.
    An event without an end is followed to the end of the years in which committees meet."""
    days: set[date] = set()
    try:
        events = read_events(text)
    except CalendarError as error:
        return (), [error]
    wrong: list[CalendarError] = []
    budget = Budget()
    for versions in _by_identity(events):
        try:
            days |= _days_of(versions, budget)
        except CalendarError as error:
            wrong.append(error)
            if budget.is_spent:
                break
    if not (days or wrong):
        wrong = [CalendarError("holds no meeting that takes place")]
    return tuple(sorted(days)), wrong


def _by_identity(events: Iterable[Event]) -> Iterable[Sequence[Event]]:
    """Events that are versions or parts of one; what has no UID is alone."""
    groups: dict[str | int, list[Event]] = defaultdict(list)
    for event in events:
        groups[event.text("UID") or event.line].append(event)
    return groups.values()


def _days_of(versions: Sequence[Event], budget: Budget) -> set[date]:
    """The newest version of an event, with what was changed of single occasions (``RECURRENCE-ID``)."""
    whole = [event for event in versions if "RECURRENCE-ID" not in event.said]
    newest = max((event.revision for event in whole), default=0)
    changed: dict[date, Event] = {}
    for event in sorted(versions, key=lambda event: event.revision):
        for instead_of in event.said.get("RECURRENCE-ID", ()):
            changed[_occasion(instead_of)] = event
    days: set[date] = set()
    for event in whole:
        if event.revision == newest and event.takes_place:
            days |= _every_day(event, budget)
    moved = {event.begins.local for event in changed.values() if event.takes_place}
    return (days - changed.keys()) | moved


def _occasion(instead_of: Property) -> date:
    if "THISANDFUTURE" in instead_of.parameters.upper():
        said = "a change of all later meetings is not understood; change each, or begin a new event"
        raise CalendarError(said, instead_of.line)
    return next(instead_of.moments()).local


def _every_day(event: Event, budget: Budget) -> set[date]:
    """The first day and every one on which the event comes again."""
    start = event.begins
    for rule in event.said.get("EXRULE", ()):
        raise CalendarError("a rule for exceptions (EXRULE) is not understood", rule.line)
    days = {start.day}
    for rule in event.said.get("RRULE", ()):
        days.update(read_repeat(rule, start).days(start, budget))
    if start.utc:
        days = {start.on(day).local for day in days}
    return (days | _local(event, "RDATE")) - _local(event, "EXDATE")


def _local(event: Event, name: str) -> set[date]:
    return {moment.local for given in event.said.get(name, ()) for moment in given.moments()}
