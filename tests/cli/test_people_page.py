"""The page for officers, chairs and clerks, tried out on the invented borough."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Program


def test_every_command_of_the_page_works_in_its_order(
    watchlist: Program, borough: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever types what the page says gets what the page promises."""
    assert watchlist("run", "--once", "-c", borough).status == 0
    monkeypatch.chdir(borough.parent)
    text = (ROOT / "docs" / "people.md").read_text(encoding="utf-8")
    lines = [
        line for block in re.findall(r"```sh\n(.*?)```", text, re.S) for line in block.split("\n")
    ]
    done = set()
    for line in filter(None, lines):
        word, *words = shlex.split(line)
        if word == "export":
            name, _, value = words[0].partition("=")
            monkeypatch.setenv(name, value)
            continue
        said = watchlist(*words, "-c", borough)
        assert said.status == 0, f"{line}\n{said.err}"
        done.add(words[0])
    assert done >= {
        "ack", "action", "add", "audit", "escalate", "history", "hold", "let-go", "list", "mute",
        "note", "publish", "reassign", "remove", "request", "review", "say", "show", "unmute",
    }  # fmt: skip
