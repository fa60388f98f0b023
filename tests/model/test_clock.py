"""A time of day on a day is one instant, also where the clocks are put forward or back."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchlist.model.calendar import at_local, local_date

LONDON = ZoneInfo("Europe/London")
TWENTY_YEARS = [date(2010, 1, 1) + timedelta(days=n) for n in range(20 * 365 + 5)]


def test_monday_at_eight_is_an_hour_earlier_in_summer() -> None:
    """What is sent at 08:00 leaves at 08:00 on the wall, all year."""
    assert at_local(date(2026, 1, 5), time(8)) == datetime(2026, 1, 5, 8, tzinfo=UTC)
    assert at_local(date(2026, 7, 6), time(8)) == datetime(2026, 7, 6, 7, tzinfo=UTC)


def test_a_time_that_comes_twice_is_the_first_of_the_two() -> None:
    """On 25 October 2026 it is 01:30 twice; what is due then is due in summer time."""
    assert at_local(date(2026, 10, 25), time(1, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("clock", [time(1), time(1, 30), time(1, 59, 59, 999_999)])
def test_a_time_that_is_left_out_is_when_the_clocks_have_gone_forward(clock: time) -> None:
    """On 29 March 2026 one o'clock is already two: what was due in between is due at once."""
    found = at_local(date(2026, 3, 29), clock)
    assert found == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert found.astimezone(LONDON).time() == time(2)


def test_other_zones_have_other_gaps() -> None:
    """Half an hour on Lord Howe Island; in Samoa a whole day that never was."""
    howe = at_local(date(2026, 10, 4), time(2, 10), "Australia/Lord_Howe")
    assert howe.astimezone(ZoneInfo("Australia/Lord_Howe")).time() == time(2, 30)
    samoa = at_local(date(2011, 12, 30), time(12), "Pacific/Apia")
    assert samoa.astimezone(ZoneInfo("Pacific/Apia")).date() == date(2011, 12, 31)
    assert samoa == datetime(2011, 12, 30, 10, tzinfo=UTC)


def test_a_time_with_a_zone_of_its_own_is_refused() -> None:
    """It would be two answers to one question."""
    with pytest.raises(ValueError, match="time zone"):
        at_local(date(2026, 1, 5), time(8, tzinfo=UTC))


@pytest.mark.parametrize("clock", [time(0), time(1), time(1, 30), time(2, 30), time(8)])
def test_each_day_of_twenty_years_has_every_time_once(clock: time) -> None:
    """No day is without its 01:30, none has two, and they follow each other as the days do."""
    instants = [at_local(day, clock) for day in TWENTY_YEARS]
    assert all(one < other for one, other in pairwise(instants))
    assert {other - one for one, other in pairwise(instants)} <= {
        timedelta(hours=hours, minutes=minutes)
        for hours in (23, 24, 25)
        for minutes in (-30, 0, 30)
    }
    assert [local_date(instant) for instant in instants] == TWENTY_YEARS


@given(st.sampled_from(TWENTY_YEARS), st.times(), st.times())
def test_a_later_time_of_a_day_is_never_earlier(day: date, one: time, other: time) -> None:
    """Within a day, too; and the wall shows it, but where the clocks leave it out."""
    early, late = sorted((one, other))
    assert at_local(day, early) <= at_local(day, late)
    shown = at_local(day, early).astimezone(LONDON).replace(tzinfo=None)
    assert shown == datetime.combine(day, early) or shown.time() == time(2)
