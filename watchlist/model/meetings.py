"""When committees meet, and when they had better not be in the news: what digests are timed by."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from watchlist.model.calendar import WorkingDays
from watchlist.model.indicator import Committee

#: Working days before an ordinary election on the last of which its notice must be published (Local
#: Elections (Principal Areas) (England and Wales) Rules 2006, schedule 2, rule 1).
NOTICE_OF_ELECTION = 25

_THURSDAY = 3


def next_meeting(committee: Committee, day: date) -> date | None:
    """The first meeting on a day or after it; a meeting of today is still to come."""
    later = committee.meetings[bisect_left(committee.meetings, day) :]
    return later[0] if later else None


def previous_meeting(committee: Committee, day: date) -> date | None:
    """The last meeting before a day."""
    earlier = committee.meetings[: bisect_left(committee.meetings, day)]
    return earlier[-1] if earlier else None


def meeting_days(committee: Committee, first: date, last: date) -> tuple[date, ...]:
    """The days from ``first`` to ``last``, both included, on which a committee meets."""
    days = committee.meetings
    return days[bisect_left(days, first) : bisect_right(days, last)]


@dataclass(frozen=True)
class PreElection:
    """A pre-election period, its first and its last day included."""

    since: date
    until: date

    def contains(self, day: date) -> bool:
        return self.since <= day <= self.until

    @classmethod
    def before(cls, poll: date) -> PreElection:
        """From the last day on which the notice of election may be published to the day of the poll.

        A convention: councils may publish the notice sooner, and some begin with the day after it
        or on a round date. What a council says of itself goes before."""
        return cls(WorkingDays().after(poll, -NOTICE_OF_ELECTION), poll)


def ordinary_election(year: int) -> date:
    """The ordinary day of elections of councillors: the first Thursday in May (Representation of the
    People Act 1983, section 37). An Act or order may move it, as in 2014 and 2020."""
    first = date(year, 5, 1)
    return first + timedelta(days=(_THURSDAY - first.weekday()) % 7)


def pre_election_on(day: date, periods: Iterable[PreElection]) -> PreElection | None:
    """The pre-election period in which a day lies, where it lies in one; the first one given."""
    return next((period for period in periods if period.contains(day)), None)
