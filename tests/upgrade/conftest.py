"""A council that updates."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.cli.conftest import watchlist as watchlist  # the program, for these tests too
from tests.upgrade.release import STEPS, Council


@pytest.fixture(params=STEPS)
def council(
    request: pytest.FixtureRequest, tmp_path: Path, store_url: str, watchlist: Program
) -> Council:
    """Each release in turn, on each kind of database."""
    return Council.left(request.param, tmp_path, store_url, watchlist)
