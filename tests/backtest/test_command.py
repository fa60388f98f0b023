"""`watchlist backtest` as a user runs it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Program, Said
from watchlist.model.spreadsheet import harmless


def judged(watchlist: Program, borough: Path, *more: str) -> Said:
    watchlist("run", "--once", "-c", borough)
    return watchlist("backtest", "-c", borough, *more)


def table_of(said: Said) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(said.out)))


def test_the_table_says_what_was_on_the_list_when(watchlist: Program, borough: Path) -> None:
    """For people: each rule by its title, how its months went, and since when it stands."""
    said = judged(watchlist, borough)
    assert said.status == 0, said
    text = " ".join(said.out.split())
    assert "Assessments are taking too long (assessments-on-time)" in text
    assert "on the list since 2026-03 (red)" in text
    assert "1 other series: nothing was ever wrong" in text
    assert max(map(len, said.out.splitlines())) <= 120


def test_csv_has_every_judged_cell(watchlist: Program, borough: Path) -> None:
    """For spreadsheets: a line for each month of each series, its figure with the digits as written,
    beside what it was held against."""
    cells = table_of(judged(watchlist, borough, "--format", "csv", "--from", "2026-03"))
    ours = [cell for cell in cells if cell["rule"] == "assessments-on-time"]
    assert len(ours) == 8
    assert ours[0]["period"] == "2026-03"
    assert {cell["verdict"] for cell in ours} <= {"clear", "amber", "red"}
    assert (ours[0]["verdict"], ours[0]["held_against"]) == ("red", "80")  # the tolerance


def test_json_counts_what_it_lists(watchlist: Program, borough: Path) -> None:
    """For programs: the summary of each rule is the number of its cells, word by word."""
    answer = json.loads(judged(watchlist, borough, "--format", "json").out)
    assert answer["as_known"] is None
    for rule in answer["rules"]:
        said = [cell["verdict"] for cell in rule["cells"]]
        if set(said) != {"not judged"}:
            for word in ("red", "amber", "clear", "unknown"):
                assert said.count(word) == rule["summary"][word], rule["rule"]
        assert sum(len(one["on_the_list"]) for one in rule["series"]) == rule["summary"]["opened"]
    (listed,) = next(
        rule["series"][0]["on_the_list"]
        for rule in answer["rules"]
        if rule["rule"] == "assessments-on-time"
    )
    assert listed == {"from": "2026-03", "to": None, "level": "red"}


def test_before_the_first_figure_was_published(watchlist: Program, borough: Path) -> None:
    """As known in 2001 there was no figure: one sentence, not an empty table."""
    said = judged(watchlist, borough, "--as-known", "2001-01-01")
    assert (said.status, said.out[:27]) == (0, "There is nothing to judge: ")
    as_csv = ("backtest", "-c", borough, "--as-known", "2001-01-01", "--format", "csv")
    assert table_of(watchlist(*as_csv)) == []


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--rule", "assessments-in-time", 'did you mean "assessments-on-time"?'),
        ("--area", "Saltmarch", 'did you mean "Saltmarsh"?'),
        ("--indicator", "nothing-like-it", 'there is no indicator "nothing-like-it"'),
        ("--from", "the spring", '--from: "the spring" is not a'),
        ("--to", "2026-13", "--to: "),
        ("--as-known", "yesterday", '"yesterday" is not a date'),
        ("--as-known", "2030-01-01", "has not come yet"),
        ("--format", "xml", "xml"),
    ],
)
def test_a_slip_is_one_sentence(
    watchlist: Program, borough: Path, option: str, value: str, sentence: str
) -> None:
    """A wrong word ends with status 2 and says what is wrong; nothing is printed as an answer."""
    said = watchlist("backtest", "-c", borough, option, value)
    assert (said.status, said.out) == (2, "")
    assert sentence in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "=HYPERLINK(A1)"],
)
def test_no_name_is_run_by_a_spreadsheet(text: str) -> None:
    """A name that begins like a formula is quoted, so that a spreadsheet shows it."""
    assert harmless(text) == f"'{text}"


def test_other_names_stay_as_they_are() -> None:
    """Names of places and breakdowns are not touched."""
    for text in ("Kensington & Chelsea", "sex=female;age=0-4", "", "St. Helens"):
        assert harmless(text) == text
