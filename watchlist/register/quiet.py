"""When nobody is told anything: hours of the day, weekends, bank holidays. What waits comes out merged
when that is over; digests and confirmations go at their own time."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from watchlist.model.calendar import WorkingDays, at_local, local_date

_HOURS = re.compile(r"(\d{1,2}):(\d\d) to (\d{1,2}):(\d\d)")
_ONE_DAY = timedelta(days=1)

#: No holidays last so long.
_LONGEST = 60


@dataclass(frozen=True)
class Quiet:
    """``hours`` from a time of day (included) to another (not included), over midnight where the second
    is the earlier one; whole ``weekends`` and ``bank_holidays``. By the clock on the wall: of an hour
    that comes twice in autumn both are quiet, or neither."""

    hours: tuple[time, time] | None = None
    weekends: bool = False
    bank_holidays: bool = False
    zone: str = "Europe/London"
    working_days: WorkingDays = field(default_factory=WorkingDays)

    def at(self, now: datetime) -> bool:
        """Whether it is quiet at an instant."""
        return self._on_day(now) or self._in_hours(now)

    def until(self, now: datetime) -> datetime:
        """The first instant, from now on, at which it is not."""
        moment = now
        for _ in range(2 * _LONGEST):
            if self._on_day(moment):
                day = local_date(moment, self.zone) + _ONE_DAY
                moment = at_local(day, time.min, self.zone)
            elif self._in_hours(moment):
                moment = self._end_of_hours(moment)
            else:
                break
        return moment

    def _on_day(self, now: datetime) -> bool:
        day = local_date(now, self.zone)
        if day.weekday() >= 5:
            return self.weekends
        return self.bank_holidays and not self.working_days.is_working(day)

    def _in_hours(self, now: datetime) -> bool:
        if self.hours is None:
            return False
        (first, last), clock = self.hours, now.astimezone(ZoneInfo(self.zone)).time()
        return first <= clock < last if first < last else clock >= first or clock < last

    def _end_of_hours(self, now: datetime) -> datetime:
        """The end of the hours in which an instant lies."""
        assert self.hours is not None
        day, (first, last) = local_date(now, self.zone), self.hours
        if first > last and now.astimezone(ZoneInfo(self.zone)).time() >= first:
            day += _ONE_DAY
        end = at_local(day, last, self.zone)
        # In autumn an instant can lie in the second of two equal hours, after the first has ended.
        return end if end > now else end + timedelta(hours=1)


def parse_hours(words: str) -> tuple[time, time]:
    """ "20:00 to 07:00". Raises ValueError with a sentence."""
    match = _HOURS.fullmatch(words)
    try:
        if match is None:
            raise ValueError
        first, last = time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))
    except ValueError:
        raise ValueError(
            f'"{words}" is not a stretch of hours; write it like 20:00 to 07:00'
        ) from None
    if first == last:
        raise ValueError(f'"{words}" is no time at all; leave it out, or write another end')
    return first, last
