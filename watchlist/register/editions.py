"""Which editions of a digest there are, and which of them are due at `now`. Days and hours are local.

An edition is known by its digest and its occasion: the day of the meeting, the week (``2014-W12``) or
the month (``2014-03``). So it is the same edition when its hour is set otherwise, and an hour that
the clock repeats or leaves out neither doubles nor drops one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import takewhile

from watchlist.model.calendar import WorkingDays, at_local, local_date
from watchlist.model.indicator import Committee
from watchlist.model.subscription import Edition, Subscription, SubscriptionState, Topic, When

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

#: How many working days of a month can be named from its beginning; its last one is -1.
NTH = ("first", "second", "third", "fourth", "fifth")

_CLOCK = r"([01]?\d|2[0-3]):([0-5]\d)"
_BEFORE = re.compile(rf"(\d{{1,3}}) (working day|day|week)s? before(?: at {_CLOCK})?")
_WEEKLY = re.compile(rf"({'|'.join(DAYS).lower()}) at {_CLOCK}")
_MONTHLY = re.compile(rf"({'|'.join(NTH)}|last) working day at {_CLOCK}")


@dataclass(frozen=True)
class Before:
    """So many days before a meeting, or before a digest goes, at a time of the local clock."""

    amount: int
    unit: str  # "working day", "day" or "week"
    at: time = time(0)

    def day(self, of: date, working_days: WorkingDays) -> date:
        if self.unit == "working day":
            return working_days.after(of, -self.amount)
        return of - timedelta(days=self.amount * (7 if self.unit == "week" else 1))


@dataclass(frozen=True)
class Weekly:
    """``weekday`` counts from Monday, 0."""

    weekday: int
    at: time


@dataclass(frozen=True)
class Monthly:
    """On the ``nth`` working day of the month; -1 is its last."""

    nth: int
    at: time


@dataclass(frozen=True)
class Timing:
    """When digests are drafted and sent: what the configuration says under ``digests:``."""

    drafted: Before = Before(10, "working day")
    sent: Before = Before(6, "working day", time(9))
    weekly: Weekly = Weekly(0, time(8))
    monthly: Monthly = Monthly(1, time(8))
    weekly_drafted: Before = Before(1, "working day")
    monthly_drafted: Before = Before(2, "working day")
    zone: str = "Europe/London"
    working_days: WorkingDays = field(default_factory=WorkingDays)

    def at(self, day: date, clock: time) -> datetime:
        return at_local(day, clock, self.zone)

    def before(self, day: date, lead: Before) -> datetime:
        """The instant that lies so long before a day."""
        return self.at(lead.day(day, self.working_days), lead.at)


USUAL = Timing()


@dataclass(frozen=True)
class Wanted:
    """A digest that somebody reads; ``since`` when the first of its readers began to. ``looked`` is
    when an edition of it was drafted last, if ever: what was over by then is missed no more."""

    topic: Topic
    when: When
    since: datetime
    looked: datetime | None = None

    @property
    def name(self) -> str:
        return f"{self.topic.name} {self.when}"


@dataclass(frozen=True)
class Turn:
    """What is to be done now: editions to draft, and those that nobody drafted while they were of
    use; the oldest first."""

    due: tuple[Edition, ...] = ()
    missed: tuple[Edition, ...] = ()


def parse_before(text: str, of: str = "a meeting") -> Before:
    """``10 working days before``, ``6 working days before at 09:00``, ``1 week before``; anything else
    is a ValueError with a sentence, which says before what."""
    found = _BEFORE.fullmatch(_plain(text))
    if not found or not int(found[1]):
        raise ValueError(
            f'"{text}" is not a time before {of}; '
            'write it like "6 working days before at 09:00" or "2 weeks before"'
        )
    at = time(int(found[3]), int(found[4])) if found[3] else time(0)
    return Before(int(found[1]), found[2], at)


def parse_weekly(text: str) -> Weekly:
    """``Monday at 08:00``; anything else is a ValueError with a sentence."""
    if found := _WEEKLY.fullmatch(_plain(text)):
        names = [day.lower() for day in DAYS]
        return Weekly(names.index(found[1]), time(int(found[2]), int(found[3])))
    raise ValueError(f'"{text}" is not a time of the week; write it like "Monday at 08:00"')


def parse_monthly(text: str) -> Monthly:
    """``first working day at 08:00``, up to ``fifth``, or ``last``; anything else is a ValueError with
    a sentence."""
    if found := _MONTHLY.fullmatch(_plain(text)):
        nth = -1 if found[1] == "last" else NTH.index(found[1]) + 1
        return Monthly(nth, time(int(found[2]), int(found[3])))
    raise ValueError(
        f'"{text}" is not a time of the month; write it like "first working day at 08:00"'
    )


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def editions_between(
    topic: Topic,
    when: When,
    first: datetime,
    last: datetime,
    committee: Committee | None = None,
    timing: Timing = USUAL,
) -> list[Edition]:
    """The editions that are of use at some moment from ``first`` to ``last``: drafted by then, and
    not over before; the oldest first. Before a meeting there are those of ``committee``; none
    without it, and none as it happens, for then each cycle is one."""
    if when not in _MAKERS:
        return []
    made = _Making(topic, when, timing).all(first, committee)
    begun = takewhile(lambda one: one.drafted <= last, made)
    return [one for one in begun if one.over > first]


def edition(
    topic: Topic,
    when: When,
    moment: datetime,
    committee: Committee | None = None,
    timing: Timing = USUAL,
) -> Edition | None:
    """The newest edition that is of use at a moment: drafted by then, and not over. The one before it,
    which went already, may be of use as well."""
    found = editions_between(topic, when, moment, moment, committee, timing)
    return found[-1] if found else None


def due_editions(
    wanted: Iterable[Wanted],
    done: Mapping[str, Collection[str]],
    now: datetime,
    committees: Mapping[str, Committee],
    timing: Timing = USUAL,
) -> Turn:
    """What to draft now. ``done`` has the occasions of each digest, by its name, that were drafted or
    named as missed.

    However long nothing ran, of the editions of a digest that should have gone by now only the newest
    is made up for, if it is not over; the older ones are missed."""
    due: list[Edition] = []
    missed: list[Edition] = []
    for one in wanted:
        known = done.get(one.name, ())
        left = [each for each in _since(one, now, committees, timing) if each.occasion not in known]
        late = [each for each in left if each.due <= now]
        made_up = [each for each in late[-1:] if each.over > now]
        due += [*made_up, *(each for each in left if each.due > now)]
        missed += [each for each in late if each not in made_up]
    return Turn(tuple(due), tuple(missed))


def _since(
    one: Wanted, now: datetime, committees: Mapping[str, Committee], timing: Timing
) -> Iterator[Edition]:
    """The editions up to now that its readers could expect and that have not been gone through. Who
    subscribes shortly before a meeting reads before it; a week that has begun, one does not."""
    committee = committees.get(one.topic.committee or "")
    looked = max(one.since, one.looked or one.since)
    for each in editions_between(one.topic, one.when, looked, now, committee, timing):
        if each.meeting is not None or each.due >= one.since:
            yield each


def wanted(
    subscriptions: Iterable[Subscription],
    looked: Mapping[str, datetime],
    now: datetime,
    zone: str = "Europe/London",
) -> list[Wanted]:
    """The digests that somebody reads today. ``looked`` says by their names when each was drafted
    last."""
    today, since = local_date(now, zone), dict[tuple[Topic, When], datetime]()
    for one in subscriptions:
        if one.when is not When.AS_IT_HAPPENS and one.reads(today):
            digest, began = (one.topic, one.when), _began(one, zone)
            since[digest] = min(since.get(digest, began), began)
    plain = (Wanted(topic, when, began) for (topic, when), began in since.items())
    return [Wanted(one.topic, one.when, one.since, looked.get(one.name)) for one in plain]


def _began(one: Subscription, zone: str) -> datetime:
    """From when on it is sent to, without a break."""
    if one.state is SubscriptionState.PAUSED and one.paused_until is not None:
        return at_local(one.paused_until + timedelta(days=1), time(0), zone)
    return one.reads_since or one.asked_at


@dataclass(frozen=True)
class _Making:
    """The editions of one digest."""

    topic: Topic
    when: When
    timing: Timing

    def all(self, first: datetime, committee: Committee | None) -> Iterator[Edition]:
        """Without an end, or up to the last meeting that is known; the oldest first, from one on that
        is over by ``first`` or the first one that is not."""
        return _MAKERS[self.when](self, local_date(first, self.timing.zone), committee)

    def before_meetings(self, day: date, committee: Committee | None) -> Iterator[Edition]:
        meetings = committee.meetings if committee else ()
        for meeting in meetings[bisect_right(meetings, day) :]:
            yield self._before(meeting)

    def _before(self, meeting: date) -> Edition:
        timing = self.timing
        due = timing.before(meeting, timing.sent)
        drafted = timing.before(meeting, timing.drafted)
        over = timing.at(meeting, time(0))
        return self._edition(meeting.isoformat(), min(drafted, due), due, over, meeting)

    def by_the_week(self, day: date, _committee: Committee | None) -> Iterator[Edition]:
        monday, lead = day - timedelta(days=day.weekday() + 7), self.timing.weekly_drafted
        while True:
            year, week, _ = monday.isocalendar()
            last, due, over = (self._in_week(monday + timedelta(days=n)) for n in (-7, 0, 7))
            yield self._edition(f"{year}-W{week:02}", self._drafted(due, lead, last), due, over)
            monday += timedelta(days=7)

    def _in_week(self, monday: date) -> datetime:
        weekly = self.timing.weekly
        return self.timing.at(monday + timedelta(days=weekly.weekday), weekly.at)

    def by_the_month(self, day: date, _committee: Committee | None) -> Iterator[Edition]:
        month, lead = _month_after(day.replace(day=1), -1), self.timing.monthly_drafted
        while True:
            last, due, over = (self._in_month(_month_after(month, n)) for n in (-1, 0, 1))
            yield self._edition(f"{month:%Y-%m}", self._drafted(due, lead, last), due, over)
            month = _month_after(month, 1)

    def _drafted(self, due: datetime, lead: Before, last: datetime) -> datetime:
        """So long before an edition goes, but never before the ``last`` one of its digest went."""
        day = local_date(due, self.timing.zone)
        return max(last, min(due, self.timing.before(day, lead)))

    def _in_month(self, first: date) -> datetime:
        """``first`` is the first day of the month."""
        monthly, days = self.timing.monthly, self.timing.working_days
        if monthly.nth < 0:
            return self.timing.at(days.after(_month_after(first, 1), monthly.nth), monthly.at)
        return self.timing.at(days.after(first - timedelta(days=1), monthly.nth), monthly.at)

    def _edition(
        self, occasion: str, drafted: datetime, due: datetime, over: datetime,
        meeting: date | None = None,
    ) -> Edition:  # fmt: skip
        return Edition(self.topic, self.when, occasion, drafted, due, over, meeting)


def _month_after(first: date, count: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + count, 12)
    return date(year, month + 1, 1)


_MAKERS: dict[When, Callable[[_Making, date, Committee | None], Iterator[Edition]]] = {
    When.MEETING: _Making.before_meetings,
    When.WEEKLY: _Making.by_the_week,
    When.MONTHLY: _Making.by_the_month,
}
