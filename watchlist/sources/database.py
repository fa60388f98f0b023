"""Readings out of a database by a query: read-only, bounded in time, rows and size."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from threading import Timer
from typing import Any

import numpy as np
import pyarrow as pa
from sqlalchemy import URL, Connection, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from watchlist.model.errors import Fault, FaultsError, Mark, WorldError
from watchlist.sources.arrival import Arrived
from watchlist.sources.content import MOST_BYTES, Content
from watchlist.sources.enough import refuse_too_faulty
from watchlist.sources.privileges import more_than_reading
from watchlist.sources.query_settings import SqlSettings
from watchlist.sources.sheet import Sheet

_AT_ONCE = 10_000


def query_database(settings: SqlSettings, folder: Path) -> Arrived:
    """The rows. Raises :class:`FaultsError` naming rows that hold no plain figure or text, and
    :class:`WorldError` where the database cannot be asked."""
    url = _readable(make_url(settings.url.get_secret_value()), folder)
    with _told(settings, url), _connected(settings, url) as connection:
        result = connection.execution_options(stream_results=True).execute(text(settings.query))
        header, chunks = tuple(result.keys()), []
        for rows in _bounded(result.yield_per(_AT_ONCE).partitions(), settings):
            chunks.append(rows)
    return _arrived(settings, header, chunks)


def advice(settings: SqlSettings, folder: Path) -> str:
    """What the login had better not be able to do; "" for nothing. Raises :class:`WorldError` where
    the database cannot be asked."""
    url = _readable(make_url(settings.url.get_secret_value()), folder)
    with _told(settings, url), _connected(settings, url) as connection:
        more = more_than_reading(connection)
    if not more:
        return ""
    login = url.username or "of this account"
    return (
        f"the login {login} may do more than read: it {'; it '.join(more)}. Give it a login "
        "that may only read: docs/sources.md says how."
    )


def _bounded(parts: Iterator[Sequence[Any]], settings: SqlSettings) -> Iterator[list[list[str]]]:
    """Rows as text, a part at a time."""
    number = size = 0
    faults: list[Fault] = []
    for part in parts:
        texts = []
        for row in part:
            number += 1
            texts.append([_text(value, number, settings, faults) for value in row])
        refuse_too_faulty(f"the query of {settings.name}", faults)
        if number > settings.most_rows:
            raise WorldError(
                f"the query of {settings.name} gives more than {settings.most_rows:,} rows, so nothing "
                "of it was taken: ask for less, or raise `most_rows`"
            )
        size += sum(len(cell) for row in texts for cell in row)
        if size > MOST_BYTES:
            raise WorldError(
                f"the query of {settings.name} gives more than {MOST_BYTES // 1_000_000} MB, so "
                "nothing of it was taken: ask for the columns that are needed only"
            )
        yield texts
    if faults:
        raise FaultsError(faults)


def _text(value: Any, number: int, settings: SqlSettings, faults: list[Fault]) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case str() | int() | Decimal():
            return f"{value:f}" if isinstance(value, Decimal) and value.is_finite() else str(value)
        case float():
            return repr(value)
        case datetime():
            return value.isoformat(sep=" ")
        case date():
            return value.isoformat()
    sentence = (
        f"holds {type(value).__name__}, which is no figure, text or day: cast it in the query"
    )
    faults.append(Fault(Mark(_place(settings), number), sentence))
    return ""


def _arrived(
    settings: SqlSettings, header: tuple[str, ...], chunks: list[list[list[str]]]
) -> Arrived:
    place = _place(settings)
    known = hashlib.sha256(repr(header).encode())
    columns: list[list[pa.Array]] = [[] for _ in header]
    total = 0
    for rows in chunks:
        known.update(repr(rows).encode())
        total += len(rows)
        for into, column in zip(columns, zip(*rows, strict=True), strict=True):
            into.append(pa.array(column, pa.string()))
    if not total:
        raise FaultsError([Fault(Mark(place), "gives no rows: correct the query")])
    sheet = Sheet(
        place,
        header,
        tuple(pa.chunked_array(column, pa.string()) for column in columns),
        np.arange(1, total + 1, dtype=np.int64),
    )
    return Arrived(Content(Path(settings.name), b"", known.hexdigest()), sheet)


def _place(settings: SqlSettings) -> str:
    """A line of it is a row of what the query gives."""
    return f"the query of {settings.name}, row"


def _readable(url: URL, folder: Path) -> URL:
    """A file of SQLite is opened for reading only, from the configuration's folder."""
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        name = (folder / url.database.removeprefix("file:")).as_posix()
        return url.set(database=f"file:{name}", query={**url.query, "mode": "ro", "uri": "true"})
    if url.drivername == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    return url


@contextmanager
def _connected(settings: SqlSettings, url: URL) -> Iterator[Connection]:
    """A connection that can change nothing and is broken off when its time is up. What a query did
    all the same is never kept."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        limit = Timer(settings.seconds, _interrupt, [connection.connection.dbapi_connection])
        try:
            _restrict(connection, settings.seconds)
            limit.start()
            yield connection
        finally:
            limit.cancel()
            connection.rollback()


def _restrict(connection: Connection, seconds: int) -> None:
    match connection.dialect.name:
        case "postgresql":
            connection.execute(text("SET TRANSACTION READ ONLY"))
            connection.execute(text(f"SET LOCAL statement_timeout = {seconds * 1000}"))
        case "sqlite":
            connection.execute(text("PRAGMA query_only = ON"))
        case "mssql":
            connection.connection.dbapi_connection.timeout = seconds  # type: ignore[union-attr]


def _interrupt(driver: Any) -> None:
    """SQLite has no limit of its own; other drivers that know how to cancel are asked to."""
    for name in ("interrupt", "cancel"):
        if stop := getattr(driver, name, None):
            stop()
            return


@contextmanager
def _told(settings: SqlSettings, url: URL) -> Iterator[None]:
    """Failures of the database as one sentence, without a word of the password."""
    try:
        yield
    except SQLAlchemyError as error:
        failure = error.orig if isinstance(error, DBAPIError) else error
        said = _without_secrets(" ".join(str(failure).split()), url)
        place = url.set(query={}).render_as_string(hide_password=True)
        raise WorldError(f"{_sentence(settings, said, place)} (It said: {said})") from None
    except ImportError as error:
        raise WorldError(f"{settings.name} needs a driver that is not installed: {error}") from None


def _sentence(settings: SqlSettings, said: str, place: str) -> str:
    plain = said.lower()
    if any(word in plain for word in ("interrupted", "timeout", "canceling", "cancelled", "hyt00")):
        return (
            f"the query of {settings.name} took longer than {settings.seconds} seconds, so nothing of "
            "it was taken: ask for less, or raise `seconds`."
        )
    if any(word in plain for word in ("readonly", "read-only", "query_only")):
        return f"the query of {settings.name} would change the database: a source may only read."
    if any(word in plain for word in ("connect", "unable to open", "password", "login", "server")):
        return f"the database {place} of {settings.name} cannot be reached: check `url`."
    return f"the query of {settings.name} fails at {place}: correct it."


def _without_secrets(said: str, url: URL) -> str:
    password = str(url.password or "")
    return said.replace(password, "***") if password else said
