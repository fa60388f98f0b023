"""The program as a user runs it: arguments in, exit status and text out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog

from watchlist.__main__ import main

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Said:
    """How a command ended and what it said."""

    status: int
    out: str
    err: str


Program = Callable[..., Said]


@pytest.fixture
def watchlist(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Program]:
    """Runs the program in this process: ``watchlist("list", "--config", …)``."""

    def run(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["watchlist", *map(str, arguments)])
        capsys.readouterr()
        try:
            main()
            status = 0
        except SystemExit as end:
            status = int(end.code or 0)
        said = capsys.readouterr()
        return Said(status, said.out, said.err)

    yield run
    structlog.reset_defaults()  # the log wrote to what pytest captured, which is closed now


def placed(example: str, folder: Path) -> Path:
    """An example's configuration in a folder of its own: its database and messages go there."""
    path = ROOT / example
    text = path.read_text(encoding="utf-8")
    lines = []
    for line in text.splitlines():
        if line.startswith("rules:"):
            names = line.partition("[")[2].partition("]")[0].split(",")
            line = f"rules: [{', '.join(str(path.parent / name.strip()) for name in names)}]"
        elif line.startswith("database:"):
            line = "database: sqlite:///watchlist.db"
        elif "path:" in line:
            before, _, after = line.partition("path: ")
            name, *rest = after.replace(",", " ,").replace("}", " }").split(" ", 1)
            line = f"{before}path: {path.parent / name} {''.join(rest)}"
        elif line.strip().startswith("listen:"):
            line = "  listen: 127.0.0.1:0"
        elif "kind: mailbox" in line and "#" not in line:
            line = "  mailbox: {kind: mailbox, folder: messages}"
        lines.append(line)
    config = folder / "config.yaml"
    config.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return config


@pytest.fixture
def borough(tmp_path: Path) -> Path:
    """The configuration of the invented borough."""
    return placed("config.example.yaml", tmp_path)


@pytest.fixture
def harrow(tmp_path: Path) -> Path:
    """The configuration of the minutes of 2013-14."""
    return placed("examples/minutes/harrow.yaml", tmp_path)


@pytest.fixture
def unnamed_council(tmp_path: Path) -> Path:
    """The configuration of the minutes of 2019."""
    return placed("examples/minutes/unnamed-council.yaml", tmp_path)
