"""Three daemons on one database: whoever is lost is replaced, and whoever wakes does no harm."""

from __future__ import annotations

from datetime import timedelta

from tests.acceptance.clock import needs_faketime
from tests.acceptance.conftest import Here
from tests.acceptance.expect import Between, expect, nothing_else_than
from tests.acceptance.postgres import OwnPostgres

pytestmark = needs_faketime


def test_three_daemons_tell_a_head_once(here: Here, server: OwnPostgres) -> None:
    """A return comes while three daemons live: the head of visits hears of it once, from one."""
    config = here.town.config("config", server.new_database(), mail_port=here.post.port)
    daemons = [here.daemons.start(config) for _ in range(3)]
    for each in daemons:
        each.started()
    start = here.clock.now()
    here.town.reports(1, visits=70)
    here.waits(lambda: bool(here.post.letters), "the head is told")
    for _ in range(4):
        here.a_tick_passes()
    when = Between(start, start + timedelta(hours=1))
    expected = expect(when, "visits", "Too late")
    assert nothing_else_than(here.post.letters, expected) == []
    assert [each.stops() for each in daemons] == [0, 0, 0]
