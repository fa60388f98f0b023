"""Backups beside daemons that work, and programs that are killed while they back up or restore."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect

from tests.backup.busy import carried, contents
from tests.backup.conftest import New
from tests.backup.test_damage import open_one
from tests.backup.test_restoring import back_up, move, url_of
from tests.cli.conftest import Program
from tests.cli.scrutiny import Council
from tests.store.build import NOW
from watchlist.backup.archive import opened
from watchlist.backup.restoring import restore
from watchlist.backup.taking import take
from watchlist.model.message import Result
from watchlist.store.engine import make_engine, reading
from watchlist.store.open import open_store

#: Somebody acts and a round is made, time and again.
_WORKS = """
import sys
from watchlist.__main__ import main

def give(*words):
    sys.argv = ["watchlist", *words, "--config", config]
    try:
        main()
    except SystemExit as ended:
        assert not ended.code, ended.code

config = sys.argv[1]
for number in range(6):
    asked = ("--reason", "A family asked", "--committee", "scrutiny", "--as", "p3")
    give("add", f"Bus passes of route {number}", *asked)
    give("run", "--once")
"""

#: Runs a command of the program where no file may be larger than so many bytes.
_HAS_NO_ROOM = """
import resource, sys
from watchlist.__main__ import main

resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
main()
"""

#: Runs a command of the program and is killed before it gives the database its n-th statement.
_DIES = """
import os, signal, sys
from sqlalchemy import Engine, event
from watchlist.__main__ import main

left = int(sys.argv.pop(1))

@event.listens_for(Engine, "before_cursor_execute")
def count(*_):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)

main()
"""


@pytest.mark.long
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_backup_beside_cycles_is_one_moment(
    kind: str, new: New, tmp_path: Path, watchlist: Program
) -> None:
    """Backups are taken one after the other while another process judges and tells: in each of them
    every history holds, every count fits, and nothing refers to what is not there."""
    council = Council.sits(tmp_path, new(kind), watchlist)
    works = [sys.executable, "-c", _WORKS, str(council.village.config)]
    taken: list[Path] = []
    with subprocess.Popen(works, stdout=subprocess.DEVNULL) as process:
        store = open_store(url_of(council))
        while process.poll() is None:
            taken.append(tmp_path / f"{len(taken)}.backup")
            take(store, taken[-1])
        store.close()
    assert process.returncode == 0
    heads = set()
    for file in taken[:: 1 + len(taken) // 8]:  # what was not is whole as well: `take` has looked
        _, verified = restore(file, new("sqlite"), "Europe/London")
        assert verified.broken == ()
        heads.add(verified.fingerprint)
    assert len(heads) > 2


@pytest.mark.long
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_kill_leaves_nothing_half_done(
    kind: str, new: New, tmp_path: Path, watchlist: Program
) -> None:
    """Killed in the middle of a backup: there is no file of that name. Killed in the middle of a
    restoration: the database is as empty as before, and the next attempt goes through."""
    council, file = Council.sits(tmp_path, new(kind), watchlist), tmp_path / "backup"
    for statement in (4, 40):
        assert _killed(council, statement, "backup", file) == -signal.SIGKILL
        assert not file.exists()
    back_up(council, file)
    url = new(kind)
    move(council, url)
    for statement in (10, 100, 180):
        assert _killed(council, statement, "restore", file) == -signal.SIGKILL
        engine = make_engine(url)
        with reading(engine) as connection:
            assert inspect(connection).get_table_names() == []
        engine.dispose()
    assert watchlist("restore", file, "-c", council.village.config).status == 0


def _killed(council: Council, statement: int, command: str, file: Path) -> int:
    words = [sys.executable, "-c", _DIES, str(statement), command, str(file)]
    done = subprocess.run(
        [*words, "-c", str(council.village.config)], stdout=subprocess.DEVNULL, check=False
    )
    return done.returncode


def test_a_full_disk_leaves_what_was_there(new: New, tmp_path: Path, watchlist: Program) -> None:
    """The share has no room for today's backup: yesterday's stays, a sentence says so, and nothing else
    lies about."""
    council, file = Council.sits(tmp_path, new("sqlite"), watchlist), tmp_path / "backup"
    back_up(council, file)
    before = file.read_bytes()
    store = open_store(url_of(council))
    with store.begin(NOW) as tx:
        letter = {"channel": "mailbox", "post": "p", "address": "a", "headline": "h"}
        tx.freeze("1@example.org", payload=os.urandom(200_000), notices=(), **letter)
    store.close()
    words = ["backup", str(file), "--replace", "-c", str(council.village.config)]
    done = subprocess.run(
        [sys.executable, "-c", _HAS_NO_ROOM, *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert f"{file} cannot be written (File too large); make room, or name another" in done.stderr
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if "backup" in path.name] == ["backup"]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_was_being_sent_is_unknown_afterwards(kind: str, new: New, tmp_path: Path) -> None:
    """A message was on its way when the backup was taken. Nobody knows whether it arrived: it says so,
    and is sent again once delivery is let go, whatever the lease said."""
    with open_one(new("sqlite")) as store:
        assert store.claim("worker", NOW, timedelta(days=365)) is not None
        take(store, tmp_path / "backup")
    url = new(kind)
    restore(tmp_path / "backup", url, "Europe/London")
    copy = open_store(url)
    assert copy.claim("other", NOW, timedelta(minutes=5)) is None
    assert copy.lift()
    claim = copy.claim("other", NOW, timedelta(minutes=5))
    assert claim is not None
    assert (claim.attempt, claim.payload) == (2, b"frozen")
    first, _ = copy.attempts(claim.message)
    assert (first.result, first.reason) == (Result.UNKNOWN, "lost lease")
    copy.close()


def test_a_history_that_was_changed_is_backed_up_and_said_to_be_so(
    new: New, tmp_path: Path, watchlist: Program
) -> None:
    """Somebody wrote in the database by hand. A backup is taken all the same, as evidence, and says by
    its exit status what it is; so does whoever restores it."""
    council, file = Council.sits(tmp_path, new("sqlite"), watchlist), tmp_path / "backup"
    store = open_store(url_of(council))
    with store.writing() as connection:
        connection.exec_driver_sql("UPDATE transitions SET who = 'nobody' WHERE id = 1")
    there = carried(contents(store))
    said = watchlist("backup", file, "-c", council.village.config)
    assert said.status == 1
    assert "WL-0001: row 1 of its history was changed." in said.out
    with opened(file) as archive:
        assert archive.manifest.broken == 1
    url = new("sqlite")
    move(council, url)
    assert watchlist("restore", file, "-c", council.village.config).status == 1
    copy = open_store(url)
    assert carried(contents(copy)) == there
    for each in (store, copy):
        each.close()
