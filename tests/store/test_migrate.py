import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, Table, make_url, text

import watchlist.store.migrate
from tests.store.build import NOW
from tests.store.test_register import EVIDENCE
from watchlist.model.errors import WorldError
from watchlist.model.register import State, Track
from watchlist.model.rule import Level
from watchlist.store.codec import encode
from watchlist.store.engine import make_engine, writing
from watchlist.store.migrate import HEAD
from watchlist.store.open import open_store
from watchlist.store.store import Store
from watchlist.store.tables import metadata
from watchlist.store.types import micros


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
    assert {store.counts()["counters"] for store in stores} == {6}
    assert {store.held() for store in stores} == {None}
    for store in stores:
        store.close()


def test_whoever_makes_the_file_is_waited_for(sqlite_url: str) -> None:
    """A daemon that starts while another one makes the database waits for it, from the very first
    moment of the file."""
    other = sqlite3.connect(make_url(sqlite_url).database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(1) as pool:
        opened = pool.submit(open_store, sqlite_url)
        time.sleep(0.2)  # for the other one to come upon it; should he be slower, all the better
        other.execute("COMMIT")
        store = opened.result()
    other.close()
    assert store.counts()["counters"] == 6
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


#: Tracks as the program of step 0002 wrote them, and what they say.
_TRACKS = {
    '{"state":1,"level":2,"opened":24166,"decided_by":[2,0],"held_against":85.0,"good":0,'
    '"better":0,"unknown":0,"proposed":false,"unmeasured":false}': Track(
        State.OPEN, Level.AMBER, 24166, (Level.AMBER, 0), 85.0
    ),
    '{"state":2,"level":3,"opened":24160,"decided_by":[3,2],"held_against":0.30000000000000004,'
    '"good":2,"better":1,"unknown":0,"proposed":true,"unmeasured":false}': Track(
        State.RECOVERING, Level.RED, 24160, (Level.RED, 2), 0.1 + 0.2, 2, 1, proposed=True
    ),
    '{"state":1,"level":3,"opened":24150,"decided_by":[3,1],"held_against":null,"good":0,'
    '"better":0,"unknown":7,"proposed":true,"unmeasured":true}': Track(
        State.OPEN, Level.RED, 24150, (Level.RED, 1), unknown=7, proposed=True, unmeasured=True
    ),
    '{"state":3,"level":2,"opened":24140,"decided_by":[2,0],"held_against":-0.0,"good":3,'
    '"better":0,"unknown":0,"proposed":false,"unmeasured":false}': Track(
        State.CLEARED, Level.AMBER, 24140, (Level.AMBER, 0), -0.0, 3
    ),
}  # fmt: skip


def test_breaches_of_an_older_program_stand_where_they_stood(store_url: str) -> None:
    """A council that updates keeps every breach at its level, with its opening and its counts, to the
    last digit of what it was held against."""
    made_by_the_program_of("0002", store_url)
    store = open_store(store_url)
    found = [breach.track for breach in store.breaches(range(len(_TRACKS))).values()]
    assert found == list(_TRACKS.values())  # SQLite keeps no sign of a zero
    store.close()


def test_mail_that_an_older_program_has_frozen_goes_as_it_is(store_url: str) -> None:
    """A council updates while a message waits: it is sent with the bytes that were frozen then."""
    made_by_the_program_of("0010", store_url, write=_write_letter)
    store = open_store(store_url)
    claim = store.claim("worker", NOW, timedelta(minutes=5))
    assert claim is not None
    assert (claim.message, claim.payload) == ("a@example.org", b"\x00frozen\xff")
    store.close()


def made_by_the_program_of(
    step: str, url: str, *, write: Callable[[Connection], None] | None = None
) -> None:
    """A database of that step with a breach for each of the tracks, or what else is written."""
    engine = make_engine(url)
    config = Config()
    folder = Path(watchlist.store.migrate.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    with writing(engine) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, step)
        (write or _write_tracks)(connection)
    engine.dispose()


def _write_tracks(connection: Connection) -> None:
    old = Table("breaches", MetaData(), autoload_with=connection)
    for number, (text_of, track) in enumerate(_TRACKS.items()):
        row = {
            "id": number, "rule": f"rule-{number}", "rule_hash": "h", "indicator": "assessments",
            "area": "Saltmarsh", "breakdown": "", "frequency": "month", "ends": 0,
            "state": int(track.state), "level": int(track.level or 0), "track": text_of,
            "judged_to": 24170, "figure": "83", "opened_at": _now(connection), "version": 0,
        }  # fmt: skip
        connection.execute(old.insert().values(row))


def _write_letter(connection: Connection) -> None:
    old = Table("messages", MetaData(), autoload_with=connection)
    row = {
        "id": "a@example.org", "channel": "email", "post": "head", "address": "", "headline": "",
        "payload": b"\x00frozen\xff", "state": "waiting", "tries": 0, "claim_token": 0,
        "made_at": _now(connection), "next_try": _now(connection),
    }  # fmt: skip
    connection.execute(old.insert().values(row))


def write_history(connection: Connection) -> None:
    """Two entries and what happened to them, some of it to no entry."""
    known = MetaData()
    lines, moves = (
        Table(name, known, autoload_with=connection) for name in ("entries", "transitions")
    )
    for number in (1, 2):
        line = {"id": number, "indicator": "assessments", "title": "t", "version": 0}
        connection.execute(lines.insert().values(**line, opened_at=_now(connection)))
    for number, entry in enumerate((1, 2, None, 1), 1):
        move = {"id": number, "entry": entry, "reason": "opened", "state": 1, "who": "watchlist"}
        move |= {"evidence": encode(EVIDENCE), "level": 3, "before": "£0.815m"}
        connection.execute(moves.insert().values(**move, at=_now(connection)))


def _now(connection: Connection) -> object:
    return NOW if connection.dialect.name == "postgresql" else micros(NOW)
