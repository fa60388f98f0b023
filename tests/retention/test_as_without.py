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
from tests.machine.borough import SERIES, Words
from tests.retention.led import START, STEPS, Gone, Led, held_beside
from watchlist.register.retention import Kind
from watchlist.store.open import open_store
from watchlist.store.tables import metadata

Ground = Callable[[Path], str]
Steps = Sequence[tuple[tuple[str, dict[str, Any]], bool]]


def _live(kept: Ground, removing: Ground, start: dict[str, Any], steps: Steps) -> Led:
    """The register of which what has run out was removed, at its end."""
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
        return right
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


#: All is bad, then well for so long that it goes; a figure is restated; it is bad again, and well.
_WELL = "all_is_well_for_long", {"months": 4}
_LONG_LIFE: Steps = [
    (("messages_go_out", {"mailbox": [], "room": []}), True),
    (_WELL, True),
    (("a_figure_is_restated", {"series": SERIES[0], "back": 0, "cell": 90.0}), True),
    (_WELL, True),
    (("a_spell_of_the_same", {"cell": 50.0, "months": 2, "meets": False, "tidied": True}), True),
    (("messages_go_out", {"mailbox": [], "room": []}), True),
]
_BAD = {
    "quiet": False,
    "first": [Words("", "assessments"), Words("", "assessments", leaves=0, theme=True)],
    "months": [[50.0] * len(SERIES)] * 3,
}


def test_a_life_in_which_much_is_removed(empty: Path) -> None:
    """Entries and what was told of them, superseded figures: and what is bad again opens
    again, under an entry that follows the one that is gone."""
    end = _live(_copy_of(empty), _copy_of(empty), _BAD, _LONG_LIFE)
    gone = {Kind.ENTRIES, Kind.TEXTS, Kind.NOTICES, Kind.MESSAGES, Kind.REVISIONS}
    assert gone <= end.ran_out.keys()
    removed = {number for (number,) in end.now["removed_entries"]}
    assert {row["follows"] for row in end.now["entries"].values()} == removed


def test_it_goes_on_as_if_nothing_had_been_removed(empty: Path) -> None:
    """Some lives of some months, with months in the place of years."""
    _lives(_copy_of(empty), _copy_of(empty), examples=6, steps=9)


@pytest.mark.long
def test_longer_lives(empty: Path) -> None:
    """The same over longer lives, and more of them."""
    _lives(_copy_of(empty), _copy_of(empty), examples=25, steps=16)


@pytest.mark.long
def test_lives_on_postgresql(used_postgres_url: str, postgres_url: str) -> None:
    """The same in two databases of the other kind."""
    open_store(postgres_url).close()
    _lives(_emptied(used_postgres_url), _emptied(postgres_url), examples=12, steps=12)
