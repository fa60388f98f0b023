"""What load balancers and monitoring ask: whether the process answers, whether the service is there."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.conftest import PostgresServer
from tests.operations.signs import heard_of
from tests.web.visitors import Borough
from watchlist.model.errors import WorldError
from watchlist.store.migrate import HEAD
from watchlist.store.open import open_store
from watchlist.store.store import Store
from watchlist.views.readiness import Check, readiness
from watchlist.web import lately
from watchlist.web.lately import Lately


def test_a_service_whose_daemon_runs_is_ready(borough: Borough) -> None:
    """A line for each check, for people; the same as JSON for programs that ask for it."""
    heard_of(borough.app.store)
    stranger = borough.visits(None)
    said = stranger.get("/readyz")
    assert (said.status_code, said.text) == (200, "database: well\ntables: well\ndaemon: well\n")
    assert stranger.head("/readyz").status_code == 200
    checks = {"database": "well", "tables": "well", "daemon": "well"}
    asked = stranger.get("/readyz", headers={"Accept": "application/json"})
    assert asked.json() == {"ready": True, "checks": checks}


def test_pages_without_a_daemon_are_not_ready_but_alive(borough: Borough) -> None:
    """Somebody may still read; but nothing is taken in, judged or sent."""
    heard_of(borough.app.store, ago=timedelta(minutes=3))
    stranger = borough.visits(None)
    said = stranger.get("/readyz")
    assert said.status_code == 503
    assert "daemon: none was heard of in the last two minutes" in said.text
    assert not stranger.get("/readyz", headers={"Accept": "application/json"}).json()["ready"]
    assert stranger.get("/healthz").status_code == 200


def test_however_often_it_is_asked_the_database_is_asked_now_and_then(borough: Borough) -> None:
    """What was found is good for some seconds, so that nobody burdens the database by asking."""
    stranger = borough.visits(None)
    assert stranger.get("/readyz").status_code == 503
    heard_of(borough.app.store)
    assert stranger.get("/readyz").status_code == 503
    assert borough.visits(None).get("/readyz").status_code == 200


def test_tables_of_a_newer_program_are_not_ours(store: Store) -> None:
    """While one machine is upgraded the pages of another say that they are behind."""
    heard_of(store)
    try:
        _at_step(store, "9999")
        wrong = [check.name for check in readiness(store) if check.wrong]
    finally:
        _at_step(store, HEAD)
    assert wrong == ["tables"]
    assert not any(check.wrong for check in readiness(store))


def test_a_database_that_is_gone_is_said_and_nothing_of_where_it_was(
    postgres_url: str, postgres_server: PostgresServer
) -> None:
    """No name of a host, a user or a database: whoever asks need not be known."""
    store = open_store(postgres_url)
    name = postgres_url.rpartition("/")[2].partition("?")[0]
    postgres_server.run(f"DROP DATABASE {name} WITH (FORCE)")
    try:
        assert readiness(store) == (Check("database", "it does not answer"),)
    finally:
        postgres_server.run(f"CREATE DATABASE {name}")
        store.close()


def test_a_database_that_hangs_holds_up_only_who_asked_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Everybody else is told so after a moment, and it is asked once, not once for each."""
    monkeypatch.setattr(lately, "_PATIENCE", 0.05)
    begun, answers = threading.Event(), threading.Event()
    asked: list[str] = []

    def hangs() -> str:
        asked.append("asked")
        begun.set()
        answers.wait(30)
        return "well"

    looks = Lately(hangs, 60)
    first = threading.Thread(target=looks)
    first.start()
    assert begun.wait(30)
    with pytest.raises(WorldError, match="does not answer in time"):
        looks()
    answers.set()
    first.join(30)
    assert (looks(), asked) == ("well", ["asked"])


def _at_step(store: Store, step: str) -> None:
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :step"), {"step": step})
