from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evaluate.build import FINANCIAL_YEAR, indicator
from watchlist.model.indicator import CheckSettings, Interval
from watchlist.register.due import Daily, Every, due, newly_due, parse_schedule


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def ticked(schedule: str, start: datetime, ticks: int, step: timedelta) -> list[str]:
    """The occasions that a daemon finds which looks at the clock so often."""
    last: str | None = None
    done: list[str] = []
    for n in range(ticks):
        for _, occasion in due({"job": parse_schedule(schedule)}, {"job": last}, start + n * step):
            last = occasion
            done.append(occasion)
    return done


def test_a_schedule_reads_as_it_is_written() -> None:
    """Schedules are plain words."""
    assert parse_schedule("every minute") == Every(timedelta(minutes=1))
    assert parse_schedule("Every 15  minutes") == Every(timedelta(minutes=15))
    assert parse_schedule("every 2 hours") == Every(timedelta(hours=2))
    assert parse_schedule("daily at 07:30") == Daily(time(7, 30))


@pytest.mark.parametrize("text", ["", "hourly", "every 0 minutes", "daily at 25:00", "daily at 7"])
def test_a_schedule_that_is_none_says_how_to_write_one(text: str) -> None:
    """What cannot be read is answered with an example."""
    with pytest.raises(ValueError, match="write it like"):
        parse_schedule(text)


def test_what_was_never_done_is_due() -> None:
    """A new installation starts with its first cycle at once, and not twice."""
    now = at("2014-02-04 09:07")
    (first,) = due({"cycle": parse_schedule("every 15 minutes")}, {}, now)
    assert first == ("cycle", "2014-02-04T09:00Z")
    assert due({"cycle": parse_schedule("every 15 minutes")}, dict([first]), now) == []


@pytest.mark.parametrize("clock", ["00:30", "01:30", "02:30"])
@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_a_daily_job_runs_once_a_day_when_the_clocks_change(clock: str, day: str) -> None:
    """The hour that is left out in March drops no turn, and the one repeated in October doubles
    none."""
    start = at(f"{day} 00:00") - timedelta(days=1)
    done = ticked(f"daily at {clock}", start, 3 * 24 * 12, timedelta(minutes=5))
    days = [occasion[:10] for occasion in done]
    assert days == sorted(set(days))
    assert day in days


def test_an_autumn_night_has_an_hour_more_of_cycles() -> None:
    """Every 15 minutes means elapsed time: no hour goes by without a cycle."""
    done = ticked("every 15 minutes", at("2026-10-25 00:00"), 3 * 60, timedelta(minutes=1))
    assert len(done) == 12


@given(st.integers(1, 400), st.integers(0, 400_000), st.integers(1, 5000))
def test_a_pause_makes_up_one_turn(length: int, start: int, pause: int) -> None:
    """However long nothing ran, a job is due once, and then not before its next turn."""
    schedules = {"job": parse_schedule(f"every {length} minutes")}
    before = at("2020-01-01 00:00") + timedelta(minutes=start)
    last = dict(due(schedules, {}, before))
    later = before + timedelta(minutes=pause)
    found = due(schedules, last, later)
    assert len(found) == 1 if pause >= length else len(found) <= 1
    assert due(schedules, last | dict(found), later) == []


def test_a_return_falls_due_on_its_day() -> None:
    """An indicator is looked at again on the day its return is due, by the council's own clock."""
    monthly = indicator("reviews", due=Interval(10, "days"))
    yearly = indicator("exclusions", every=FINANCIAL_YEAR)
    since = at("2014-02-09 12:00")
    assert newly_due([monthly, yearly], since, at("2014-02-09 18:00")) == frozenset()
    assert newly_due([monthly, yearly], since, at("2014-02-10 00:30")) == {"reviews"}
    assert newly_due([monthly, yearly], since, at("2014-04-01 00:30")) == {"reviews", "exclusions"}


def test_a_return_that_has_not_come_is_looked_for_on_the_day_after() -> None:
    """The due day itself is not late: the indicator is looked at on the next one as well, or where
    the check gives it five days more, on the day after these."""
    reviews = indicator("reviews", due=Interval(10, "days"))
    patient = replace(reviews, checks=CheckSettings(overdue=Interval(5, "days")))
    for one, late in ((reviews, 11), (patient, 16)):
        looked = [
            day
            for day in range(2, 28)
            if newly_due([one], at(f"2014-02-{day - 1:02} 23:00"), at(f"2014-02-{day:02} 00:30"))
        ]
        assert looked == [10, late]
