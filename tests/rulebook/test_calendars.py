"""Meetings out of a calendar beside the rules, as Outlook, Google and a committee system save it; all
councils and meetings are invented."""

from __future__ import annotations

from datetime import date
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchlist.rulebook.load import (
    check_rulebook_text,
)
from watchlist.rulebook.occasions import meeting_days

COUNCIL = "committees:\n  c: {title: C, meetings_from: calendar.ics}\n"
PLACE = 'rules/council.yaml:2:32: committee "c": meetings_from: '

#: Saved by Outlook: a zone with a name of Windows, folded lines, a series with one meeting moved and
#: one cancelled, an all-day event, reminders with a time of their own.
OUTLOOK = """\
BEGIN:VCALENDAR
PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN
VERSION:2.0
METHOD:PUBLISH
X-WR-CALNAME:Children and Families Scrutiny
BEGIN:VTIMEZONE
TZID:GMT Standard Time
BEGIN:STANDARD
DTSTART:16011028T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0100
TZOFFSETTO:-0000
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010325T010000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:-0000
TZOFFSETTO:+0100
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
CLASS:PUBLIC
DESCRIPTION:Agenda and papers five clear days before: with a colon\\, and a
\t comma\\nDTSTART:20000101T000000
DTEND;TZID="GMT Standard Time":20260915T203000
DTSTART;TZID="GMT Standard Time":20260915T183000
RRULE:FREQ=MONTHLY;COUNT=6;BYDAY=3TU
EXDATE;TZID="GMT Standard Time":20261020T183000
SUMMARY;LANGUAGE=en-gb:Children and Families Scrutiny
UID:040000008200E00074C5B7101A82E008
SEQUENCE:2
BEGIN:VALARM
TRIGGER:-PT15M
ACTION:DISPLAY
DTSTART:20010101T000000
END:VALARM
END:VEVENT
BEGIN:VEVENT
RECURRENCE-ID;TZID="GMT Standard Time":20261215T183000
DTSTART;TZID="GMT Standard Time":20261208T183000
SUMMARY;LANGUAGE=en-gb:Children and Families Scrutiny
UID:040000008200E00074C5B7101A82E008
SEQUENCE:3
END:VEVENT
BEGIN:VEVENT
RECURRENCE-ID;TZID="GMT Standard Time":20270119T183000
DTSTART;TZID="GMT Standard Time":20270119T183000
STATUS:CANCELLED
SUMMARY;LANGUAGE=en-gb:Canceled: Children and Families Scrutiny
UID:040000008200E00074C5B7101A82E008
SEQUENCE:3
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20270323
DTEND;VALUE=DATE:20270324
SUMMARY:Work programme day
UID:ALLDAY
END:VEVENT
END:VCALENDAR
"""

#: Saved by Google: times in UTC or with an IANA zone, a series cut in two by "this and following".
GOOGLE = """\
BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
X-WR-TIMEZONE:Europe/London
BEGIN:VEVENT
DTSTART:20260609T173000Z
DTEND:20260609T193000Z
UID:one@google.com
STATUS:CONFIRMED
SUMMARY:Scrutiny
TRANSP:OPAQUE
END:VEVENT
BEGIN:VEVENT
DTSTART:20260628T231500Z
UID:late@google.com
SUMMARY:Budget meeting that began after midnight
END:VEVENT
BEGIN:VEVENT
DTSTART;TZID=Europe/London:20260901T180000
RRULE:FREQ=WEEKLY;WKST=MO;UNTIL=20260928T225959Z;INTERVAL=2;BYDAY=TU
UID:two@google.com
SUMMARY:Task group
END:VEVENT
BEGIN:VEVENT
DTSTART;TZID=Europe/London:20260929T160000
RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=2
UID:two_R20260929@google.com
SUMMARY:Task group
END:VEVENT
BEGIN:VEVENT
DTSTART:20261103T180000Z
STATUS:CANCELLED
UID:three@google.com
SUMMARY:Scrutiny
END:VEVENT
END:VCALENDAR
"""

