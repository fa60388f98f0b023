"""Whatever a register lives through, and whenever what has run out is removed: it goes on as if nothing
had been removed, nobody is told anything twice, and nobody is left untold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import PostgresServer
from tests.retention.led import START, STEPS, Gone, Led, held_beside
from watchlist.store.open import open_store
from watchlist.store.tables import metadata

Ground = Callable[[Path], str]
Steps = Sequence[tuple[tuple[str, dict[str, Any]], bool]]


def _live(kept: Ground, removing: Ground, start: dict[str, Any], steps: Steps) -> None:
    gone: Gone = set()
    left, right = Led(kept, gone), Led(removing, gone)
    try:
        for each in (left, right):
            each.founded(**start)
        for (name, drawn), retains in steps:
            for each in (left, right):
                if name != "an_old_file_comes_again" or each.files:
                    getattr(each, name)(**drawn)
            if retains:
                right.retains()
            held_beside(left.now, right.now, gone)
            assert right.told == left.told
        _alike_in_the_end(left, right)
    finally:
        left.teardown()
        right.teardown()


def _alike_in_the_end(left: Led, right: Led) -> None:
    """Histories hold, they have the fingerprint that they had, and as many messages arrived."""
    before, after = (each.borough.store.verify() for each in (left, right))
    assert after.broken == ()
    assert after.fingerprint == before.fingerprint
    for name, box in left.borough.boxes.items():
        assert right.borough.boxes[name].arrived.total() == box.arrived.total()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and nothing in them."""
    file = tmp_path_factory.mktemp("empty") / "empty.db"
    open_store(f"sqlite:///{file}").close()
    return file


def _copy_of(empty: Path) -> Ground:
    def new(folder: Path) -> str:
        copyfile(empty, folder / "watchlist.db")
        return f"sqlite:///{folder / 'watchlist.db'}"

    return new


def _emptied(url: str) -> Ground:
    def new(_folder: Path) -> str:
        tables = ", ".join(name for name in metadata.tables if name != "counters")
        PostgresServer(url).run(
            f"TRUNCATE {tables} RESTART IDENTITY; UPDATE counters SET value = 0"
        )
        return url

    return new


def _lives(kept: Ground, removing: Ground, examples: int, steps: int) -> None:
    @given(start=START, steps=st.lists(st.tuples(STEPS, st.booleans()), min_size=4, max_size=steps))
    @settings(max_examples=examples, suppress_health_check=list(HealthCheck))
    def live(start: dict[str, Any], steps: Steps) -> None:
        _live(kept, removing, start, steps)

    live()


def test_it_goes_on_as_if_nothing_had_been_removed(empty: Path) -> None:
    """Some lives of some months, with months in the place of years."""
    _lives(_copy_of(empty), _copy_of(empty), examples=12, steps=10)


@pytest.mark.long
def test_longer_lives(empty: Path) -> None:
    """The same over longer lives, and more of them."""
    _lives(_copy_of(empty), _copy_of(empty), examples=60, steps=24)


@pytest.mark.long
def test_lives_on_postgresql(empty: Path, used_postgres_url: str) -> None:
    """What is removed from the other database changes as little: it is held beside SQLite."""
    _lives(_copy_of(empty), _emptied(used_postgres_url), examples=15, steps=14)
