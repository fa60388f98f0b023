"""The API of a borough with a filled list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.api.programs import Offices, Program, filled_offices
from tests.web.visitors import copied
from watchlist.app import open_app
from watchlist.model.sign_in import Scope


@pytest.fixture(scope="session")
def offices_config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled_offices(tmp_path_factory.mktemp("offices"))


@pytest.fixture
def offices(offices_config: Path, tmp_path: Path) -> Iterator[Offices]:
    """A borough of the test's own, for what changes something."""
    yield from _opened(copied(offices_config, tmp_path / "offices"))


@pytest.fixture(scope="session")
def library(offices_config: Path) -> Iterator[Offices]:
    """A borough that nobody changes anything in."""
    yield from _opened(offices_config)


@pytest.fixture(scope="session")
def reader(library: Offices) -> Program:
    """A program that reads everything but what is exempt."""
    return library.program(Scope.LIST_READ, Scope.DIGESTS_READ)


@pytest.fixture(scope="session")
def insider(library: Offices) -> Program:
    """A program that reads everything."""
    return library.program(Scope.LIST_READ, Scope.DIGESTS_READ, Scope.EXEMPT_READ)


@pytest.fixture
def feed(offices: Offices) -> Program:
    """A program that posts readings and reads the list."""
    return offices.program(Scope.READINGS_WRITE, Scope.LIST_READ)


def _opened(config: Path) -> Iterator[Offices]:
    app = open_app(config)
    yield Offices.of(app)
    app.close()