#: As a committee system lists its meetings: floating times, titles that say what was called off.
COMMITTEES = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Saltmarsh//Committee meetings//EN

BEGIN:VEVENT
UID:mtg-4711
SUMMARY:Children's Scrutiny Committee - 15 September 2026
LOCATION:Council Chamber
DTSTART:20260915T190000
RDATE;VALUE=DATE:20261013,20261110
END:VEVENT
BEGIN:VEVENT
UID:mtg-4712
SUMMARY:*CANCELLED* Children's Scrutiny Committee
DTSTART:20261117T190000
END:VEVENT
BEGIN:VEVENT
UID:mtg-4713
SUMMARY:POSTPONED\\, Children's Scrutiny Committee
DTSTART:20261124T190000
END:VEVENT
BEGIN:VEVENT
UID:mtg-4714
SUMMARY:Cancellations of placements: a special meeting
DTSTART:20261201T190000
END:VEVENT
END:VCALENDAR
"""


def days(*written: str) -> tuple[date, ...]:
    return tuple(map(date.fromisoformat, written))


def calendar(*events: str) -> str:
    """A calendar of events, each given by its lines, the first of which is line 3."""
    body = "".join(f"BEGIN:VEVENT\n{dedent(event).strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{body}END:VCALENDAR\n"


def wrong(text: str) -> list[str]:
    """What is said of a calendar, without where it is named."""
    found = check_rulebook_text({"rules/council.yaml": COUNCIL, "rules/calendar.ics": text})[1]
    assert all(str(fault).startswith(PLACE) for fault in found)
    return [str(fault).removeprefix(PLACE) for fault in found]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_meetings_as_outlook_saves_them(line_end: str) -> None:
    """The third Tuesdays, but for October's, taken out; December's, a week earlier; January's,
    cancelled. What a reminder or a time zone says of times is nothing to the committee."""
    found, faults = meeting_days(OUTLOOK.replace("\n", line_end))
    assert faults == []
    assert found == days("2026-09-15", "2026-11-17", "2026-12-08", "2027-02-16", "2027-03-23")


def test_meetings_as_google_saves_them() -> None:
    """A time in UTC is the day it is in London; a series that was cut ends before the cut."""
    found, faults = meeting_days(GOOGLE)
    assert faults == []
    assert found == days(
        "2026-06-09", "2026-06-29", "2026-09-01", "2026-09-15", "2026-09-29", "2026-10-13"
    )


def test_meetings_as_a_committee_system_saves_them() -> None:
    """What begins with CANCELLED or POSTPONED does not take place, whatever its status says; a
    meeting about cancellations does."""
    found, faults = meeting_days(COMMITTEES)
    assert faults == []
    assert found == days("2026-09-15", "2026-10-13", "2026-11-10", "2026-12-01")


@pytest.mark.parametrize(
    ("start", "day"),
    [
        ("DTSTART;VALUE=DATE:20260915", "2026-09-15"),
        ("DTSTART:20260915T000000", "2026-09-15"),
        ("DTSTART:20260915T235959", "2026-09-15"),
        ("DTSTART:20260914T230000Z", "2026-09-15"),
        ("DTSTART:20261214T230000Z", "2026-12-14"),
        ("DTSTART;TZID=Etc/UTC:20260914T230000", "2026-09-15"),
        ("DTSTART;TZID=UTC:20260914T230000", "2026-09-15"),
        ("DTSTART;TZID=GMT Standard Time:20260914T233000", "2026-09-14"),
        ("DTSTART;TZID=W. Europe Standard Time:20260915T000000", "2026-09-15"),
        ('DTSTART;X-A="a:b;c";TZID="Our own: time":20260915T001500', "2026-09-15"),
        ("dtstart;value=date:20260915", "2026-09-15"),
    ],
)
def test_the_day_of_a_meeting_is_the_day_at_its_place(start: str, day: str) -> None:
    """A time in UTC is told by London's clocks; any other is the one on the invitation."""
    assert meeting_days(calendar(start)) == (days(day), [])


