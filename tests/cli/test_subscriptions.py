"""Digests subscribed to as people do it, at the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.web.council import Council


@pytest.fixture
def council(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Council:
    found = Council.founded(tmp_path)
    monkeypatch.setenv("WATCHLIST_CONFIG", str(found.config))
    return found


def test_a_chair_subscribes_confirms_and_ends_it(council: Council, watchlist: Program) -> None:
    """Each command says what it did and how things stand; the token needs no number of a person."""
    asked = watchlist("subscribe", "--committee", "children", "--as", "p1")
    assert "the digest of Children, before each meeting, to Chair of Children." in asked.out
    assert "A message goes out to A. Chair (invented)" in asked.out
    id = asked.out.split(":")[0]
    assert watchlist("run", "--once").status == 0
    (letter,) = council.letters()
    (token,) = re.findall(r"watchlist confirm\s+(\S+)", letter)
    assert "It is sent." in watchlist("confirm", token).out
    paused = watchlist("pause", id, "--until", "1 March 2014", "--as", "p1")
    assert "paused up to and with 1 March 2014" in paused.out
    assert "It is sent." in watchlist("resume", id, "--as", "p1").out
    weekly = watchlist("change", id, "--when", "Weekly", "--as", "p1")
    assert "Children, weekly" in weekly.out
    assert "not sent any more" in watchlist("unsubscribe", id, "--as", "p1").out
    assert "no subscription" in watchlist("subscriptions", "--as", "p1").out
    assert "ended" in watchlist("subscriptions", "--ended", "--as", "p1").out


def test_everybody_sees_his_own_and_officers_see_all(council: Council, watchlist: Program) -> None:
    """As a table for people, as JSON for programs."""
    watchlist("subscribe", "--tag", "education", "--as", "p1")
    watchlist("subscribe", "--everything", "--when", "monthly", "--as", "p2")

    def posts(who: str) -> list[str]:
        told = watchlist("subscriptions", "--as", who, "--format", "json").out
        return [one["post"] for one in json.loads(told)]

    assert posts("p1") == ["chair"]
    assert posts("p2") == posts("p3") == ["chair", "clerk"]
    assert posts("p4") == []
    shown = watchlist("subscriptions", "--as", "p3").out
    assert "the whole watch list, monthly" in " ".join(shown.split())
    assert "to be confirmed" in shown


def test_a_committee_without_meetings_is_said_to_be_so(
    council: Council, watchlist: Program
) -> None:
    """Nobody waits for a digest that cannot come."""
    said = watchlist("subscribe", "--committee", "schools", "--as", "p1")
    assert "Nobody has said when Schools meets" in said.out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("subscribe", "--as", "p1"), "say what it is to be about"),
        (("subscribe", "--tag", "a", "--everything", "--as", "p1"), "one of --committee"),
        (("subscribe", "--everything", "--when", "hourly", "--as", "p1"), '"hourly" is not a time'),
        (("subscribe", "--everything"), "say who acts"),
        (("confirm", "abc.def"), "this is no token of ours"),
        (("confirm", "abcdef", "--as", "p1"), 'there is no subscription "abcdef"'),
        (("change", "abcdef", "--as", "p1"), "say what is to be changed"),
    ],
)
def test_what_cannot_be_is_refused(
    council: Council, watchlist: Program, words: tuple[str, ...], sentence: str
) -> None:
    """With exit status 2 and what to say instead."""
    said = watchlist(*words)
    assert (said.status, sentence in said.err) == (2, True)
