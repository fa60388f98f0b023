"""When each digest is to go and to whom, from the words of docs/digests.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.year import looks
from tests.year.days import ONE_DAY, day_of, first_working_day, instant, working_days_after
from tests.year.figures import COMMITTEES
from tests.year.people import Ask, Subscription

#: What a committee asks for until it has it, and what that is called when it is asked for.
TASKS = {"request": "request made", "action": "action set"}

_LOOKS_BACK = {
    "before each meeting": timedelta(days=91),
    "weekly": timedelta(days=7),
    "monthly": timedelta(days=31),
    "as it happens": timedelta(days=1),
}


@dataclass
class Digest:
    """One digest, look by look. ``moved`` says when something of its topic changed."""

    topic: str
    when: str
    readers: Sequence[Subscription]  # of all digests
    asks: Sequence[Ask]
    moved: Sequence[datetime]
    last: datetime | None = None  # when one went
    got: dict[str, set[str] | None] = field(default_factory=dict)  # occasion -> to whom; None: not

    def at(self, look: datetime) -> Iterator[str]:
        """The posts to which one goes now."""
        mine = (one for one in self.readers if (one.topic, one.when) == (self.topic, self.when))
        reading = [one.post for one in mine if one.reads(look)]
        for occasion, due in _occasions(self.topic, self.when, look):
            if self._waits_for_readers(occasion, reading):
                continue
            if occasion not in self.got:
                goes = bool(reading) and self._says_something(due, look)
                self.got[occasion] = set() if goes else None
                self.last = look if goes else self.last
            yield from self._whoever_has_it_not(self.got[occasion], reading)

    def _waits_for_readers(self, occasion: str, reading: Sequence[str]) -> bool:
        """Who begins to read before a meeting still reads before it; a week that has begun, one does
        not."""
        if self.when == "before each meeting":
            return not reading
        return occasion in self.got

    def _whoever_has_it_not(self, got: set[str] | None, reading: Sequence[str]) -> Iterator[str]:
        for post in reading:
            if got is not None and post not in got:
                got.add(post)
                yield post

    def _says_something(self, due: datetime, look: datetime) -> bool:
        """Whether something changed since the last one that went, or what was asked for is open or was
        answered since."""
        since = self.last or min(due, look) - _LOOKS_BACK[self.when]
        asked = (
            self.topic in (ask.committee, "everything")
            and ask.what in TASKS
            and ask.asked <= look
            and (ask.done is None or ask.done > since)
            for ask in self.asks
        )
        stands = self.when != "as it happens" and any(asked)
        return stands or any(since < moment <= look for moment in self.moved)


def _occasions(topic: str, when: str, look: datetime) -> Iterator[tuple[str, datetime]]:
    """The occasions of a digest whose time has come and that are of use still, each with its time."""
    today = day_of(look)
    if when == "as it happens":
        yield look.isoformat(), look
    elif when == "weekly":
        monday = today - timedelta(days=today.weekday())
        yield from _newest([monday - timedelta(days=7), monday], look)
    elif when == "monthly":
        previous = today.replace(day=1) - ONE_DAY
        dates = [(previous.year, previous.month), (today.year, today.month)]
        yield from _newest([first_working_day(*each) for each in dates], look)
    else:
        assert topic in COMMITTEES
        for meeting in looks.meetings(topic, look):
            due = instant(working_days_after(meeting, -6), "09:00")
            if due <= look < instant(meeting, "00:00"):
                yield str(meeting), due


def _newest(mornings: Sequence[date], look: datetime) -> Iterator[tuple[str, datetime]]:
    come = [instant(each, "08:00") for each in mornings if instant(each, "08:00") <= look]
    if come:
        yield str(come[-1]), come[-1]
