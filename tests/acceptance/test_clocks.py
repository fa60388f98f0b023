"""Clocks that jump, that go wrong, and that are put forward and back twice a year."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from tests.acceptance.clock import Clock, needs_faketime
from tests.acceptance.daemons import Daemon
from tests.acceptance.expect import Between, expect, nothing_else_than
from tests.acceptance.here import Here
from tests.acceptance.town import ANALYST, CHAIR, NOON
from watchlist.model.subscription import SubscriptionState
from watchlist.store.tables import jobs

pytestmark = [needs_faketime, pytest.mark.long]

_HOUR = timedelta(hours=1)
_CYCLE = '"event": "cycle"'


def test_a_clock_that_jumps_by_hours(here: Here) -> None:
    """Put forward by five hours and back again while returns come, in the middle of a life: each head
    hears of his month soon, and once."""
    start = here.clock.now() - 6 * _HOUR
    daemon = here.start("machine")
    heads = []
    for month, (head, hours) in enumerate(
        (("visits", 0), ("reviews", 5), ("checks", -5), ("plans", -3)), start=1
    ):
        _jumps(here, daemon, hours)
        here.town.reports(month, **{head: 70.0})
        heads.append(head)
        here.waits(lambda: here.is_told(*heads), f"the head of {head} is told")
    here.clock.passes(9 * _HOUR)
    here.nothing_else_came(start, **dict.fromkeys(heads, "Too late"))
    assert daemon.stops() == 0
    assert "Traceback" not in daemon.log


def test_a_machine_that_slept_for_a_year(here: Here) -> None:
    """It wakes a year later, with the same daemon in it: what is due is done at once and once, however
    many turns there would have been."""
    daemon = here.start("machine")
    here.clock.passes(timedelta(days=365))
    here.town.reports(13, visits=70)
    here.waits(lambda: here.is_told("visits"), "the head is told")
    for _ in range(3):
        here.a_tick_passes()
    assert here.copies_are_explained() == []
    assert daemon.stops() == 0


@pytest.mark.parametrize("restarted", [False, True], ids=["one life", "a life every half hour"])
@pytest.mark.parametrize(
    ("night", "month"),
    [
        (datetime(2026, 3, 28, 22, 0, tzinfo=UTC), 3),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), 10),
    ],
    ids=["an hour is left out", "an hour comes twice"],
)
def test_the_night_on_which_the_clocks_change(
    here: Here, night: datetime, month: int, restarted: bool
) -> None:
    """A cycle is made daily at half past one, and the chair's digest goes on Sundays at half past one:
    in the night on which that hour is left out or comes twice there is one of each and no more."""
    here.clock.set(night)
    here.town.reports(month, visits=70)
    start = partial(here.start, "machine", cycle="daily at 01:30", weekly="Sunday at 01:30")
    daemon = start()
    _subscribe(here)
    here.waits(here.books.is_quiet, "what the evening brought is told")
    begun = here.clock.now()
    while here.clock.now() < night + 4 * _HOUR:
        if restarted:
            assert daemon.stops() == 0
            daemon = start()
        here.clock.passes(_HOUR / 2)
        here.a_tick_passes()
    here.waits(here.books.is_quiet, "what the night brought is told")
    sunday = (night + 3 * _HOUR).date()
    assert _done(here, "cycle").count(f"{sunday}T01:30") == 1
    during = [letter for letter in here.post.letters if letter.at > begun]
    half_past_one = Between(night + 2.5 * _HOUR, night + 5 * _HOUR)
    assert nothing_else_than(during, expect(half_past_one, "chair", "on your list")) == []
    assert daemon.stops() == 0


def test_a_midnight_that_comes_twice(here: Here) -> None:
    """An action is due on 13 January. The clock comes to the 14th, is put back before midnight and
    comes to the 14th again: its owner is reminded, once."""
    here.town.reports(1, visits=70)
    daemon = here.start("machine")
    here.waits(lambda: here.is_told("visits"), "the head is told of the month")
    words = ("action", "WL-0001", "Visit every family.", "--due", "2026-01-13", "--as", ANALYST)
    here.daemons.does(here.town.folder / "machine.yaml", *words)
    here.a_tick_passes()
    here.waits(here.books.is_quiet, "what was said is told")
    begun = here.clock.now()
    for hours in (14, -3, 3, -3, 3):
        _jumps(here, daemon, hours)
        here.waits(here.books.is_quiet, "what fell due is told")
    during = [letter for letter in here.post.letters if letter.at > begun]
    next_day = Between(NOON + 13 * _HOUR, NOON + 15 * _HOUR)
    assert nothing_else_than(during, expect(next_day, "visits", "Visit every family.")) == []
    assert daemon.stops() == 0


def test_one_clock_is_wrong_by_minutes(on_postgres: Here) -> None:
    """Three machines share a database; the clock of one is seven minutes fast, that of another seven
    minutes slow. Nobody takes a job that another has, and each head has one letter for his month."""
    here, start = on_postgres, on_postgres.clock.now() - _HOUR
    clocks = [Clock(here.town.folder / f"clock-{minutes}") for minutes in (-7, 7)]
    machines = [here.start("right")]
    for clock, minutes in zip(clocks, (-7, 7), strict=True):
        clock.set(here.clock.now() + timedelta(minutes=minutes))
        machines.append(here.start(f"wrong-{minutes}", clock=clock))

    def all_clocks_pass() -> None:
        for clock in clocks:
            clock.passes(timedelta(minutes=1))
        here.a_tick_passes()

    for month, head in ((1, "visits"), (2, "checks")):
        here.town.reports(month, **{head: 70.0})
        here.waits(lambda: here.is_told(head), f"month {month} is told")  # noqa: B023
    for _ in range(3):
        all_clocks_pass()
    here.nothing_else_came(start, visits="Too late", checks="Too late")
    assert [each.stops() for each in machines] == [0, 0, 0]


def _jumps(here: Here, daemon: Daemon, hours: float) -> None:
    """The clock is put; the cycle that was being made meanwhile is over, and one by the new time."""
    made = daemon.log.count(_CYCLE)
    here.clock.passes(hours * _HOUR)
    daemon.says(_CYCLE, times=made + 2, meanwhile=here.a_tick_passes)


def _subscribe(here: Here) -> None:
    config = here.town.folder / "machine.yaml"
    words = ("subscribe", "--everything", "--when", "weekly", "--as", CHAIR)
    here.daemons.does(config, *words)
    (new,) = (s for s in here.store.subscriptions() if s.state is SubscriptionState.ASKED)
    here.daemons.does(config, "confirm", new.id, "--as", CHAIR)


def _done(here: Here, job: str) -> list[str]:
    with here.store.reading() as connection:
        return list(connection.scalars(select(jobs.c.occasion).where(jobs.c.job == job)))
