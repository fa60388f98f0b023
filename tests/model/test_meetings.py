from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchlist.model.calendar import (
    WorkingDays,
    clear_days_before,
    financial_year_of,
    term_of,
    working_days_between,
)
from watchlist.model.indicator import Committee
from watchlist.model.meetings import (
    PreElection,
    meeting_days,
    next_meeting,
    ordinary_election,
    pre_election_on,
    previous_meeting,
)

SCRUTINY = Committee(
    "scrutiny", "Scrutiny", meetings=(date(2026, 9, 15), date(2026, 12, 8), date(2027, 2, 2))
)
DAYS = st.dates(date(2001, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("meeting", "publish"),
    [
        (date(2026, 9, 15), date(2026, 9, 7)),  # a Tuesday: Monday of the week before
        (date(2026, 9, 14), date(2026, 9, 4)),  # a Monday: Friday of the week before the last
        (date(2014, 4, 28), date(2014, 4, 16)),  # after Easter: Good Friday and Monday do not count
        (date(2014, 4, 22), date(2014, 4, 10)),  # the day after Easter Monday
        (date(2014, 1, 6), date(2013, 12, 24)),  # over Christmas and New Year
        (
            date(2022, 6, 7),
            date(2022, 5, 26),
        ),  # the spring holiday moved, and one more for a jubilee
        (date(2020, 5, 12), date(2020, 5, 1)),  # early May's holiday moved to the Friday
        (date(2020, 5, 5), date(2020, 4, 27)),  # ... and the Monday worked, as in no other year
        (date(2023, 5, 10), date(2023, 4, 28)),  # two Mondays, one of them for a coronation
        (date(2022, 9, 27), date(2022, 9, 16)),  # the Monday of a state funeral
        (date(2026, 9, 13), date(2026, 9, 4)),  # a Sunday itself is as good as the Monday after
    ],
)
def test_papers_lie_open_for_five_clear_days(meeting: date, publish: date) -> None:
    """Neither the day on which the agenda comes out nor that of the meeting is one of the five, and
    a day on which the council is closed is none either."""
    assert clear_days_before(meeting) == publish


def test_three_clear_days_are_enough_for_a_parish() -> None:
    """How many there must be is asked for: Friday for the Thursday after."""
    assert clear_days_before(date(2026, 9, 17), 3) == date(2026, 9, 11)


@given(meeting=DAYS, count=st.integers(0, 30))
def test_so_many_working_days_lie_clear_and_no_later_day_would_do(
    meeting: date, count: int
) -> None:
    """Exactly as many as were asked for; from the next working day on they would be too few."""
    publish = clear_days_before(meeting, count)
    assert WorkingDays().is_working(publish)
    assert working_days_between(publish, meeting) == count
    later = WorkingDays().after(publish, 1)
    assert later >= meeting or working_days_between(later, meeting) == count - 1


@given(st.lists(DAYS, min_size=3, max_size=3).map(sorted))
def test_working_days_between_add_up(days: list[date]) -> None:
    """Between Monday and Friday lie three; what lies between is counted once, in the middle too."""
    first, middle, last = days
    apart = working_days_between(first, middle) + working_days_between(middle, last)
    own = first < middle < last and WorkingDays().is_working(middle)
    assert working_days_between(first, last) == apart + own
    assert working_days_between(last, first) == 0


def test_between_two_days_of_a_week() -> None:
    """Monday to Friday: Tuesday, Wednesday and Thursday."""
    assert working_days_between(date(2026, 9, 14), date(2026, 9, 18)) == 3


@pytest.mark.parametrize(
    ("day", "before", "coming"),
    [
        (date(2026, 9, 1), None, date(2026, 9, 15)),
        (date(2026, 9, 15), None, date(2026, 9, 15)),
        (date(2026, 9, 16), date(2026, 9, 15), date(2026, 12, 8)),
        (date(2027, 2, 2), date(2026, 12, 8), date(2027, 2, 2)),
        (date(2027, 2, 3), date(2027, 2, 2), None),
    ],
)
def test_a_meeting_of_today_is_still_to_come(
    day: date, before: date | None, coming: date | None
) -> None:
    """On the morning of a meeting its papers are for that meeting, and the last one was the one
    before."""
    assert (previous_meeting(SCRUTINY, day), next_meeting(SCRUTINY, day)) == (before, coming)


def test_meetings_of_a_year() -> None:
    """The first and the last day asked for are included."""
    assert meeting_days(SCRUTINY, date(2026, 9, 15), date(2026, 12, 8)) == SCRUTINY.meetings[:2]
    assert meeting_days(SCRUTINY, date(2026, 9, 16), date(2026, 12, 7)) == ()
    assert meeting_days(Committee("new", "New"), date.min, date.max) == ()


@given(st.sets(DAYS, max_size=8), DAYS)
def test_every_meeting_is_behind_or_ahead(days: set[date], day: date) -> None:
    """No meeting is both, or neither; the nearest on either side is the one that is named."""
    committee = Committee("any", "Any", meetings=tuple(sorted(days)))
    behind = meeting_days(committee, date.min, day - timedelta(days=1))
    ahead = meeting_days(committee, day, date.max)
    assert behind + ahead == committee.meetings
    assert previous_meeting(committee, day) == (behind[-1] if behind else None)
    assert next_meeting(committee, day) == (ahead[0] if ahead else None)


@pytest.mark.parametrize(
    ("poll", "notice"),
    [
        (date(2024, 5, 2), date(2024, 3, 26)),
        (date(2025, 5, 1), date(2025, 3, 25)),
        (date(2023, 5, 4), date(2023, 3, 27)),
    ],
)
def test_a_pre_election_period_begins_with_the_last_day_for_the_notice(
    poll: date, notice: date
) -> None:
    """25 working days before the poll: Tuesday 26 March for that of Thursday 2 May 2024, Easter not
    counted. It ends with the day of the poll."""
    assert ordinary_election(poll.year) == poll
    period = PreElection.before(poll)
    assert period == PreElection(notice, poll)
    assert [period.contains(day) for day in (notice, poll)] == [True, True]
    assert not period.contains(notice - timedelta(days=1))
    assert not period.contains(poll + timedelta(days=1))


@given(st.integers(1985, 2100))
def test_councillors_are_elected_on_the_first_thursday_in_may(year: int) -> None:
    """Whichever day May begins on."""
    day = ordinary_election(year)
    assert (day.weekday(), day.month) == (3, 5)
    assert day.day <= 7


def test_what_a_council_says_of_its_pre_election_period_stands() -> None:
    """Dates differ from council to council, so a period is two days that somebody wrote down; one
    with a by-election has two periods in a year."""
    own = PreElection(date(2024, 3, 18), date(2024, 5, 2))
    winter = PreElection(date(2024, 1, 8), date(2024, 2, 15))
    assert pre_election_on(date(2024, 3, 20), [winter, own]) == own
    assert pre_election_on(date(2024, 2, 15), [winter, own]) == winter
    assert pre_election_on(date(2024, 2, 16), [winter, own]) is None
    assert pre_election_on(date(2024, 2, 16), []) is None


@pytest.mark.parametrize(
    ("day", "term", "year"),
    [
        (date(2026, 9, 1), "2026-27 autumn", "2026-27"),
        (date(2026, 12, 31), "2026-27 autumn", "2026-27"),
        (date(2027, 1, 1), "2026-27 spring", "2026-27"),
        (date(2027, 3, 31), "2026-27 spring", "2026-27"),
        (date(2027, 4, 1), "2026-27 summer", "2027-28"),
        (date(2027, 8, 31), "2026-27 summer", "2027-28"),
    ],
)
def test_a_day_has_its_term_and_its_financial_year(day: date, term: str, year: str) -> None:
    """The summer term begins with the new financial year, in the old school year."""
    assert str(term_of(day)) == term
    assert str(financial_year_of(day)) == year


@given(DAYS)
def test_terms_and_years_leave_no_day_out(day: date) -> None:
    """A day lies in the term and in the year that are said to be its own."""
    for period in (term_of(day), financial_year_of(day)):
        calendar = period.calendar
        assert calendar.start(period.ordinal) <= day <= calendar.end(period.ordinal)


def test_no_two_meetings_of_a_year_share_their_papers_day() -> None:
    """Meetings a week apart have papers a week apart, over a whole year with its holidays."""
    tuesdays = [date(2026, 1, 6) + timedelta(weeks=week) for week in range(52)]
    papers = [clear_days_before(day) for day in tuesdays]
    assert all(one < other for one, other in pairwise(papers))
