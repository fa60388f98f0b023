"""Actions that fall due, as an iCalendar file (RFC 5545): whole days for the reader's own calendar.

By RFC 5546 what is published has an organiser, and of two versions of an event (the same ``UID``)
the one with the greater ``SEQUENCE`` is the newer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from watchlist.model.message import CalendarItem

_LONGEST_LINE = 75  # octets, without the break
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_DAY = timedelta(days=1)


def calendar_file(items: Iterable[CalendarItem], made_at: datetime, organiser: str) -> bytes:
    """``organiser`` is the plain address of the sender. The same items give the same bytes."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Scrutiny Watch List//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ]
    for item in items:
        lines += _event(item, made_at, organiser)
    lines.append("END:VCALENDAR")
    return b"".join(part for line in lines for part in _folded(line))


def _event(item: CalendarItem, made_at: datetime, organiser: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{_escaped(item.id)}",
        f"DTSTAMP:{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{int(made_at.timestamp()) // 60}",
        f"ORGANIZER:mailto:{organiser}",
        f"DTSTART;VALUE=DATE:{item.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{item.day + _DAY:%Y%m%d}",
        f"SUMMARY:{_escaped(item.title)}",
        f"DESCRIPTION:{_escaped(item.text)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    """A text value: backslash, semicolon, comma and line break are written with a backslash."""
    lines = re.sub("\r\n|[\r\u0085\u2028\u2029]", "\n", text)
    plain = _CONTROL.sub(" ", lines)
    return re.sub(r"([\\;,])", r"\\\1", plain).replace("\n", r"\n")


def _folded(line: str) -> Iterator[bytes]:
    """At most 75 octets a line, never within a character; what goes on begins with a blank."""
    held = b""
    for character in line:
        octets = character.encode("utf-8", "replace")
        if len(held) + len(octets) > _LONGEST_LINE:
            yield held + b"\r\n"
            held = b" "
        held += octets
    yield held + b"\r\n"
