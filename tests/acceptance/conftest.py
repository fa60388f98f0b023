"""One nursery for all proofs of a worker, and for each proof a town with its clock and its post."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.clock import Clock
from tests.acceptance.daemons import Daemons
from tests.acceptance.here import Here
from tests.acceptance.nursery import Nursery, nursery
from tests.acceptance.post import post_office
from tests.acceptance.postgres import OwnPostgres, own_postgres
from tests.acceptance.town import NOON, Town


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
    """On SQLite until a test says otherwise."""
    clock = Clock(tmp_path / "clock")
    clock.set(NOON)
    daemons = Daemons(cradle, tmp_path, clock.words)
    with post_office(clock) as post:
        here = Here(Town.founded(tmp_path), clock, post, daemons, f"sqlite:///{tmp_path}/town.db")
        yield here
        daemons.end()
        here.close()


@pytest.fixture
def on_postgres(here: Here, server: OwnPostgres) -> Iterator[Here]:
    """With a database on the server that may die, and lives again for the next proof."""
    here.url = server.new_database()
    yield here
    server.comes_back()
