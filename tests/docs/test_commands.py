"""Every command that a page shows is one that works, in the page's order, as the page says."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.docs.blocks import Block, blocks, pages
from tests.docs.commands import Command, Reader, commands, shows
from tests.docs.stages import CONFIG, STAGES, Stage, borough

#: Commands that are not tried here, with the reason.
UNTRIED: Mapping[str, str] = {
    r"^make ": "sets up the whole project and runs all of this",
    r"^apt-get ": "changes the machine",
    r"pip install ": "asks a registry",
    r"benchmarks[/.]": "takes minutes, and what else they compare with",
    r"--engine spark": "needs Java and Spark: tests/scan/test_spark.py",
    r"examples/lait/make.py|OUT_FOLDER": "needs the department's data: tests/lait",
}

#: Pages whose commands need more than a folder, with the test that runs them.
ELSEWHERE: Mapping[str, str] = {"docs/api.md": "tests/docs/test_api_page.py"}


def tried(command: Command) -> bool:
    return not any(re.search(pattern, command.line) for pattern in UNTRIED)


def shown(page: str) -> Iterator[tuple[Command, str]]:
    """The commands of a page that are tried, each with what the page shows of its answer."""
    found = blocks(page)
    for block, after in zip_longest(found, found[1:]):
        if block.language == "sh":
            *before, last = list(commands(block))
            yield from ((command, "") for command in before if tried(command))
            if tried(last):
                yield last, _answer(block, after)


def _answer(block: Block, after: Block | None) -> str:
    """The text that stands right below a block, with nothing between."""
    below = after and after.language in ("text", "json") and after.line <= block.end + 3
    return after.text if after and below else ""


PAGES = [page for page in pages() if page not in ELSEWHERE and any(shown(page))]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The borough after its first round, to be copied for each page."""
    folder = borough(tmp_path_factory.mktemp("borough"))
    first = [sys.executable, "-m", "watchlist", "run", "--once", "-c", CONFIG]
    subprocess.run(first, cwd=folder, check=True, capture_output=True)
    return folder


@pytest.mark.parametrize("page", PAGES)
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
    for command, answer in shown(page):
        stage.before.get(command.line, lambda program: None)(watchlist)
        said = reader.types(command)
        assert said.status == stage.ends.get(command.line, 0), f"{command}\n{said.out}\n{said.err}"
        assert shows(answer, said.out + said.err), f"{command} says\n{said.out}\n{said.err}"
