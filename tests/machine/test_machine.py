"""Whatever a register lives through: figures that come, are restated and are taken back, rules that
change, people who act, messages that are lost, machines that go out in the middle of it."""

from __future__ import annotations

from pathlib import Path
from shutil import copyfile

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.conftest import PostgresServer
from tests.machine.life import Life
from watchlist.store.open import open_store
from watchlist.store.tables import metadata


def _lives(ground: Path | str, examples: int, steps: int) -> None:
    """So many registers live so many steps each: on copies of an empty SQLite file, or in one
    PostgreSQL database that is emptied for each."""

    def new(folder: Path) -> str:
        if isinstance(ground, Path):
            copyfile(ground, folder / "watchlist.db")
            return f"sqlite:///{folder / 'watchlist.db'}"
        tables = ", ".join(name for name in metadata.tables if name != "counters")
        PostgresServer(ground).run(f"TRUNCATE {tables}; UPDATE counters SET value = 0")
        return ground

    class Here(Life):
        def __init__(self) -> None:
            super().__init__(new)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A SQLite file with all tables and nothing in them."""
    file = tmp_path / "empty.db"
    open_store(f"sqlite:///{file}").close()
    return file


def test_whatever_a_register_lives_through(empty: Path) -> None:
    """History says what is, nothing of it is lost, what is not known clears nothing, what was refused
    changed nothing, and everybody is told: after every step of some dozens of lives."""
    _lives(empty, examples=30, steps=25)


@pytest.mark.long
def test_longer_lives(empty: Path) -> None:
    """The same laws over longer lives."""
    _lives(empty, examples=20, steps=50)


@pytest.mark.long
def test_lives_on_postgresql(used_postgres_url: str) -> None:
    """The same laws on the other database."""
    _lives(used_postgres_url, examples=10, steps=30)
