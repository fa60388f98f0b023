"""Three daemons on one database: whoever is lost is replaced, and whoever wakes does no harm."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.acceptance.clock import needs_faketime
from tests.acceptance.daemons import Daemon
from tests.acceptance.here import Here
from tests.acceptance.nursery import LEASE_SECONDS
from tests.acceptance.postgres import with_options

pytestmark = [needs_faketime, pytest.mark.long]


@pytest.fixture
def three(on_postgres: Here) -> list[Daemon]:
    """On a server that ends a transaction that stands still for longer than a lease."""
    short = f"-c idle_in_transaction_session_timeout={LEASE_SECONDS + 1}s"
    url = with_options(on_postgres.url, options=short)
    return [on_postgres.start(f"machine-{number}", url) for number in (1, 2, 3)]


def test_three_daemons_tell_a_head_once(on_postgres: Here, three: list[Daemon]) -> None:
    """A return comes while three daemons live: the head of visits hears of it once, from one of them;
    asked to stop, all end well."""
    start = on_postgres.clock.now()
    on_postgres.town.reports(1, visits=70)
    on_postgres.waits(lambda: on_postgres.is_told("visits"), "the head is told")
    on_postgres.nothing_else_came(start, visits="Too late")
    assert [each.stops() for each in three] == [0, 0, 0]


def test_a_holder_that_is_killed_is_replaced(on_postgres: Here, three: list[Daemon]) -> None:
    """Killed in the middle of a cycle it has its job for no longer than the time of a lease, on the
    database's clock; the return that it had in hand is judged by another."""
    start = on_postgres.clock.now()
    on_postgres.town.reports(1, visits=70)
    holder = on_postgres.caught(*three)
    lease = on_postgres.cycle_of(holder)
    assert lease is not None
    assert lease.until - on_postgres.store.database_now() <= timedelta(seconds=LEASE_SECONDS)
    holder.killed()
    on_postgres.books.claims_run_out(holder.number)
    on_postgres.waits(lambda: on_postgres.is_told("visits"), "another tells the head")
    on_postgres.nothing_else_came(start, visits="Too late")


def test_a_holder_that_was_paused_wakes_up_harmless(on_postgres: Here, three: list[Daemon]) -> None:
    """Stopped in the middle of a cycle for longer than its lease: another makes it, and the sleeper
    neither writes nor tells anything a second time. Left alone it does the next one."""
    start = on_postgres.clock.now()
    on_postgres.town.reports(1, visits=70)
    sleeper = on_postgres.caught(*three)
    others = [each for each in three if each is not sleeper]
    on_postgres.waits(lambda: on_postgres.is_told("visits"), "another tells the head")
    sleeper.wakes()
    on_postgres.nothing_else_came(start, visits="Too late")
    assert [each.stops() for each in others] == [0, 0]
    on_postgres.town.reports(2, checks=70)
    on_postgres.waits(lambda: on_postgres.is_told("checks"), "the sleeper works on")
    on_postgres.nothing_else_came(start, visits="Too late", checks="Too late")
    assert "Traceback" not in sleeper.log
