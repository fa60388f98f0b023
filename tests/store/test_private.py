"""What the database holds is for nobody else: not its file, not an error about it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from watchlist.store.open import open_store
from watchlist.store.store import Store


def test_a_new_database_is_its_owners_alone(tmp_path: Path) -> None:
    """Addresses and signing keys are in it: others on the machine read neither it nor the files beside
    it, whatever the account's umask."""
    before = os.umask(0)
    try:
        store = open_store(f"sqlite:///{tmp_path / 'watchlist.db'}")
        with store.writing():
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
        store.close()
    finally:
        os.umask(before)
    assert modes == dict.fromkeys(("watchlist.db", "watchlist.db-shm", "watchlist.db-wal"), 0o600)


def test_a_database_that_is_there_keeps_its_rights(tmp_path: Path) -> None:
    """Who else may read it is for whoever made it so."""
    path = tmp_path / "watchlist.db"
    open_store(f"sqlite:///{path}").close()
    path.chmod(0o640)
    open_store(f"sqlite:///{path}").close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_an_error_that_nobody_foresaw_holds_no_values(store: Store) -> None:
    """Errors go into logs; what was to be written, such as somebody's address, does not."""
    with store.writing() as connection, pytest.raises(SQLAlchemyError) as failed:
        connection.execute(
            text("INSERT INTO nowhere VALUES (:said)"), {"said": "b.officer@x.example"}
        )
    assert "nowhere" in str(failed.value)
    assert "b.officer" not in str(failed.value)
