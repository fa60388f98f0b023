"""`watchlist checks`: what is doubtful about the data, and which returns are due."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Program
from watchlist.cli.doubtful import MOST


@pytest.fixture
def council(watchlist: Program, unnamed_council: Path) -> Path:
    """The council of the minutes of 2019 after its first round."""
    watchlist("run", "--once", "-c", unnamed_council)
    return unnamed_council


def asked(watchlist: Program, config: Path, *options: str) -> dict[str, Any]:
    said = watchlist("checks", "-c", config, "--format", "json", *options)
    assert said.status == 0
    found: dict[str, Any] = json.loads(said.out)
    return found


def test_a_return_that_is_overdue_is_a_finding_and_the_first_of_the_returns(
    watchlist: Program, council: Path
) -> None:
    """Quarter 1 is not yet available: it is found, and stands first among what is to come."""
    found = asked(watchlist, council)
    (late,) = [one for one in found["data_checks"] if one["check"] == "overdue"]
    first = found["returns"][0]
    assert first["overdue"]
    assert (first["indicator"], first["period"]) == (late["indicator"], late["period"])
    assert [one["due"] for one in found["returns"]] == sorted(
        one["due"] for one in found["returns"]
    )


def test_only_what_was_asked_for_is_shown(watchlist: Program, council: Path) -> None:
    """By indicator, by the post that answers for it, by kind: each leaves the rest out."""
    everything = asked(watchlist, council)
    (late,) = [one for one in everything["data_checks"] if one["check"] == "overdue"]
    mine = asked(watchlist, council, "--indicator", late["indicator"])
    assert {one["indicator"] for one in mine["data_checks"] + mine["returns"]} == {
        late["indicator"]
    }
    owner = everything["returns"][0]["owner"]
    theirs = asked(watchlist, council, "--owner", owner)
    assert {one["owner"] for one in theirs["returns"]} == {owner}
    other = asked(watchlist, council, "--kind", "parts")
    assert (other["data_checks"], other["returns"]) == ([], [])


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--kind", "overdu"], 'there is no check "overdu"; did you mean "overdue"?'),
        (["--indicator", "nothing-like-it"], 'there is no indicator "nothing-like-it"'),
        (["--owner", "nobody-at-all"], 'there is no post "nobody-at-all"'),
    ],
)
def test_a_word_that_means_nothing_is_said(
    watchlist: Program, council: Path, options: list[str], sentence: str
) -> None:
    """A slip is wrong usage, not an empty answer."""
    said = watchlist("checks", "-c", council, *options)
    assert said.status == 2
    assert sentence in said.err


def test_the_minutes_wrong_sums_are_on_the_page(watchlist: Program, harrow: Path) -> None:
    """601 to 922 was quoted as 56%, 16 of 244 as 8.6%: both are told in a sentence."""
    watchlist("run", "--once", "-c", harrow)
    page = " ".join(watchlist("checks", "-c", harrow).out.split())
    assert "inconsistent: 2" in page
    assert "53.4%" in page
    assert "6.6%" in page


def test_a_long_answer_is_cut_on_the_screen_and_whole_for_programs(
    watchlist: Program, borough: Path
) -> None:
    """A screen shows so many returns and says how many more there are."""
    watchlist("run", "--once", "-c", borough)
    returns = asked(watchlist, borough)["returns"]
    page = watchlist("checks", "-c", borough).out
    more = len(returns) - MOST
    assert (f"… and {more:,} more" in page) == (more > 0)
