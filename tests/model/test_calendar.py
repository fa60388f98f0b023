from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchlist.model.calendar import WorkingDays, add, due_date, expected, local_date
from watchlist.model.indicator import Better, Indicator, Interval, Unit, UnitKind
from watchlist.model.period import Calendar, Frequency

MONTHLY = Indicator(
    "assessments", "Assessments", Unit(UnitKind.PERCENT), Better.HIGHER, Calendar(Frequency.MONTH)
)
UNITS = st.sampled_from(["working days", "days", "weeks", "months"])


@pytest.mark.parametrize(
    "day",
    [date(2013, 12, 25), date(2013, 12, 26), date(2014, 1, 1), date(2014, 4, 18),
     date(2014, 4, 21), date(2014, 8, 25), date(2022, 6, 3), date(2013, 12, 28)],
)  # fmt: skip
def test_nobody_works_on_bank_holidays_or_saturdays(day: date) -> None:
    """Christmas, New Year, Easter, the August bank holiday and jubilees are no working days."""
    assert not WorkingDays().is_working(day)


def test_england_works_on_the_second_of_january() -> None:
    """Scotland's second of January is a working day in England."""
    assert WorkingDays().is_working(date(2014, 1, 2))


@pytest.mark.parametrize(
    ("amount", "unit", "day", "later"),
    [
        (15, "working days", date(2013, 11, 30), date(2013, 12, 20)),
        (15, "working days", date(2013, 12, 31), date(2014, 1, 22)),
        (1, "working days", date(2014, 4, 17), date(2014, 4, 22)),
        (10, "days", date(2013, 12, 31), date(2014, 1, 10)),
        (2, "weeks", date(2013, 12, 31), date(2014, 1, 14)),
        (1, "months", date(2014, 1, 31), date(2014, 2, 28)),
        (14, "months", date(2013, 12, 31), date(2015, 2, 28)),
    ],
)
def test_intervals_are_counted_as_an_officer_counts(
    amount: int, unit: str, day: date, later: date
) -> None:
    """Fifteen working days after December ends on 22 January: New Year's Day is not counted."""
    assert add(Interval(amount, unit), day) == later


def test_ten_working_days_before_a_meeting() -> None:
    """Working days are counted backwards too: ten before 4 February 2014 is 21 January."""
    assert WorkingDays().after(date(2014, 2, 4), -10) == date(2014, 1, 21)


def test_an_unknown_unit_is_refused() -> None:
    """Fortnights are no unit of the rule language."""
    with pytest.raises(ValueError, match="fortnights"):
        add(Interval(1, "fortnights"), date(2014, 1, 1))


def test_a_return_without_a_due_date_is_due_when_its_period_ends() -> None:
    """December's figures are expected from 31 December, November's until then."""
    december = MONTHLY.calendar.containing(date(2013, 12, 1))
    assert due_date(MONTHLY, december) == date(2013, 12, 31)
    assert expected(MONTHLY, date(2013, 12, 30)) == december - 1
    assert expected(MONTHLY, date(2013, 12, 31)) == december


def test_a_return_is_expected_from_the_day_it_is_due() -> None:
    """December's return, due in fifteen working days, should be in by 22 January."""
    indicator = replace(MONTHLY, due=Interval(15, "working days"))
    december = indicator.calendar.containing(date(2013, 12, 1))
    assert expected(indicator, date(2014, 1, 21)) == december - 1
    assert expected(indicator, date(2014, 1, 22)) == december


@given(
    day=st.dates(date(2000, 1, 1), date(2050, 1, 1)),
    interval=st.builds(Interval, st.integers(0, 60), UNITS),
    frequency=st.sampled_from([Frequency.WEEK, Frequency.MONTH, Frequency.FINANCIAL_YEAR]),
)
def test_the_expected_period_is_the_newest_that_is_due(
    day: date, interval: Interval, frequency: Frequency
) -> None:
    """By any day the expected return is due, and the one after it is not."""
    indicator = replace(MONTHLY, calendar=Calendar(frequency), due=interval)
    newest = expected(indicator, day)
    assert due_date(indicator, newest) <= day < due_date(indicator, newest + 1)


@given(
    day=st.dates(date(2000, 1, 1), date(2050, 1, 1)),
    interval=st.builds(Interval, st.integers(0, 60), UNITS),
)
def test_a_later_day_is_never_due_earlier(day: date, interval: Interval) -> None:
    """What ends later is due later or on the same day."""
    assert day <= add(interval, day) <= add(interval, day + timedelta(days=1))


def test_the_day_is_the_one_on_the_wall_in_london() -> None:
    """Half past eleven at night in UTC is already tomorrow in a British summer."""
    assert local_date(datetime(2014, 6, 30, 23, 30, tzinfo=UTC)) == date(2014, 7, 1)
    assert local_date(datetime(2014, 12, 30, 23, 30, tzinfo=UTC)) == date(2014, 12, 30)
    with pytest.raises(ValueError, match="time zone"):
        local_date(datetime(2014, 6, 30, 23, 30))  # noqa: DTZ001 - naive is what is refused
