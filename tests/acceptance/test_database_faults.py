"""Bad days of the database and of the way to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.acceptance.clock import needs_faketime
from tests.acceptance.here import Here
from tests.acceptance.nursery import LEASE_SECONDS
from tests.acceptance.postgres import OwnPostgres, by_port, with_options
from tests.acceptance.proxy import Proxy, proxy, to_socket
from tests.acceptance.town import HEADS
from watchlist.daemon import TICK

pytestmark = [needs_faketime, pytest.mark.long]

_ALL_RED = dict.fromkeys(HEADS, 70.0)
_EACH_ONCE = dict.fromkeys(HEADS, "Too late")

#: The server ends a transaction that stands still for longer than a lease.
_SHORT = f"-c idle_in_transaction_session_timeout={LEASE_SECONDS + 1}s"


@pytest.fixture
def way(server: OwnPostgres) -> Iterator[Proxy]:
    """A network between a daemon and the database."""
    with proxy(to_socket(server.socket)) as between:
        yield between


def _by(way: Proxy, here: Here) -> str:
    return with_options(by_port(here.url, way.port), options=_SHORT)


def test_a_server_that_dies_during_a_cycle(on_postgres: Here, server: OwnPostgres) -> None:
    """It dies while a return is being judged and comes back: the daemon says so in a sentence, lives,
    and at its next turn each head hears of it once."""
    start = on_postgres.clock.now()
    daemon = on_postgres.start("machine")
    on_postgres.town.reports(1, **_ALL_RED)
    on_postgres.caught(daemon)
    server.dies()
    daemon.wakes()
    daemon.says('"failed"', meanwhile=on_postgres.a_tick_passes)
    server.comes_back()
    on_postgres.waits(lambda: on_postgres.is_told(*HEADS), "the heads are told")
    on_postgres.nothing_else_came(start, **_EACH_ONCE)
    assert "Traceback" not in daemon.log


def test_a_server_that_dies_while_mail_is_sent(on_postgres: Here, server: OwnPostgres) -> None:
    """It dies while the mail server has a letter in hand: how that ended cannot be recorded. When the
    claim has run out the attempt is unknown and that letter is sent again, the same."""
    daemon = on_postgres.start("machine")
    on_postgres.post.seconds = 1.5 * TICK
    on_postgres.town.reports(1, **_ALL_RED)
    on_postgres.waits(lambda: on_postgres.post.talking > 0, "a letter is being handed over")
    server.dies()
    on_postgres.post.seconds = 0
    daemon.says('"failed"', meanwhile=on_postgres.a_tick_passes)
    server.comes_back()
    on_postgres.books.claims_run_out(daemon.number)
    on_postgres.waits(lambda: on_postgres.is_told(*HEADS), "the heads are told")
    assert len(on_postgres.copies_are_explained()) <= 1
    assert "Traceback" not in daemon.log


def test_connections_that_are_cut_again_and_again(on_postgres: Here, way: Proxy) -> None:
    """Every connection to the database is cut, ten times, while returns come in: what was begun is
    undone or done, and in the end each head had one letter for each month."""
    daemon = on_postgres.start("machine", _by(way, on_postgres))
    for month in (1, 2):
        on_postgres.town.reports(month, **{HEADS[month]: 70.0})
        for _ in range(5):
            on_postgres.a_tick_passes()
            way.cut()
        on_postgres.books.claims_run_out(daemon.number)
        on_postgres.waits(lambda: on_postgres.is_told(HEADS[month]), f"month {month} is told")  # noqa: B023
    on_postgres.copies_are_explained()
    assert "Traceback" not in daemon.log


def test_a_network_that_falls_silent_in_the_middle_of_a_cycle(
    on_postgres: Here, way: Proxy
) -> None:
    """Nothing comes through between one machine and the database, and nobody is told. The other takes
    over what that one had in hand; when the network is back it goes on, and nothing is said twice."""
    start = on_postgres.clock.now()
    cut_off = on_postgres.start("cut-off", _by(way, on_postgres))
    on_postgres.town.reports(1, visits=70)
    on_postgres.caught(cut_off)
    with way.silent():
        cut_off.wakes()
        other = on_postgres.start("other")
        on_postgres.waits(lambda: on_postgres.is_told("visits"), "the other tells the head")
    on_postgres.nothing_else_came(start, visits="Too late")
    assert other.stops() == 0
    on_postgres.town.reports(2, checks=70)
    on_postgres.waits(lambda: on_postgres.is_told("checks"), "the one that was cut off works on")
    on_postgres.nothing_else_came(start, visits="Too late", checks="Too late")
