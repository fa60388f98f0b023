"""What the service says of itself while it runs."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from tests.cli.conftest import Program
from watchlist.cli.running import configure_log

#: The name of a file, as somebody who may drop files could choose it.
NAME = 'x\x1b[2J.csv\n{"event": "signed in"}'


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def logged(monkeypatch: pytest.MonkeyPatch, to: io.StringIO) -> str:
    monkeypatch.setattr(sys, "stderr", to)
    configure_log(20)
    structlog.get_logger("watchlist").info("taken", path=NAME)
    return to.getvalue()


def test_a_name_makes_no_line_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads the journal sees one thing that happened, and its name is a name."""
    (line,) = logged(monkeypatch, io.StringIO()).splitlines()
    assert json.loads(line)["path"] == NAME


def test_a_name_gives_no_orders_to_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is shown with the code of what would clear the screen."""
    shown = logged(monkeypatch, Screen())
    assert "x<U+001B>[2J.csv" in shown
    assert "\x1b[2J" not in shown


def test_neither_does_one_in_an_error(watchlist: Program, tmp_path: Path) -> None:
    """The sentence with which a command ends is shown likewise."""
    said = watchlist("check", "--config", tmp_path / "\x1b[2Jnone.yaml")
    assert "<U+001B>[2Jnone.yaml" in said.err
    assert "\x1b" not in said.err
