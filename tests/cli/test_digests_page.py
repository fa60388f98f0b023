"""The page about digests, tried out on the invented borough."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Program
from watchlist.config import read_config
from watchlist.register.editions import Timing

PAGE = (ROOT / "docs" / "digests.md").read_text(encoding="utf-8")
SECTION = PAGE.partition("## Subscribing\n")[2].partition("\n## ")[0]


def test_every_command_about_subscribing_works_in_its_order(
    watchlist: Program, borough: Path
) -> None:
    """Whoever types what the page says gets what the page promises; the ID is his own."""
    assert watchlist("run", "--once", "-c", borough).status == 0
    blocks = re.findall(r"```sh\n(.*?)```", SECTION, re.S)
    lines = [line for block in blocks for line in block.split("\n") if line]
    done, own = set(), ""
    for line in lines:
        words = [own if word == "3f9ab456ad" else word for word in shlex.split(line)[1:]]
        said = watchlist(*words, "-c", borough)
        assert said.status == 0, f"{line}\n{said.err}"
        done.add(words[0])
        if words[0] == "subscriptions":
            told = watchlist(*words, "-c", borough, "--format", "json").out
            own = next(one["id"] for one in json.loads(told) if one["when"] != "weekly")
    assert done == {
        "subscribe", "subscriptions", "confirm", "change", "pause", "resume", "unsubscribe",
    }  # fmt: skip


def test_what_the_page_configures_is_what_is_usual(borough: Path) -> None:
    """The times on the page are those that hold where nothing is said, and its server is one."""
    text = borough.read_text(encoding="utf-8").partition("\nweb:\n")[0]  # its own comes after it
    written = "\n" + "".join(re.findall(r"```yaml\n(.*?)```", SECTION, re.S))
    borough.write_text(text + written, encoding="utf-8")
    config, warnings = read_config(borough)
    assert config.digests == Timing()
    assert config.web is not None
    assert [fault for fault in warnings if "web" in fault.sentence] == []


def test_every_command_about_digests_and_papers_works(
    watchlist: Program, borough: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From looking at one to its parts as PDF, on the day on which the borough's is drafted."""
    text = borough.read_text(encoding="utf-8")
    borough.write_text(text.replace("2026-11-20 09:00", "2026-11-25 09:00"), encoding="utf-8")
    monkeypatch.chdir(borough.parent)
    assert watchlist("run", "--once", "-c", borough).status == 0
    subscribing = ("subscribe", "--committee", "children-and-families", "--as", "p10")
    assert watchlist(*subscribing, "-c", borough).status == 0
    told = watchlist("subscriptions", "--as", "p10", "-c", borough, "--format", "json").out
    own = json.loads(told)[0]["id"]
    assert watchlist("confirm", own, "--as", "p10", "-c", borough).status == 0
    rest = PAGE.partition("\n## What is in it\n")[2]
    lines = [
        line for block in re.findall(r"```sh\n(.*?)```", rest, re.S) for line in block.split("\n")
    ]
    for line in filter(None, lines):
        said = watchlist(*shlex.split(line)[1:], "-c", borough)
        assert said.status == 0, f"{line}\n{said.err}"
    written = {file.name for file in borough.parent.glob("pa*.*")}
    assert written == {"paper.html", "paper.docx", "paper.pdf", "part1.pdf", "part2.pdf"}
