"""The page that goes from a spreadsheet to a watch list: what it says is what happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.sources.scorecards import monthly

PAGE = (Path(__file__).parents[2] / "docs/getting-started.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


def test_the_marked_line_is_one_that_is_written(
    watchlist: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the page shows a guess, so it stands in the file."""
    monkeypatch.chdir(tmp_path)
    monthly.make(tmp_path / "scorecard.xlsx")
    watchlist("init", "scorecard.xlsx")
    text = (tmp_path / "watchlist-scorecard/rules/indicators.yaml").read_text(encoding="utf-8")
    assert blocks("yaml")[0] in text


def test_a_second_start_overwrites_nothing(
    watchlist: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder of the first stays as it is."""
    monkeypatch.chdir(tmp_path)
    monthly.make(tmp_path / "scorecard.xlsx")
    watchlist("init", "scorecard.xlsx")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    said = watchlist("init", "scorecard.xlsx")
    assert said.status == 2
    assert "is already there, and nothing is overwritten" in said.err
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_what_cannot_be_begun_with_is_said_and_leaves_nothing(
    watchlist: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list of rooms: the answer is no, in a sentence."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rooms.csv").write_text("Room,Seats\nCommittee room,40\n", encoding="utf-8")
    said = watchlist("init", "rooms.csv")
    assert said.status == 1
    assert said.err.startswith("rooms.csv: is no scorecard that we know: we looked for")
    assert said.err.endswith("Nothing was written.\n")
    assert [path.name for path in tmp_path.iterdir()] == ["rooms.csv"]
