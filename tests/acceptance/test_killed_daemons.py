"""The promise of the whole product, held against daemons that die at any instant.

Two towns live through the same months. In the one a single daemon is left in peace; in the other three
share the database and are killed with SIGKILL again and again, whatever they are at. In the end both
lists, all that was told and all that people did are the same, and every message has arrived.
"""

from __future__ import annotations

import json
import os
import random
import time
from pathlib import Path

import pytest

from tests.acceptance.clock import needs_faketime
from tests.acceptance.daemons import waits
from tests.acceptance.fed import Fed, fed
from tests.acceptance.lives import Lives
from tests.acceptance.nursery import Nursery
from tests.acceptance.postgres import OwnPostgres
from tests.acceptance.steps import steps
from tests.deliver.killing.ledger import Ledger

#: A thousand of them were watched once; so many are each time.
KILLS = int(os.environ.get("WATCHLIST_KILLS", "40"))

#: After so many at a step there is peace until all is done.
_A_STEP = 8

#: Seconds of a mail server's time that each mail takes: so that some die while they talk to it.
_MAIL = 0.3


@needs_faketime
@pytest.mark.long
def test_whatever_the_instant_of_the_kill_nothing_is_lost_or_doubled(
    tmp_path: Path, cradle: Nursery, server: OwnPostgres
) -> None:
    """Forty kills of three daemons (WATCHLIST_KILLS asks for more): no transition, no news and no
    digest is lost or doubled; a letter comes twice only where an attempt is on record as unknown, and
    then it is the same letter; and nobody's history has a gap."""
    calm = fed(tmp_path / "calm", server.new_database(), cradle)
    wild = fed(tmp_path / "wild", server.new_database(), cradle)
    with calm as left_alone, wild as disturbed:
        disturbed.post.seconds = _MAIL
        lives = Lives(disturbed, random.Random(KILLS), _first_round(left_alone))
        done = _live_on(left_alone, disturbed, lives)
        ledger = Ledger.read(disturbed.books.store, disturbed.post)
        said = {**ledger.counts(), "kills": lives.kills, "steps": done, **lives.killed_at}
        print(json.dumps(said))  # noqa: T201 -- for the report of the test run
        unlike = disturbed.books.unlike(left_alone.books)
        assert not unlike, "\n".join(unlike)
        _hold(ledger)
        config = disturbed.config("verifying")
        assert "holds: every row is as it was written" in disturbed.daemons.does(
            config, "history", "--verify"
        )


def _first_round(town: Fed) -> float:
    """How many seconds it takes, on this machine today."""
    began = time.monotonic()
    town.daemons.start(town.config("calm")).started()
    return time.monotonic() - began


def _live_on(left_alone: Fed, disturbed: Fed, lives: Lives) -> int:
    """How many steps there were until so many had been killed."""
    for done, step in enumerate(steps()):
        if lives.kills >= KILLS:
            lives.end()
            return done
        for town in (left_alone, disturbed):
            town.eats(step)
        lives.disturb(_A_STEP)
        waits(lambda: _both(left_alone, disturbed), f"step {done} is digested", lives.go_on)
        ledger = Ledger.read(disturbed.books.store, disturbed.post)
        ledger.copies_need_unknown_attempts()
    raise AssertionError("there is no end of steps")


def _both(left_alone: Fed, disturbed: Fed) -> bool:
    """Each is asked, whatever the other says."""
    return all([left_alone.digested(), disturbed.digested()])


def _hold(ledger: Ledger) -> None:
    ledger.copies_need_unknown_attempts()
    ledger.what_is_called_delivered_was_taken()
    ledger.everything_arrived()
    ledger.no_notice_is_forgotten()