def test_the_newest_version_of_an_event_counts() -> None:
    """A calendar may hold a meeting as it was before it was moved; two that have the same number
    are two meetings."""
    first = "UID:a\nSEQUENCE:0\nDTSTART:20260915"
    second = "UID:a\nSEQUENCE:1\nDTSTART:20260922"
    assert meeting_days(calendar(first, second))[0] == days("2026-09-22")
    assert meeting_days(calendar(second, first))[0] == days("2026-09-22")
    assert meeting_days(calendar(first, second.replace("1", "0", 1)))[0] == days(
        "2026-09-15", "2026-09-22"
    )
    assert meeting_days(calendar(first.replace("UID:a\n", ""), second))[0] == days(
        "2026-09-15", "2026-09-22"
    )


def test_one_meeting_of_a_series_may_be_moved_without_the_series() -> None:
    """An invitation to one meeting of a series is a calendar of that meeting."""
    moved = "UID:a\nRECURRENCE-ID:20261013T180000\nDTSTART:20261020T180000"
    assert meeting_days(calendar(moved))[0] == days("2026-10-20")


def test_exceptions_are_taken_out_however_they_are_written() -> None:
    """As a day, or as a time in UTC, of a series at six in the evening."""
    event = "DTSTART;TZID=Europe/London:20260901T180000\nRRULE:FREQ=WEEKLY;COUNT=4"
    for exceptions in ("20260908,20260915", "20260908T170000Z,20260915T170000Z"):
        found = meeting_days(calendar(f"{event}\nEXDATE:{exceptions}"))[0]
        assert found == days("2026-09-01", "2026-09-22")


def no_day(line: int, written: str) -> str:
    return f'line {line} of "calendar.ics": "{written}" is not a day from 1970 to 2099'


WRONG = [
    ("DTSTART:20260230T183000", no_day(4, "20260230T183000")),
    ("DTSTART:20260915T250000", no_day(4, "20260915T250000")),
    ("DTSTART:00010101T000000Z", no_day(4, "00010101T000000Z")),
    ("DTSTART:15/09/2026", no_day(4, "15/09/2026")),
    ("UID:x\nDTSTART:20260915\nRDATE:20261301/PT2H", no_day(6, "20261301/PT2H")),
    ("UID:x\nDTSTART:20260915\nEXDATE:20260915,,", no_day(6, "")),
    ("SUMMARY:Scrutiny", 'line 3 of "calendar.ics": the event that begins here has no DTSTART'),
    ("DTSTART:20260915\nRRULE:FREQ=SECONDLY", 'line 5 of "calendar.ics": "FREQ=SECONDLY" is not a '
     "way in which committees meet again; enter the meetings one by one"),
    ("DTSTART:20260915\nEXRULE:FREQ=WEEKLY", 'line 5 of "calendar.ics": a rule for exceptions '
     "(EXRULE) is not understood"),
    ("UID:x\nDTSTART:20260915\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260915", 'line 6 of "calendar.ics": '
     "a change of all later meetings is not understood; change each, or begin a new event"),
    ("STATUS:CANCELLED\nDTSTART:20260915", '"calendar.ics" holds no meeting that takes place'),
    ("END:VTODO", 'line 4 of "calendar.ics": "END:VTODO" ends nothing that began'),
]  # fmt: skip


@pytest.mark.parametrize(("event", "sentence"), WRONG)
def test_what_is_wrong_with_an_event_is_told_by_its_line(event: str, sentence: str) -> None:
    """Where the committee names the calendar: that is the file that the officer has open."""
    assert wrong(calendar(event)) == [sentence]


@pytest.mark.parametrize(
    "text",
    ["", "\n", "<html>Please sign in</html>", "BEGIN:VCARD\n", "\x00\x01\x02", OUTLOOK + "\0"],
)
def test_a_file_that_is_no_calendar_is_said_to_be_none(text: str) -> None:
    """A page to sign in at, saved in place of the calendar, is no reason to stop without a word."""
    assert wrong(text) == ['"calendar.ics" is not a calendar that begins with BEGIN:VCALENDAR']


