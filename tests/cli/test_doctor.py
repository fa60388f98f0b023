"""`watchlist doctor`: what somebody who looks after the service is told, and what to do about it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.notifiers.servers import free_port
from tests.operations.signs import ALPHA, heard_of
from watchlist.app import open_app
from watchlist.cli import disk
from watchlist.cli.disk import too_little
from watchlist.store.store import Store

#: What is wrong ("" when well) and whether that is only doubtful, by what was looked at.
Found = dict[str, tuple[str, bool]]

#: Gives the status and what was found, after the lines were added to the borough's configuration.
Doctor = Callable[..., tuple[int, Found]]


@pytest.fixture
def doctor(watchlist: Program, borough: Path) -> Doctor:
    """In earnest: the borough without its rehearsal."""

    def looks(more: str = "") -> tuple[int, Found]:
        lines = borough.read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if not line.startswith("rehearse_at")]
        borough.write_text("\n".join([*kept, more, ""]), encoding="utf-8")
        said = watchlist("doctor", "-c", borough, "--format", "json")
        found = {one["what"]: (one["wrong"], one["doubtful"]) for one in json.loads(said.out)}
        return said.status, found

    return looks


@pytest.fixture
def store(borough: Path) -> Iterator[Store]:
    """The borough's own."""
    app = open_app(borough)
    yield app.store
    app.close()


def test_a_service_that_nobody_watches_and_nobody_backs_up_is_doubtful(doctor: Doctor) -> None:
    """Each with what to do; nothing of it is wrong before one knows how the council does it."""
    status, found = doctor()
    assert status == 0
    assert found["backup"][0].startswith("No backup was ever taken. Take one every day")
    assert found["heartbeat"][0].startswith("nobody outside hears of the cycles")
    assert found["daemons"] == ("No daemon runs. Start it: watchlist run.", True)
    assert found["clock"][0] == ""


def test_a_service_in_order_is_well(doctor: Doctor, store: Store) -> None:
    """A daemon runs, a backup was taken today, somebody outside hears of the cycles."""
    heard_of(store)
    store.backed_up(store.database_now())
    status, found = doctor("heartbeat: {url: https://switch.example/ping}")
    assert status == 0
    assert [what for what in ("daemons", "clock", "backup", "heartbeat") if found[what][0]] == []


def test_a_daemon_that_is_lost_is_wrong(doctor: Doctor, store: Store) -> None:
    """The world failed: exit status 3."""
    heard_of(store, ALPHA, timedelta(minutes=5))
    status, found = doctor()
    assert status == 3
    assert found["daemons"][0].startswith("Nothing was heard of daemon alpha:1 for 5 minutes.")


def test_an_old_backup_is_told_by_its_day(doctor: Doctor, store: Store) -> None:
    """Somebody should see why the nightly one does not come any more."""
    old = store.database_now() - timedelta(days=9)
    store.backed_up(old)
    assert f"The last backup is of {old:%d %B %Y}." in doctor()[1]["backup"][0]


def test_a_disk_that_runs_full_is_told_before_it_is(
    doctor: Doctor, monkeypatch: pytest.MonkeyPatch, borough: Path
) -> None:
    """With where it is; the database and the mailbox on one disk are told once."""
    monkeypatch.setattr(disk, "_ENOUGH", 10**18)
    wrong, doubtful = doctor()[1]["disk"]
    assert wrong.count("Make room there") == 1
    assert f"Where {borough.parent} lies only" in wrong
    assert doubtful


@pytest.mark.parametrize(
    ("total", "free", "said"),
    [
        (100_000_000_000, 5_000_000_000, ""),
        (100_000_000_000, 4_900_000_000, "only 4.9 GB of 100.0 GB are free"),
        (10_000_000_000, 900_000_000, "only 0.9 GB of 10.0 GB are free"),
        (10_000_000_000, 1_000_000_000, ""),
    ],
)
def test_too_little_is_a_gigabyte_or_a_twentieth(total: int, free: int, said: str) -> None:
    """Whichever is more."""
    assert too_little(total, free) == said


def test_accounts_that_cannot_be_reached_are_wrong(
    doctor: Doctor, borough: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then nobody who signs in by them could; the secret is not shown."""
    monkeypatch.setenv("OIDC_SECRET", "do-not-show-me")
    issuer = f"http://127.0.0.1:{free_port()}"
    text = borough.read_text(encoding="utf-8")
    oidc = f"{{issuer: {issuer}, client_id: w, client_secret: {{env: OIDC_SECRET}}}}"
    line = f"web:\n  sign_in: {{oidc: {oidc}}}\n"
    borough.write_text(text.replace("web:\n", line), encoding="utf-8")
    status, found = doctor()
    assert status == 3
    assert found["accounts"][0].startswith(f"{issuer} does not say how one signs in there")
    assert "do-not-show-me" not in str(found)


def test_a_source_that_is_gone_is_wrong(doctor: Doctor, borough: Path) -> None:
    """It is looked for at once, whatever the last cycle found."""
    text = borough.read_text(encoding="utf-8")
    borough.write_text(text.replace("readings.csv", "gone.csv"), encoding="utf-8")
    status, found = doctor()
    assert status == 3
    assert "gone.csv" in found["source scorecard"][0]
