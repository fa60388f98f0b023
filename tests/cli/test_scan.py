"""`watchlist scan` as a user runs it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.cli.conftest import Program
from tests.cli.village import Village

ASSESSMENTS = [90.0, 90.0, 83.0]


@pytest.fixture
def village(tmp_path: Path) -> Village:
    return Village.founded(tmp_path, "sqlite:///village.db")


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    """Three months of assessments, as little as a table may hold."""
    path = tmp_path / "lake.parquet"
    months = [12 * 2013 + month for month in (9, 10, 11)]
    names = {"indicator": ["assessments"] * 3, "area": ["Thorpe"] * 3}
    pq.write_table(pa.table({**names, "period": months, "value": ASSESSMENTS}), path)
    return path


def test_it_counts_what_the_rules_say(watchlist: Program, village: Village, lake: Path) -> None:
    """A line for each rule, also of one that says nothing."""
    said = watchlist("scan", lake, "-c", village.config, "--format", "json")
    assert said.status == 0
    assert json.loads(said.out)["rules"] == [
        {"rule": "on-time", "red": 0, "amber": 1, "info": 0},
        {"rule": "fewer-visits", "red": 0, "amber": 0, "info": 0},
    ]
    assert "on-time" in watchlist("scan", lake, "-c", village.config).out


def test_findings_go_into_a_file(watchlist: Program, village: Village, lake: Path) -> None:
    """As Parquet with the readings behind them, as CSV for a spreadsheet."""
    parquet, lines = lake.parent / "found.parquet", lake.parent / "found.csv"
    watchlist("scan", lake, "-c", village.config, "--to", parquet)
    watchlist("scan", lake, "-c", village.config, "--to", lines)
    (found,) = pq.read_table(parquet).to_pylist()
    assert [cell["value"] for cell in found["window"]] == [83.0]
    with lines.open(encoding="utf-8") as file:
        (line,) = csv.DictReader(file)
    assert (line["rule"], line["label"], line["value"]) == ("on-time", "2013-12", "83")


def test_what_was_entered_can_be_explained(
    watchlist: Program, village: Village, lake: Path
) -> None:
    """By the readings that were kept with it, for the store has none."""
    said = watchlist("scan", lake, "-c", village.config, "--register")
    assert said.out == "1 indicator judged: 1 already so; 1 notice\n"
    explained = watchlist("explain", "WL-0001", "-c", village.config)
    assert explained.status == 0
    assert "83%" in explained.out
    assert "target of 85%" in explained.out
    assert "It was judged last for December 2013. Its readings lie elsewhere" in explained.out
    again = watchlist("scan", lake, "-c", village.config, "--register")
    assert again.out == "1 indicator judged: nothing new; no notices\n"


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["nowhere.parquet"], 3, "nowhere.parquet is not there"),
        (["lake.parquet", "--to", "found.xlsx"], 2, "findings are written as .parquet or .csv"),
        (["lake.parquet", "--to", "none/found.csv"], 3, "cannot be written"),
        (["lake.parquet", "--register", "--every"], 2, "leave out --every and --to"),
    ],
)
def test_what_cannot_be_done_is_said_plainly(
    watchlist: Program,
    village: Village,
    lake: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    status: int,
    sentence: str,
) -> None:
    """In a sentence that says what to do."""
    monkeypatch.chdir(lake.parent)
    said = watchlist("scan", *arguments, "-c", village.config)
    assert (said.status, sentence in said.err) == (status, True), said.err


def test_a_fault_leaves_no_file_and_the_old_one_as_it_was(
    watchlist: Program, village: Village, lake: Path
) -> None:
    """Nothing is half done."""
    to = lake.parent / "found.csv"
    to.write_text("older\n", encoding="utf-8")
    table = pq.read_table(lake)
    at = table.schema.get_field_index("period")
    pq.write_table(table.set_column(at, "period", pa.array([201310, 201311, 201312])), lake)
    said = watchlist("scan", lake, "-c", village.config, "--to", to)
    assert said.status == 1
    assert f"{lake}:1: period 201310 is no month from 1900 to 2199" in said.err
    assert to.read_text(encoding="utf-8") == "older\n"
    assert not [each for each in lake.parent.iterdir() if each.name.startswith(".found")]
