"""The part of the configuration that says when a council had better not be in the news."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from watchlist.model.meetings import PreElection
from watchlist.rulebook.reader import Value

#: No pre-election period lasts longer: whoever writes one that does has mistaken a year.
_LONGEST = timedelta(weeks=12)

_THURSDAY = 3


def read_elections(elections: Value, pre_election: Value) -> tuple[PreElection, ...]:
    """``elections:``, the days of polls, each with the period before it by the convention, and
    ``pre_election:``, periods as the council has set them; sorted. What the council has set goes before
    the convention for the same poll."""
    told = list(_told(pre_election))
    own = [period for period, _ in told]
    for period, poll in _derived(elections):
        if not any(period.until in (one.until, one.until + timedelta(days=1)) for one in own):
            told.append((period, poll))
    told.sort(key=lambda one: (one[0].since, one[0].until))
    for (earlier, _), (later, value) in pairwise(told):
        if later.since <= earlier.until:
            value.warn(f"{_said(later)} overlaps {_said(earlier)}: are both meant?")
    return tuple(period for period, _ in told)


def _told(value: Value) -> Iterator[tuple[PreElection, Value]]:
    for item in value.items():
        fields = item.fields("from", "until", needs=("from", "until"))
        since, until = fields["from"].day(), fields["until"].day()
        if since is None or until is None:
            continue
        if until < since:
            fields["until"].fault(
                f"pre_election: it ends on {_day(until)}, before it begins on {_day(since)}"
            )
            continue
        if until - since > _LONGEST:
            weeks = (until - since).days // 7
            fields["until"].warn(f"pre_election: this lasts {weeks} weeks; is the year right?")
        yield PreElection(since, until), item


def _derived(value: Value) -> Iterator[tuple[PreElection, Value]]:
    for item in value.items():
        poll = item.day()
        if poll is None:
            continue
        if poll.weekday() != _THURSDAY:
            item.warn(f"elections: {_day(poll)} is a {poll:%A}; polls are usually on a Thursday")
        yield PreElection.before(poll), item


def _said(period: PreElection) -> str:
    return f"the pre-election period from {_day(period.since)} to {_day(period.until)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