def test_a_calendar_without_an_event_is_a_fault() -> None:
    """An export of the wrong calendar would take every meeting away."""
    assert wrong(calendar()) == ['"calendar.ics" holds no meeting that takes place']
    task = "BEGIN:VCALENDAR\nBEGIN:VTODO\nDTSTART:20260915\nEND:VTODO\nEND:VCALENDAR\n"
    assert wrong(task) == ['"calendar.ics" holds no meeting that takes place']


@pytest.mark.parametrize("lines", range(1, len(GOOGLE.splitlines())))
def test_a_calendar_that_breaks_off_is_not_taken(lines: int) -> None:
    """Half a download would lose the meetings of the other half."""
    (sentence,) = wrong("\n".join(GOOGLE.splitlines()[:lines]))
    assert sentence == '"calendar.ics" breaks off before END:VCALENDAR; save it anew'


def test_of_many_faults_of_a_calendar_the_first_are_said() -> None:
    """A thousand events with the same slip are not a thousand messages."""
    assert len(wrong(calendar(*["DTSTART:2026-09-15"] * 1000))) == 3


NEVER = "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"

HOSTILE = {
    "endless and every day": ["UID:{n}\nDTSTART:20260101\nRRULE:FREQ=DAILY"] * 20_000,
    "a day that never comes": [f"UID:{{n}}\nDTSTART:20260101\nRRULE:{NEVER}"] * 20_000,
    "a hundred thousand exceptions": ["DTSTART:20260101\nEXDATE:" + ",".join(["20260102"] * 100_000)],
    "one event, changed for ever": ["UID:x\nRECURRENCE-ID:20260101\nDTSTART:20260102"] * 20_000,
    "a weekday asked for often": [f"DTSTART:20260101\nRRULE:FREQ=DAILY;BYDAY={'MO,' * 200_000}MO"],
    "a line without an end": ["DTSTART:20260101\nDESCRIPTION" + "x" * 2_000_000],
    "a line folded at each letter": ["DTSTART:20260101\nX" + "\n x" * 500_000],
    "quotes that do not close": ["DTSTART" + ';X="' * 200_001 + ":20260101"],
    "one in the other": ["BEGIN:VEVENT\n" * 100_000],
}  # fmt: skip


@pytest.mark.parametrize("events", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_calendar_is_followed_for_ever(events: list[str]) -> None:
    """It has days, or it is said what is wrong; and that soon."""
    found, faults = meeting_days(
        calendar(*(one.replace("{n}", str(n)) for n, one in enumerate(events)))
    )
    assert found or faults


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=YEARLY;INTERVAL=0;BYMONTH=10"])
def test_the_time_zones_of_a_calendar_are_not_followed(rule: str) -> None:
    """A zone whose clocks change every second has no say in when a committee meets."""
    zone = f"BEGIN:VTIMEZONE\nTZID:x\nBEGIN:STANDARD\nDTSTART:16010101T000000\nRRULE:{rule}\n"
    text = calendar("DTSTART;TZID=x:20260915T183000").replace(
        "VERSION:2.0\n", f"{zone}END:STANDARD\nEND:VTIMEZONE\n"
    )
    assert meeting_days(text) == (days("2026-09-15"), [])


@given(
    st.text(st.sampled_from('BEGIN:VCALENDAR\nVEVENT\nDTSTART;="20260915TZ,\r\t \0é'), max_size=300)
)
def test_no_text_is_too_strange(text: str) -> None:
    """Whatever lies in the file, there is an answer."""
    for one in (text, f"BEGIN:VCALENDAR\n{text}", calendar(text)):
        found, faults = meeting_days(one)
        assert bool(found) != bool(faults) or faults


@given(st.binary(max_size=300))
def test_no_file_is_too_strange(raw: bytes) -> None:
    """Nor any bytes, behind the beginning of a calendar."""
    _, faults = meeting_days(f"BEGIN:VCALENDAR\n{raw.decode('utf-8-sig', 'replace')}")
    assert faults
