"""The text of an iCalendar file (RFC 5545) -> its events, as Outlook, Google and the systems of
committee clerks write them.

Read here line by line, for three reasons: what is wrong is told by its line; only days are asked
for; and a library that builds the time zones of a file follows the rules in it, for ever where one
says ``FREQ=SECONDLY``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from watchlist.model.calendar import at_local, local_date
from watchlist.rulebook.wording import quote

#: In which a committee meets; a day of another year was not meant.
YEARS = range(1970, 2100)

_BREAK = re.compile("\r\n|\n|\r")
_NAME = re.compile(r"[A-Za-z-]+(?=[;:])")
_REST = re.compile(r'((?:;(?:"[^"]*"|[^":])*)?):(.*)', re.DOTALL)
_MOMENT = re.compile(
    r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z?))?(?:/.*)?"
)
_UTC = re.compile(r';TZID="?(Etc/)?UTC"?(;|$)', re.IGNORECASE)
_CALLED_OFF = re.compile(r"\W*(cancell?ed|postponed)\b", re.IGNORECASE)

#: What is asked of an event.
_TIMES = ("DTSTART", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID")
_ASKED = frozenset((*_TIMES, "UID", "SEQUENCE", "STATUS", "SUMMARY"))
_EVENT = ["VCALENDAR", "VEVENT"]


class CalendarError(Exception):
    """What is wrong with a calendar, and in which line (None: with the whole of it)."""

    def __init__(self, sentence: str, line: int | None = None) -> None:
        self.sentence, self.line = sentence, line
        super().__init__(sentence)


@dataclass(frozen=True)
class Moment:
    """A day as it is written, the time (None: all day), and whether they are UTC.

    Any other time zone is that of the place: what it is called does not matter, the day on the
    invitation is the day of the meeting."""

    day: date
    clock: time | None = None
    utc: bool = False

    @property
    def local(self) -> date:
        """The day that it is at the place."""
        return local_date(self.instant) if self.utc else self.day

    def on(self, day: date) -> Moment:
        """The same time of another day."""
        return Moment(day, self.clock, self.utc)

    def is_after(self, other: Moment) -> bool:
        """By the days alone where one of the two has no time."""
        if self.local != other.local or self.clock is None or other.clock is None:
            return self.local > other.local
        return self.instant > other.instant

    @property
    def instant(self) -> datetime:
        clock = self.clock or time()
        return datetime.combine(self.day, clock, UTC) if self.utc else at_local(self.day, clock)


@dataclass(frozen=True)
class Property:
    """``DTSTART;TZID=Europe/London:20260915T183000``"""

    line: int
    parameters: str
    value: str

    def moments(self) -> Iterator[Moment]:
        """Those of a list, of periods their beginnings. Raises :class:`CalendarError`."""
        for written in self.value.split(","):
            yield self._moment(written.strip())

    def _moment(self, written: str) -> Moment:
        match = _MOMENT.fullmatch(written)
        try:
            if match and int(match[1]) in YEARS:
                day = date(*map(int, match.group(1, 2, 3)))
                if match[4] is None:
                    return Moment(day)
                clock = time.fromisoformat(":".join(match.group(4, 5, 6)))
                return Moment(day, clock, bool(match[7] or _UTC.search(self.parameters)))
        except ValueError:
            pass
        years = f"{YEARS[0]} to {YEARS[-1]}"
        raise CalendarError(f"{quote(written)} is not a day from {years}", self.line)


@dataclass(frozen=True)
class Event:
    """What an event says, by name; ``line`` is the one that it begins in."""

    line: int
    said: dict[str, list[Property]] = field(default_factory=lambda: defaultdict(list))

    def text(self, name: str) -> str:
        """The value of a property; of one that is not there, the empty text."""
        return self.said[name][0].value.strip() if name in self.said else ""

    @property
    def begins(self) -> Moment:
        """Raises :class:`CalendarError` where no day can be read."""
        if "DTSTART" not in self.said:
            raise CalendarError("the event that begins here has no DTSTART", self.line)
        return next(self.said["DTSTART"][0].moments())

    @property
    def takes_place(self) -> bool:
        """It was not called off, be that only said by its title."""
        return self.text("STATUS").upper() != "CANCELLED" and not _CALLED_OFF.match(
            self.text("SUMMARY")
        )

    @property
    def revision(self) -> int:
        """Of two versions of an event, the greater is the newer."""
        written = self.text("SEQUENCE")
        return int(written) if re.fullmatch("[0-9]{1,9}", written) else 0


def read_events(text: str) -> list[Event]:
    """The events of a calendar, with what is asked of them. Lines that are none are passed over: some
    programs break long texts wrongly. Raises :class:`CalendarError`."""
    if "\0" in text or not text.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        raise CalendarError("is not a calendar that begins with BEGIN:VCALENDAR")
    events: list[Event] = []
    within: list[str] = []
    for number, line in _unfolded(text):
        match = _NAME.match(line)
        name = match[0].upper() if match else ""
        if name == "BEGIN":
            within.append(_value(line))
            if within == _EVENT:
                events.append(Event(number))
        elif name == "END":
            _close(within, _value(line), number)
        elif name in _ASKED and within == _EVENT and (rest := _REST.fullmatch(line, len(name))):
            events[-1].said[name].append(Property(number, rest[1], rest[2]))
    if within:
        raise CalendarError(f"breaks off before END:{within[0]}; save it anew")
    return events


def _value(line: str) -> str:
    return line.partition(":")[2].strip().upper()


def _close(within: list[str], name: str, number: int) -> None:
    if not within or within.pop() != name:
        raise CalendarError(f"{quote(f'END:{name}')} ends nothing that began", number)


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """The lines with their numbers; one that begins with a blank goes on with the one before it."""
    held: list[str] = []
    begun = 1
    for number, line in enumerate(_BREAK.split(text), 1):
        if held and line.startswith((" ", "\t")):
            held.append(line[1:])
            continue
        yield begun, "".join(held)
        held, begun = [line], number
    yield begun, "".join(held)
