import os
import shutil
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from tests.conftest import PostgresServer
from tests.store.build import NOW, R, take_in
from watchlist.model.errors import UsageError, WatchlistError, WorldError
from watchlist.store.engine import parse_url
from watchlist.store.hold import COPIED
from watchlist.store.network import share_under
from watchlist.store.open import open_store
from watchlist.store.world import told_plainly


def refusal(url: str) -> str:
    """What is said to a person when the database cannot be opened."""
    with pytest.raises(WatchlistError) as caught:
        open_store(url)
    return str(caught.value)


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    """A fresh clone has no folder for its database, and needs none."""
    open_store(f"sqlite:///{tmp_path / 'var' / 'watchlist.db'}").close()
    assert (tmp_path / "var" / "watchlist.db").exists()


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    """The sentence names the folder that cannot be made."""
    (tmp_path / "var").write_text("a file")
    assert "cannot be made" in refusal(f"sqlite:///{tmp_path / 'var' / 'watchlist.db'}")


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    """Somebody's spreadsheet is not a database, and is left as it is."""
    path = tmp_path / "scorecard.csv"
    path.write_text("indicator,area,period,value\n" * 100)
    said = refusal(f"sqlite:///{path}")
    assert str(path) in said
    assert "is not a database" in said
    assert path.read_text().startswith("indicator")


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    """A folder named as the database cannot be opened, and that is said."""
    assert "cannot be opened" in refusal(f"sqlite:///{tmp_path}")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_file_that_may_not_be_written(tmp_path: Path, sqlite_url: str) -> None:
    """A read-only database says who must be given which right."""
    store = open_store(sqlite_url)
    (tmp_path / "watchlist.db").chmod(0o444)
    with pytest.raises(WorldError, match="cannot be written"):
        store.hold("x")


def test_a_database_opened_for_reading_only(sqlite_url: str) -> None:
    """What cannot be written says so, whatever the reason is."""
    open_store(sqlite_url).close()
    read_only = sqlite_url.replace("sqlite:///", "sqlite:///file:") + "?mode=ro&uri=true"
    engine = create_engine(read_only)
    with (
        pytest.raises(WorldError, match="cannot be written; give this user the right"),
        told_plainly(engine.url),
        engine.begin() as connection,
    ):
        connection.execute(text("DELETE FROM meta"))


def test_a_database_that_somebody_holds(sqlite_url: str, tmp_path: Path) -> None:
    """A program that keeps the database locked is named as the reason, after some patience."""
    open_store(sqlite_url).close()
    store = open_store(f"{sqlite_url}?timeout=0.2")
    other = sqlite3.connect(tmp_path / "watchlist.db")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(WorldError, match="in use by another program"):
        take_in(store, R(70.0))
    other.rollback()
    assert take_in(store, R(70.0)).added == 1
    store.close()


def test_a_full_disk_leaves_nothing_half_written(sqlite_url: str) -> None:
    """An import that does not fit is not there at all."""
    store = open_store(sqlite_url)
    with store.reading() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count = {pages + 2}"))
    with pytest.raises(WorldError, match="disk is full; make room"):
        take_in(store, *(R(1.0, area=f"area {n}" * 20) for n in range(2_000)))
    assert store.counts()["series"] == store.counts()["readings"] == 0
    assert not store.to_judge()
    store.close()


def test_a_server_that_does_not_answer() -> None:
    """The sentence names the server and not the password."""
    said = refusal("postgresql://watchlist:s3cret@127.0.0.1:1/council")
    assert "council on 127.0.0.1:1 cannot be reached" in said
    assert "s3cret" not in said


def test_a_database_that_the_server_does_not_have(postgres_server: PostgresServer) -> None:
    """A misspelt name is to be corrected in the configuration."""
    said = refusal(postgres_server.url("cuoncil"))
    assert "cannot be reached; check" in said
    assert "does not exist" in said


def test_a_locked_table_on_a_server(postgres_url: str) -> None:
    """PostgreSQL too does not wait for ever for somebody who holds what we need."""
    url = make_url(postgres_url).update_query_dict({"options": "-c lock_timeout=200ms"})
    store = open_store(url.render_as_string(hide_password=False))
    with store.begin(NOW), pytest.raises(WorldError, match="in use by another program"):
        take_in(store, R(70.0))
    store.close()


@pytest.mark.parametrize(
    "url", ["", "watchlist.db", "sqlite://", "sqlite:///:memory:", "mysql://u:s3cret@h/d", "%"]
)
def test_another_kind_of_database_is_refused(url: str) -> None:
    """The sentence shows what a database looks like, and repeats no password."""
    with pytest.raises(UsageError, match=r"write sqlite:///\S+ or postgresql://") as said:
        parse_url(url)
    assert "s3cret" not in str(said.value)


def test_a_mistake_of_ours_is_not_the_worlds(sqlite_url: str) -> None:
    """An error in the program is not passed off as a failing disk."""
    store = open_store(sqlite_url)
    with pytest.raises(ZeroDivisionError), store.writing():
        raise ZeroDivisionError
    store.close()


MOUNTS = r"""
/dev/vda / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
/dev/vdb /home/local ext4 rw 0 0
//server/share /mnt/Shared\040files cifs rw 0 0
me@host:/ /mnt/ssh fuse.sshfs rw 0 0
""".lstrip()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/watchlist.db", None),
        ("/home/officer/watchlist.db", "nfs4"),
        ("/home/local/watchlist.db", None),
        ("/mnt/Shared files/watchlist.db", "cifs"),
        ("/mnt/ssh/watchlist.db", "fuse.sshfs"),
    ],
)
def test_a_network_share_is_known(tmp_path: Path, path: str, kind: str | None) -> None:
    """SQLite would break on a share; the deepest mount point says what a path lies on."""
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    assert share_under(Path(path), mounts) == kind
    assert share_under(Path(path), tmp_path / "none") is None


def test_a_database_on_a_share_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence names the share and the two ways out."""
    monkeypatch.setattr("watchlist.store.engine.share_under", lambda path: "nfs4")
    said = refusal(f"sqlite:///{tmp_path / 'watchlist.db'}")
    assert "network share (nfs4)" in said
    assert "PostgreSQL" in said


def test_a_copied_database_sends_nothing(tmp_path: Path, sqlite_url: str) -> None:
    """A copy for a rehearsal does not mail the heads of service; the original goes on."""
    open_store(sqlite_url).close()
    shutil.copy(tmp_path / "watchlist.db", tmp_path / "copy.db")
    copy = open_store(f"sqlite:///{tmp_path / 'copy.db'}")
    assert copy.held() == COPIED
    copy.lift()
    copy.close()
    for url in (sqlite_url, f"sqlite:///{tmp_path / 'copy.db'}"):
        store = open_store(url)
        assert store.held() is None
        store.close()


def test_a_copied_database_on_a_server_sends_nothing(
    postgres_server: PostgresServer, postgres_url: str
) -> None:
    """A database made from another one by the server is a copy too."""
    open_store(postgres_url).close()
    name = str(make_url(postgres_url).database)
    postgres_server.run(f"CREATE DATABASE {name}_copy TEMPLATE {name}")
    copy = open_store(postgres_server.url(f"{name}_copy"))
    assert copy.held() == COPIED
    copy.close()
    postgres_server.run(f"DROP DATABASE {name}_copy")


def test_one_store_serves_many_threads(store_url: str) -> None:
    """The daemon delivers while it imports."""
    store = open_store(store_url)
    threads = [
        threading.Thread(target=take_in, args=(store, R(float(n), period=24_000 + n)))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.counts()["readings"] == 8
    store.close()
