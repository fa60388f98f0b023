"""How meetings repeat: held against `dateutil`, which knows every rule but not where to stop."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from watchlist.rulebook.ics import CalendarError, Moment, Property
from watchlist.rulebook.repeats import Budget, read_repeat

WEEKDAYS = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
PLACES = st.sampled_from(["1", "2", "+3", "-1", "-2", "5"])
TWENTY_YEARS = timedelta(days=20 * 365)


def repeats(rule: str, start: date, until: date | None = None) -> list[date]:
    """The days of a rule, those after ``until`` left out."""
    found = read_repeat(Property(1, "", rule), Moment(start)).days(Moment(start), Budget())
    return [day for day in found if until is None or day <= until]


def numbers(low: int, high: int) -> st.SearchStrategy[str]:
    each = st.integers(low, high) | st.integers(-high, -low)
    return st.lists(each, min_size=1, max_size=3).map(lambda all: ",".join(map(str, all)))


@st.composite
def rules(draw: st.DrawFn) -> str:
    """A rule as a calendar writes it. (Of "every Monday and the first Tuesday" `dateutil` takes the
    days that are both: weekdays are drawn all with a place or all without. Of the first week it
    knows the days from the first meeting on alone: weeks are drawn without BYSETPOS.)"""
    every = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    placed = every in ("MONTHLY", "YEARLY") and draw(st.booleans())
    weekday = st.builds(str.__add__, PLACES if placed else st.just(""), WEEKDAYS)
    parts = {
        "INTERVAL": st.integers(1, 4).map(str),
        "BYMONTH": st.sampled_from(["5", "2", "1,3,9", "12"]),
        "BYDAY": st.lists(weekday, min_size=1, max_size=3).map(",".join),
        "WKST": WEEKDAYS,
    }
    if every != "WEEKLY":
        parts["BYMONTHDAY"] = numbers(1, 31)
    made = draw(st.fixed_dictionaries({}, optional=parts))
    if every != "WEEKLY" and {"BYDAY", "BYMONTHDAY"} & made.keys() and draw(st.booleans()):
        made["BYSETPOS"] = draw(numbers(1, 3))
    return ";".join([f"FREQ={every}", *(f"{name}={said}" for name, said in made.items())])


#: The calendar repeats itself after 400 years. So late, `dateutil` gives up the search for a day
#: that never comes within centuries, where it would look for millennia.
LATER = 19 * 400


def _oracle(rule: str, start: date, until: date) -> list[date]:
    """What `dateutil` makes of it."""
    first, last = (datetime.combine(_moved(day, LATER), time()) for day in (start, until))
    found = rrulestr(f"{rule};UNTIL={last:%Y%m%dT000000}", dtstart=first)
    return [_moved(moment.date(), -LATER) for moment in found]


def _moved(day: date, years: int) -> date:
    return day.replace(year=day.year + years)


@settings(max_examples=60, deadline=None)
@given(rules(), st.dates(date(2000, 1, 1), date(2040, 12, 31)))
def test_a_rule_gives_the_days_that_others_find_in_it(rule: str, start: date) -> None:
    """Every second Tuesday of a month means the same day here as in any calendar program."""
    until = start + TWENTY_YEARS
    assert repeats(rule, start, until) == _oracle(rule, start, until)


@settings(max_examples=40, deadline=None)
@given(rules(), st.dates(date(2060, 1, 1), date(2090, 12, 31)), st.integers(1, 9))
def test_a_count_takes_the_first_of_them(rule: str, start: date, count: int) -> None:
    """Six meetings are the first six of the same meetings without an end."""
    assert repeats(f"{rule};COUNT={count}", start) == repeats(rule, start)[:count]


@settings(max_examples=40, deadline=None)
@given(rules(), st.dates(date(2060, 1, 1), date(2090, 12, 31)), st.integers(0, 3000))
def test_an_end_cuts_them_off(rule: str, start: date, days: int) -> None:
    """The day named as the last may still be one."""
    until = start + timedelta(days=days)
    assert repeats(f"{rule};UNTIL={until:%Y%m%d}", start) == repeats(rule, start, until)


def test_the_first_of_a_weeks_days_may_be_before_the_first_meeting() -> None:
    """Of Mondays and Tuesdays, in weeks from Tuesday on, the first is the Tuesday, the first week's
    too: it was before the event began."""
    rule = "FREQ=WEEKLY;WKST=TU;BYDAY=MO,TU;BYSETPOS=1;COUNT=2"
    assert repeats(rule, date(2000, 1, 1)) == [date(2000, 1, 4), date(2000, 1, 11)]


def test_every_monday_and_the_first_tuesday() -> None:
    """Days named in two ways are all meant."""
    found = repeats("FREQ=MONTHLY;BYDAY=MO,1TU;COUNT=4", date(2026, 9, 1))
    assert found == [date(2026, 9, day) for day in (1, 7, 14, 21)]


def test_meetings_without_an_end_end_with_the_years_in_which_committees_meet() -> None:
    """A weekly meeting that nobody ended is followed for as long as the program may be used."""
    found = repeats("FREQ=WEEKLY", date(2026, 9, 15))
    assert found[-1].year == 2099
    assert len(found) == 3825


@pytest.mark.parametrize(
    "rule",
    ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTH=4;BYMONTHDAY=31",
     "FREQ=MONTHLY;BYDAY=2TU;BYMONTHDAY=1", "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2"],
)  # fmt: skip
def test_a_rule_that_never_holds_gives_no_day(rule: str) -> None:
    """There is no 30 February; the search for one ends."""
    assert repeats(rule, date(2026, 9, 15)) == []


@pytest.mark.parametrize(
    ("rule", "part"),
    [
        ("FREQ=SECONDLY", "FREQ=SECONDLY"),
        ("FREQ=HOURLY;COUNT=3", "FREQ=HOURLY"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL=0"),
        ("FREQ=DAILY;COUNT=-1", "COUNT=-1"),
        ("FREQ=YEARLY;BYWEEKNO=20", "BYWEEKNO=20"),
        ("FREQ=WEEKLY;BYDAY=0MO", "BYDAY=0MO"),
        ("FREQ=WEEKLY;BYDAY=", "BYDAY="),
        ("FREQ=MONTHLY;BYMONTH=13", "BYMONTH=13"),
        ("FREQ=WEEKLY;COUNT=" + "9" * 5000, "COUNT=" + "9" * 51 + "…"),
        ("", ""),
    ],
)
def test_what_no_committee_does_is_said(rule: str, part: str) -> None:
    """A meeting every second is a slip, and so is one every 0 days."""
    with pytest.raises(CalendarError) as raised:
        repeats(rule, date(2026, 9, 15))
    assert raised.value.sentence == (
        f'"{part}" is not a way in which committees meet again; enter the meetings one by one'
    )
    assert raised.value.line == 1


def test_a_rule_says_how_often() -> None:
    """Without FREQ it is none."""
    with pytest.raises(CalendarError, match="does not say how often"):
        repeats("BYDAY=MO", date(2026, 9, 15))


def test_the_day_named_as_the_last_may_be_too_late_by_its_time() -> None:
    """A series cut off at midnight ends with the meeting of the evening before."""
    start = Moment(date(2026, 9, 15), time(18, 30))
    rule = Property(1, "", "FREQ=WEEKLY;UNTIL=20260929T000000Z")
    found = list(read_repeat(rule, start).days(start, Budget()))
    assert found == [date(2026, 9, 15), date(2026, 9, 22)]
    rule = Property(1, "", "FREQ=WEEKLY;UNTIL=20260929T173000Z")
    assert len(list(read_repeat(rule, start).days(start, Budget()))) == 3


@settings(max_examples=40, deadline=None)
@given(rules())
def test_what_is_looked_at_is_counted(rule: str) -> None:
    """Whatever a rule says, its search ends: a calendar of nothing else is refused."""
    start = Moment(date(1970, 1, 1))
    budget = Budget(9_000)  # fewer days than there are in any rule's years
    with pytest.raises(CalendarError, match="repeats too much"):
        list(read_repeat(Property(1, "", rule), start).days(start, budget))
