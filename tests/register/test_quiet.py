"""Hours and days at which nobody is told anything."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchlist.register.quiet import Quiet, parse_hours

NIGHT = Quiet((time(20), time(7)))
OFF = Quiet((time(20), time(7)), weekends=True, bank_holidays=True)


def at(words: str) -> datetime:
    """A moment by UTC."""
    return datetime.fromisoformat(words).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        ("2026-01-14 19:59", False),
        ("2026-01-14 20:00", True),
        ("2026-01-15 06:59", True),
        ("2026-01-15 07:00", False),
        ("2026-07-14 19:00", True),  # 20:00 in summer
        ("2026-07-15 06:00", False),  # 07:00
    ],
)
def test_the_night_is_quiet_by_the_clock_on_the_wall(moment: str, quiet: bool) -> None:
    """From eight in the evening (then it is quiet) to seven in the morning (then it is not)."""
    assert NIGHT.at(at(moment)) is quiet


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        ("2026-01-14 12:00", "2026-01-14 12:00"),
        ("2026-01-14 23:00", "2026-01-15 07:00"),
        ("2026-01-16 21:00", "2026-01-19 07:00"),  # over the weekend to Monday morning
        ("2026-04-02 19:30", "2026-04-07 06:00"),  # Maundy Thursday: over Easter to Tuesday
        ("2026-12-24 20:00", "2026-12-29 07:00"),  # Boxing Day is kept on Monday the 28th
    ],
)
def test_it_ends_when_people_are_back(moment: str, until: str) -> None:
    """Weekends and England's bank holidays are quiet whole, and the night that follows them too."""
    assert OFF.until(at(moment)) == at(until)


def test_without_a_word_it_is_never_quiet() -> None:
    """Nothing is held back that nobody asked for."""
    assert not any(Quiet().at(at("2026-12-25 00:00") + timedelta(hours=n)) for n in range(72))


def test_weekends_alone() -> None:
    """Bank holidays are days like others where only weekends are named, and the other way round."""
    christmas, saturday = at("2026-12-25 12:00"), at("2026-12-19 12:00")
    assert not Quiet(weekends=True).at(christmas)
    assert Quiet(weekends=True).at(saturday)
    assert Quiet(bank_holidays=True).at(christmas)
    assert not Quiet(bank_holidays=True).at(saturday)


def test_an_hour_that_comes_twice_is_quiet_twice() -> None:
    """On 25 October 2026 half past one comes twice. What is quiet till then is so till the first, and
    again from the second one o'clock to the second half past."""
    quiet = Quiet((time(22), time(1, 30)))
    clock = [at("2026-10-25 00:00") + timedelta(minutes=n) for n in (0, 29, 30, 59, 60, 89, 90)]
    assert [quiet.at(moment) for moment in clock] == [True, True, False, False, True, True, False]
    assert quiet.until(at("2026-10-25 00:00")) == at("2026-10-25 00:30")
    assert quiet.until(at("2026-10-25 01:10")) == at("2026-10-25 01:30")


@given(
    first=st.times(), last=st.times(), weekends=st.booleans(), bank_holidays=st.booleans(),
    moment=st.integers(0, 1_000_000).map(lambda minutes: at("2026-01-01") + timedelta(minutes=minutes)),
)  # fmt: skip
def test_quiet_always_ends_and_not_before_it_is_said_to(
    first: time, last: time, weekends: bool, bank_holidays: bool, moment: datetime
) -> None:
    """The end is the first moment at which it is not quiet: never before, and there always is one."""
    if first == last:
        return
    quiet = Quiet((first, last), weekends, bank_holidays)
    end = quiet.until(moment)
    assert not quiet.at(end)
    assert (end == moment) is not quiet.at(moment)
    assert all(quiet.at(moment + (end - moment) * part / 7) for part in range(7) if end > moment)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("8pm to 7am", "write it like 20:00 to 07:00"),
        ("20:00-07:00", "write it like 20:00 to 07:00"),
        ("25:00 to 07:00", "write it like 20:00 to 07:00"),
        ("07:00 to 07:00", "is no time at all"),
    ],
)
def test_other_words_are_refused(words: str, sentence: str) -> None:
    """With how it is written."""
    with pytest.raises(ValueError, match=sentence):
        parse_hours(words)
