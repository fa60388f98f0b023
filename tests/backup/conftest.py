"""Fresh databases, as many as a test needs, of the kind that it names."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import watchlist as watchlist  # the program, for these tests too
from tests.conftest import PostgresServer

New = Callable[[str], str]


@pytest.fixture
def new(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[New]:
    """``new("postgresql")``: the URL of a database without any table."""
    made: list[str] = []

    def url(kind: str) -> str:
        name = f"test_{uuid.uuid4().hex}"
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / name}.db"
        server: PostgresServer = request.getfixturevalue("postgres_server")
        server.run(f"CREATE DATABASE {name}")
        made.append(name)
        return server.url(name)

    yield url
    for name in made:
        request.getfixturevalue("postgres_server").run(f"DROP DATABASE {name} WITH (FORCE)")
