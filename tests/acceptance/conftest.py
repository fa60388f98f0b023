"""One nursery for all proofs of a worker, and for each proof a town with its clock and its post."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from tests.acceptance.clock import Clock
from tests.acceptance.daemons import Daemons, waits
from tests.acceptance.nursery import Nursery, nursery
from tests.acceptance.post import Post, post_office
from tests.acceptance.postgres import OwnPostgres, own_postgres
from tests.acceptance.town import NOON, Town
from watchlist.daemon import TICK

_MINUTE = timedelta(minutes=1)


@dataclass
class Here:
    """A town, its clock, its mail server and whatever runs on its behalf."""

    town: Town
    clock: Clock
    post: Post
    daemons: Daemons

    def waits(self, met: Callable[[], bool], what: str) -> None:
        """Until it is so; meanwhile it is time for another cycle, and for sending, again and again."""
        waits(met, what, self.a_tick_passes)

    def a_tick_passes(self) -> None:
        """Every daemon that runs has looked at the clock, which is a minute on."""
        self.clock.passes(_MINUTE)
        time.sleep(TICK)


@pytest.fixture(scope="session")
def cradle() -> Iterator[Nursery]:
    with nursery() as born:
        yield born


@pytest.fixture(scope="session")
def server() -> Iterator[OwnPostgres]:
    """A PostgreSQL that may die, for all proofs of a worker."""
    with own_postgres() as running:
        yield running


@pytest.fixture
def here(tmp_path: Path, cradle: Nursery) -> Iterator[Here]:
    clock = Clock(tmp_path / "clock")
    clock.set(NOON)
    daemons = Daemons(cradle, tmp_path, clock.words)
    with post_office(clock) as post:
        yield Here(Town.founded(tmp_path), clock, post, daemons)
        daemons.end()
