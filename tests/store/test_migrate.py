from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

import watchlist.store.migrate
from tests.store.build import NOW
from watchlist.model.errors import WorldError
from watchlist.store.migrate import HEAD
from watchlist.store.open import open_store
from watchlist.store.store import Store
from watchlist.store.tables import metadata


def test_the_steps_lead_to_the_tables(store: Store) -> None:
    """A council that updates for years has the same tables as one that installs today."""
    with store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_newest_step_is_the_one_that_is_asked_for() -> None:
    """Nobody forgets to run the newest step."""
    config = Config()
    folder = Path(watchlist.store.migrate.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_two_daemons_may_start_at_once(store_url: str) -> None:
    """Several daemons on one fresh database: one makes the tables, the others wait."""
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(open_store, [store_url] * 4))
    assert {store.counts()["counters"] for store in stores} == {4}
    assert {store.held() for store in stores} == {None}
    for store in stores:
        store.close()


def test_opening_again_changes_nothing(store_url: str) -> None:
    """What was stored is there after a restart."""
    for _ in range(2):
        store = open_store(store_url)
        store.done("weekly", "2026-11-16", NOW)
        assert store.counts()["jobs"] == 1
        store.close()


def test_a_database_of_a_newer_program_is_refused(store_url: str) -> None:
    """An old program does not touch what a newer one has made."""
    store = open_store(store_url)
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    with pytest.raises(WorldError, match="made by a newer version"):
        open_store(store_url)


def test_a_database_of_another_program_is_refused(store_url: str) -> None:
    """Tables of somebody else that are called like ours are left alone."""
    store = open_store(store_url)
    with store.writing() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    store.close()
    with pytest.raises(WorldError, match="tables of another program"):
        open_store(store_url)
