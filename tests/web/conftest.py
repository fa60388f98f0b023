"""Pages of the invented borough."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.visitors import Borough, borough_at, copied, filled


@pytest.fixture(scope="session")
def filled_borough(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("borough"))


@pytest.fixture
def borough(filled_borough: Path, tmp_path: Path) -> Iterator[Borough]:
    """The invented borough with its list filled; each test has its own."""
    with borough_at(copied(filled_borough, tmp_path / "borough")) as opened:
        yield opened
