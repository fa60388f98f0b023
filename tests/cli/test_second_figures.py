"""A second figure for the same thing, and a measure that is only tried out, as the commands tell of
them; figures from the minutes of 2019, where they are not marked as illustrative."""

from __future__ import annotations

import json
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Program

SECOND = "without those who decline contact: 81%"


@pytest.fixture
def council(watchlist: Program, unnamed_council: Path) -> Path:
    """The council of the minutes of 2019 after its first round."""
    said = watchlist("run", "--once", "-c", unnamed_council)
    assert said.status == 0, said.err
    return unnamed_council


def listed(watchlist: Program, config: Path) -> list[dict[str, Any]]:
    found = json.loads(watchlist("list", "-c", config, "--format", "json").out)
    entries: list[dict[str, Any]] = found["watch_list"]
    return entries


def test_care_leavers_homes_are_shown_with_and_without_those_who_decline_contact(
    watchlist: Program, council: Path
) -> None:
    """75%; without those who decline contact: 81%: on the list, in the entry, and for programs."""
    page = " ".join(watchlist("list", "-c", council).out.split())
    assert f"75% in 2019-20 Q1; {SECOND}" in page
    (entry,) = [one for one in listed(watchlist, council) if one["title"].startswith("Care leav")]
    ((second,),) = [breach["beside"] for breach in entry["breaches"]]
    assert (second["figure"], second["says"]) == ("81", SECOND)
    for command in ("show", "explain"):
        said = " ".join(watchlist(command, entry["reference"], "-c", council).out.split())
        assert f"Beside it, {SECOND}." in said


def test_the_owner_is_told_both_figures(watchlist: Program, council: Path) -> None:
    """The message to whoever answers for it says the second figure with the first."""
    files = (council.parent / "messages").glob("*.eml")
    letters = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    bodies = [letter.get_body(("plain",)) for letter in letters]
    text = " ".join(" ".join(str(body.get_content()).split()) for body in bodies if body)
    assert f"Beside it, {SECOND}." in text


def test_a_possible_new_measure_is_tried_out_and_not_listed(
    watchlist: Program, council: Path
) -> None:
    """Complaints upheld doubled in a year, twice: a backtest says red, the list has no such line and
    nobody would have been told."""
    asked = ("--indicator", "complaints-upheld", "--format", "json")
    said = json.loads(watchlist("backtest", "-c", council, *asked).out)
    (rule,) = [one for one in said["rules"] if one["rule"] == "quarterly-demand"]
    assert (rule["summary"]["red"], rule["summary"]["told"], rule["messages"]) == (1, 0, 0)
    titles = [entry["title"] for entry in listed(watchlist, council)]
    assert not [title for title in titles if title.startswith("Complaints")]
