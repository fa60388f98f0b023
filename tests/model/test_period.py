from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchlist.model.period import Calendar, Frequency

CALENDARS = [Calendar(f) for f in Frequency if f is not Frequency.REPORTING_YEAR] + [
    Calendar(Frequency.REPORTING_YEAR, month) for month in range(1, 13)
]
DAYS = st.dates(date(1950, 1, 1), date(2090, 1, 1))


@given(calendar=st.sampled_from(CALENDARS), day=DAYS)
def test_every_day_lies_in_exactly_one_period(calendar: Calendar, day: date) -> None:
    """Periods follow each other without gap or overlap, and each day is in the one it begins."""
    ordinal = calendar.containing(day)
    assert calendar.start(ordinal) <= day <= calendar.end(ordinal)
    assert calendar.end(ordinal) + timedelta(days=1) == calendar.start(ordinal + 1)


@given(calendar=st.sampled_from(CALENDARS), day=DAYS)
def test_the_latest_ended_period_is_the_newest_that_is_over(calendar: Calendar, day: date) -> None:
    """On its last day a period has ended; the next has not."""
    ordinal = calendar.latest_ended(day)
    assert calendar.end(ordinal) <= day < calendar.end(ordinal + 1)


@given(calendar=st.sampled_from(CALENDARS), day=DAYS)
def test_a_year_before_is_the_same_period_of_the_year_before(calendar: Calendar, day: date) -> None:
    """A year ago is a year ago: 51 to 53 weeks back, never more, for whatever frequency."""
    ordinal = calendar.containing(day)
    before = calendar.a_year_before(ordinal)
    if before is None:
        assert calendar.label(ordinal).endswith("W53")
        return
    assert 357 <= (calendar.start(ordinal) - calendar.start(before)).days <= 371


def test_week_53_has_no_week_a_year_ago() -> None:
    """2020 had a week 53, and 2019 had none to hold it against."""
    week = Calendar(Frequency.WEEK)
    assert week.a_year_before(week.containing(date.fromisocalendar(2020, 53, 1))) is None


@pytest.mark.parametrize(
    ("frequency", "ends", "day", "spoken"),
    [
        (Frequency.MONTH, 0, date(2013, 12, 9), "December 2013"),
        (Frequency.QUARTER, 0, date(2020, 2, 1), "quarter 4 of 2019-20"),
        (Frequency.HALF_YEAR, 0, date(2020, 2, 1), "the second half of 2019-20"),
        (Frequency.TERM, 0, date(2020, 2, 1), "the spring term of 2019-20"),
        (Frequency.WEEK, 0, date(2024, 2, 1), "the week of 29 January 2024"),
        (Frequency.REPORTING_YEAR, 3, date(2025, 3, 31), "2025"),
        (Frequency.REPORTING_YEAR, 3, date(2025, 4, 1), "2026"),
        (Frequency.REPORTING_YEAR, 12, date(2025, 12, 31), "2025"),
        (Frequency.FINANCIAL_YEAR, 0, date(2013, 3, 31), "2012-13"),
        (Frequency.ACADEMIC_YEAR, 0, date(2019, 9, 1), "2019-20"),
    ],
)
def test_periods_are_spoken_as_a_councillor_would(
    frequency: Frequency, ends: int, day: date, spoken: str
) -> None:
    """A sentence names the month, the quarter of the financial year, the term of the school year."""
    calendar = Calendar(frequency, ends)
    assert calendar.spoken(calendar.containing(day)) == spoken
