"""Connections: the same promises from SQLite and PostgreSQL.

A write begins by taking the right to write (``BEGIN IMMEDIATE``; on PostgreSQL the rows' own locks),
a read sees one moment (a snapshot), foreign keys hold, and nobody waits for a lock for ever.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from watchlist.model.errors import UsageError, WorldError
from watchlist.store.network import share_under

#: How long one program waits for another that is writing, unless the URL says otherwise.
_PATIENCE_SECONDS = 30

_MOMENT = 0.01  # seconds

#: How long a transaction may stand still before the server ends it: of a program that was stopped in
#: the middle, or is on the other side of a cable that was cut, nothing else frees what it holds.
_STANDSTILL = "5min"

#: A minute without a sign of the other side, and a connection is over: on both sides.
_SIGNS = {"idle": 30, "interval": 10, "count": 3}

_SERVER_SIDE = {
    "lock_timeout": f"{_PATIENCE_SECONDS}s",
    "idle_in_transaction_session_timeout": _STANDSTILL,
    **{f"tcp_keepalives_{name}": str(value) for name, value in _SIGNS.items()},
}

_POSTGRES_HABITS = {
    "connect_timeout": "10",
    "options": " ".join(f"-c {name}={value}" for name, value in _SERVER_SIDE.items()),
    "tcp_user_timeout": "60000",
    **{f"keepalives_{name}": str(value) for name, value in _SIGNS.items()},
}

# Some of our numbers come out of arrays, and SQLite's driver would keep them as bytes.
sqlite3.register_adapter(np.int64, int)

_FORMS = "sqlite:///folder/file.db or postgresql://user:password@server/name"


def make_engine(url: str) -> Engine:
    """An engine for a database URL.

    Raises UsageError for a URL of another kind, WorldError for a database that may not be used.
    """
    known = parse_url(url)
    return _sqlite(known) if known.get_backend_name() == "sqlite" else _postgres(known)


def parse_url(url: str) -> URL:
    """The URL with our driver in it; the text itself is never repeated, it may hold a password."""
    try:
        known = make_url(url)
    except ArgumentError:
        raise UsageError(f"`database` is not a database URL; write {_FORMS}") from None
    backend = known.drivername.split("+")[0]
    if backend == "sqlite" and known.database not in (None, "", ":memory:"):
        return known
    if backend in ("postgresql", "postgres"):
        return known.set(drivername="postgresql+psycopg")
    raise UsageError(f"`database` must name a file or a server; write {_FORMS}")


def reading(engine: Engine) -> Connection:
    """A connection whose transaction sees one moment and waits for nobody."""
    level = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    return engine.connect().execution_options(**level)


def writing(engine: Engine) -> Connection:
    """A connection whose transaction may write."""
    return engine.connect().execution_options(writes=True)


def _sqlite(url: URL) -> Engine:
    path = Path(str(url.database))
    share = share_under(path)
    if share:
        raise WorldError(
            f"The database {path} lies on a network share ({share}), where SQLite loses data;"
            " put it on a local disk, or use PostgreSQL"
        )
    _make_folder(path)
    _make_file(path)
    patience = {} if "timeout" in url.query else {"timeout": _PATIENCE_SECONDS}
    engine = create_engine(url, connect_args=patience, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorldError(
            f"The folder {path.parent} for the database cannot be made ({error.strerror});"
            " make it yourself, or name another in `database`"
        ) from error


def _make_file(path: Path) -> None:
    """A new one is its owner's alone, for addresses and keys are in it, and so are those that SQLite
    lays beside it; one that is there stays as it is. What cannot be made is told at the opening."""
    with suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, below
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous = FULL")  # a recorded delivery outlives a power cut
    connection.execute("PRAGMA foreign_keys = ON")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Readers wait for no writer. Once in the life of a file that is a change of it, for which SQLite
    does not wait where others make it too, as it does for all else: so we do."""
    patience = connection.execute("PRAGMA busy_timeout").fetchone()[0] / 1000
    end = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(_MOMENT)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgres(url: URL) -> Engine:
    try:
        url = url.set(query={**_POSTGRES_HABITS, **url.query})
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    except ImportError:
        raise WorldError(
            "PostgreSQL needs the driver psycopg, which is not installed;"
            " run: pip install 'scrutiny-watchlist[postgres]'"
        ) from None
