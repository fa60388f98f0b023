"""Every command that a page shows is one that works, in the page's order, as the page says."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.docs.blocks import pages
from tests.docs.commands import Reader, dialogue, shows
from tests.docs.stages import CONFIG, STAGES, Stage, borough


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The borough after its first round, to be copied for each page."""
    folder = borough(tmp_path_factory.mktemp("borough"))
    first = [sys.executable, "-m", "watchlist", "run", "--once", "-c", CONFIG]
    subprocess.run(first, cwd=folder, check=True, capture_output=True)
    return folder


@pytest.mark.parametrize("page", [page for page in pages() if dialogue(page)])
def test_every_command_does_what_its_page_says(
    page: str, ran: Path, watchlist: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever types what a page says, line by line, gets what it promises and shows."""
    stage = STAGES.get(page, Stage())
    shutil.copytree(ran, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WATCHLIST_CONFIG", CONFIG)
    stage.prepare(watchlist)
    reader = Reader(watchlist, monkeypatch.setenv, stage.names)
    for line, answer in dialogue(page):
        stage.happens_before(line, watchlist)
        said = reader.types(line)
        assert said.status == stage.ends.get(line, 0), f"{line}\n{said.out}\n{said.err}"
        assert shows(answer, said.out + said.err), f"{line} says\n{said.out}\n{said.err}"
