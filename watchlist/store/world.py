"""What databases throw, as one sentence for people: the only place that does so."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from watchlist.model.errors import WorldError

_SQLITE = {  # what SQLite says -> what to tell a person
    "locked": "is in use by another program and stayed locked; close what holds it, or try again",
    "readonly": "cannot be written; give this user the right to write the file and its folder",
    "disk is full": "cannot grow because the disk is full; make room and run again",
    "unable to open": "cannot be opened; check that its folder exists and may be read and written",
    "not a database": "is not a database; name another file, or restore a backup",
    "malformed": "is damaged; restore a backup",
    "disk i/o": "cannot be read or written because the disk reports an error; check the disk",
}

_POSTGRES = {  # SQLSTATE, or how it begins -> what to tell a person
    "25006": "is read-only just now; name the server that may be written",
    "25P03": "heard nothing of this program for too long in the middle of something, and undid it;"
    " try again",
    "40": "was changed by another program at the same moment; try again",
    "42501": "does not let this user do that; ask its administrator for rights on the schema",
    "53100": "cannot grow because its disk is full; make room and run again",
    "53300": "has no connection free; try again, or raise its limit",
    "55P03": "is in use by another program and stayed locked; try again",
    "57P": "is shutting down or starting up; try again in a moment",
    "08": "cannot be reached; check that its server runs, and in `database` the server, the name,"
    " the user and the password",
    "5": "has a fault of its own; ask its administrator",
}


@contextmanager
def told_plainly(url: URL) -> Iterator[None]:
    """Turn the world's failures into WorldError; mistakes of ours (bad SQL) pass as they are."""
    try:
        yield
    except PoolTimeoutError as error:
        raise WorldError(f"The database {place(url)} has no connection free; try again") from error
    except Exception as error:  # the bulk paths talk to the driver itself
        failure = error.orig if isinstance(error, DBAPIError) else error
        sentence = _sqlite_sentence(failure) or _postgres_sentence(failure)
        if sentence is None:
            raise
        said = " ".join(str(failure).split())
        raise WorldError(f"The database {place(url)} {sentence}. (It said: {said})") from error


def place(url: URL) -> str:
    """The database as a person knows it, without any password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    host = url.host or url.query.get("host") or "this machine"
    return f"{url.database} on {host}{f':{url.port}' if url.port else ''}"


def _sqlite_sentence(failure: BaseException | None) -> str | None:
    if type(failure) not in (sqlite3.OperationalError, sqlite3.DatabaseError):
        return None
    said = str(failure).lower()
    return next((words for part, words in _SQLITE.items() if part in said), "failed")


def _postgres_sentence(failure: BaseException | None) -> str | None:
    state = getattr(failure, "sqlstate", "")
    if state is None:  # the connection itself failed
        return _POSTGRES["08"] if type(failure).__name__ == "OperationalError" else None
    return next((words for code, words in _POSTGRES.items() if state.startswith(code)), None)
