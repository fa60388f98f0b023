"""Bad days of the mail server and of the way to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.acceptance.clock import needs_faketime
from tests.acceptance.here import Here
from tests.acceptance.proxy import Proxy, proxy, to_port
from tests.acceptance.town import HEADS

pytestmark = [needs_faketime, pytest.mark.long]


@pytest.fixture
def way(here: Here) -> Iterator[Proxy]:
    """A network between a daemon and the mail server."""
    with proxy(to_port(here.post.port)) as between:
        yield between


def test_a_mail_server_that_falls_silent(on_postgres: Here, way: Proxy) -> None:
    """Nothing comes through between one machine and the mail server. It waits no longer than it should,
    the other machine goes on judging and sending, and every head has his letter once."""
    start = on_postgres.clock.now()
    cut_off = on_postgres.start("cut-off", mail_port=way.port, timeout=3)
    on_postgres.town.reports(1, **dict.fromkeys(HEADS, 70.0))
    with way.silent():
        cut_off.says('"reason": "unreachable"', meanwhile=on_postgres.a_tick_passes)
        on_postgres.start("other")
        on_postgres.waits(lambda: on_postgres.is_told(*HEADS), "the other tells the heads")
    on_postgres.nothing_else_came(start, **dict.fromkeys(HEADS, "Too late"))
    assert cut_off.stops() == 0


def test_a_slow_mail_server_holds_back_no_cycle(here: Here, way: Proxy) -> None:
    """While the first month's letter is still trickling through the network, the second month is taken
    in and judged; then both heads have theirs, once."""
    start = here.clock.now()
    daemon = here.start("machine", mail_port=way.port, timeout=300)
    way.bytes_per_second = 40
    here.town.reports(1, visits=70)
    here.waits(lambda: here.post.connections > 0, "the daemon talks to the mail server")
    here.town.reports(2, checks=70)
    here.waits(lambda: len(here.store.live_breaches()) == 2, "the second month is judged")
    assert here.post.letters == []
    way.bytes_per_second = None
    here.waits(lambda: here.is_told("visits", "checks"), "the heads are told")
    here.nothing_else_came(start, visits="Too late", checks="Too late")
    assert daemon.stops() == 0
