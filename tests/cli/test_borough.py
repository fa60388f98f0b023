"""What an officer sees who tries the example: a watch list, messages, and nothing twice."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Program


def _listed(watchlist: Program, config: Path) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads(
        watchlist("list", "-c", config, "--format", "json").out
    )
    return found


def test_one_run_shows_the_watch_list_and_where_the_messages_lie(
    watchlist: Program, borough: Path
) -> None:
    """After one round the list is on the screen, and the messages are files."""
    said = watchlist("run", "--once", "-c", borough)
    assert said.status == 0, said.err
    assert "WL-0001" in said.out
    assert "Assessments are taking too long" in said.out
    assert "messages" in said.out
    assert len(list((borough.parent / "messages").glob("*.eml"))) == 9


def test_a_second_run_adds_no_entry_and_sends_nothing(watchlist: Program, borough: Path) -> None:
    """Starting the daemon again with the same figures neither opens nor tells anything again."""
    watchlist("run", "--once", "-c", borough)
    before = _listed(watchlist, borough)
    letters = sorted((borough.parent / "messages").iterdir())
    said = watchlist("run", "--once", "-c", borough)
    assert "Readings: 0 new, 0 revised. Moves: 0. Messages: 0 sent." in said.out
    assert _listed(watchlist, borough) == before
    assert sorted((borough.parent / "messages").iterdir()) == letters


def test_every_entry_can_be_shown_explained_and_followed(watchlist: Program, borough: Path) -> None:
    """Each line of the list has its figures, its reason in words, and its history."""
    watchlist("run", "--once", "-c", borough)
    for entry in _listed(watchlist, borough)["watch_list"]:
        for command in ("show", "explain", "history"):
            said = watchlist(command, entry["reference"], "-c", borough)
            assert said.status == 0, said.err
            assert str(entry["reference"]) in said.out


def test_explain_shows_the_rule_as_an_officer_wrote_it(watchlist: Program, borough: Path) -> None:
    """The words of the rule stand under the sentences, with the file and line they come from."""
    watchlist("run", "--once", "-c", borough)
    said = watchlist("explain", "WL-0001", "-c", borough).out
    assert "amber: {worse_than: target, for: 2}" in said
    assert "social-care.yaml:" in said


def test_deliveries_name_the_post_and_how_it_ended(watchlist: Program, borough: Path) -> None:
    """An officer sees to whom each message went."""
    watchlist("run", "--once", "-c", borough)
    found = json.loads(watchlist("deliveries", "-c", borough, "--format", "json").out)
    assert {one["state"] for one in found} == {"delivered"}
    assert "head-of-assessment" in {one["post"] for one in found}


def test_doctor_finds_the_example_well_and_mentions_the_rehearsal(
    watchlist: Program, borough: Path
) -> None:
    """All is well, but for a clock that stands at the example's day."""
    said = watchlist("doctor", "-c", borough)
    assert said.status == 0, said.out
    assert "Rehearsal" in said.out


def test_check_counts_the_rules(watchlist: Program, borough: Path) -> None:
    """A faultless rulebook says so."""
    said = watchlist("check", "-c", borough)
    assert said.status == 0
    assert "no faults" in said.err
