"""Pages of the invented borough."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.shire import founded, shire_at
from tests.web.visitors import Borough, borough_at, copied, filled


@pytest.fixture(scope="session")
def filled_borough(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("borough"))


@pytest.fixture
def borough(filled_borough: Path, tmp_path: Path) -> Iterator[Borough]:
    """The invented borough with its list filled; each test has its own."""
    with borough_at(copied(filled_borough, tmp_path / "borough")) as opened:
        yield opened


@pytest.fixture(scope="session")
def filled_shire(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return founded(tmp_path_factory.mktemp("shire"))


@pytest.fixture
def shire(filled_shire: Path, tmp_path: Path) -> Iterator[Borough]:
    """The invented shire with an exempt indicator; each test has its own."""
    with shire_at(filled_shire, tmp_path / "shire") as opened:
        yield opened


@pytest.fixture
def empty_shire(tmp_path: Path) -> Iterator[Borough]:
    """The shire on the day before its first figure."""
    (tmp_path / "new").mkdir()
    with shire_at(founded(tmp_path / "new", empty=True), tmp_path / "shire") as opened:
        yield opened
