"""What is judged where it lies stands in the register as if it had been taken in."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from tests.cycle.town import DIRECTORY, NOW, Reading, Town, monthly, table
from tests.scan.lake import one_file
from watchlist.cycle import Report, Setting
from watchlist.model.errors import FaultsError
from watchlist.scan import looked_at, register
from watchlist.sources.parquet_table import ParquetTable
from watchlist.store.open import open_store
from watchlist.store.store import Store

FIRST = [
    *monthly("assessments", "2013-06", 90, 90, 84, 84, 79, 79),
    *monthly("visits", "2013-06", 100, 90, 90, 100, 90, 90),
]
LATER = [*monthly("assessments", "2013-12", 90), *monthly("visits", "2013-12", 60)]


@pytest.fixture
def other(tmp_path: Path) -> Store:
    return open_store(f"sqlite:///{tmp_path}/other.db")


def entered(town: Town, readings: list[Reading], folder: Path, now: datetime = NOW) -> Report:
    return entered_table(town, table(readings), folder, now)


def entered_table(town: Town, readings: pa.Table, folder: Path, now: datetime = NOW) -> Report:
    lake = ParquetTable(one_file(readings, folder), looked_at(town.book))
    setting = Setting(town.book, DIRECTORY, "Europe/London", town.quiet_start)
    return register(lake, town.store, setting, now, most=1)


@pytest.mark.parametrize("quiet", [True, False])
def test_the_register_is_that_of_a_cycle_over_the_same_readings(
    store: Store, other: Store, quiet: bool, tmp_path: Path
) -> None:
    """Breaches, entries and who is told of what: at the start, and when new readings come."""
    taken, scanned = Town.founded(store, quiet_start=quiet), Town.founded(other, quiet_start=quiet)
    later = NOW + timedelta(days=3)
    taken.takes_in(FIRST)
    assert entered(scanned, FIRST, tmp_path).moved == taken.judges().moved
    assert scanned.standing() == taken.standing()
    taken.takes_in(LATER, later)
    assert entered(scanned, FIRST + LATER, tmp_path, later).moved == taken.judges(later).moved
    assert scanned.standing() == taken.standing()
    assert scanned.told() == taken.told()
    assert not {one.rule for one in scanned.breaches()} - taken.book.rules.keys()


def test_scanning_twice_adds_nothing(store: Store, tmp_path: Path) -> None:
    """No move, no notice, and no row in any table."""
    town = Town.founded(store)
    first = entered(town, FIRST, tmp_path)
    assert first.moved
    before = town.store.counts()
    again = entered(town, FIRST, tmp_path)
    assert (dict(again.moved), again.notices) == ({}, 0)
    assert town.store.counts() == before


def test_a_cycle_leaves_what_was_scanned_as_it_stands(store: Store, tmp_path: Path) -> None:
    """The readings are not in the store, and a cycle has nothing to say of them."""
    town = Town.founded(store)
    entered(town, FIRST, tmp_path)
    before = town.standing()
    town.judges(NOW + timedelta(days=1))
    assert town.standing() == before
    assert not entered(town, FIRST, tmp_path, NOW + timedelta(days=1)).moved


def test_each_breach_keeps_the_readings_that_it_looked_at(store: Store, tmp_path: Path) -> None:
    """So that it can be explained though its readings are not in the store."""
    town = Town.founded(store)
    entered(town, FIRST, tmp_path)
    (breach,) = [one for one in town.breaches() if one.rule == "on-time"]
    assert breach.evidence is not None
    assert [cell.value for cell in breach.evidence.cells] == [84.0]
    assert breach.evidence.held_against == 85.0


def test_a_faulty_table_leaves_the_register_as_it_was(store: Store, tmp_path: Path) -> None:
    """Though the fault is in what would have been judged last."""
    town = Town.founded(store)
    doubled = pa.concat_tables([table(FIRST), table(FIRST[-1:])])
    before = town.store.counts()
    with pytest.raises(FaultsError, match="visits, Harrow: 2013-11 is there twice"):
        entered_table(town, doubled, tmp_path)
    assert town.store.counts() == before
