"""By when something is to be acknowledged, and what becomes of it where nobody does."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.cli.scrutiny import HEAD, Council
from tests.cli.village import RULES


@pytest.fixture
def council(tmp_path: Path, sqlite_url: str, watchlist: Program) -> Council:
    """A council whose rule asks for an acknowledgement in ten working days; told on 4 February."""
    council = Council.sits(tmp_path, sqlite_url, watchlist)
    rule = "    amber: {worse_than: target}"
    rules = RULES.replace(rule, f"    if_not_acknowledged_in: {{10 working days: chair}}\n{rule}")
    council.village.writes(rules)
    return council


def on(council: Council, day: str) -> None:
    text = council.village.config.read_text(encoding="utf-8")
    text = re.sub(r"rehearse_at: \S+", f"rehearse_at: {day}", text)
    council.village.config.write_text(text, encoding="utf-8")


def test_an_entry_says_by_when_somebody_must_have_seen_it(council: Council) -> None:
    """The owner reads the day and where it goes; once he has seen it, no more is said of it."""
    said = council.says("show", "1")
    assert "Not acknowledged: after 18 February 2014 it goes to Chair of Scrutiny." in said
    shown = json.loads(council.says("show", "1", "--format", "json"))
    assert shown["not_acknowledged"] == [
        {"rule": "on-time", "day": "2014-02-18", "post": "chair", "went": False}
    ]
    assert "cknowledged:" not in council.says("show", "2")
    council.done(HEAD, "ack", "1")
    assert "Not acknowledged" not in council.says("show", "1")


def test_what_nobody_has_seen_says_where_it_went(council: Council) -> None:
    """The day has passed: it goes with the next round, its history says so, and by whom."""
    on(council, "2014-02-19")
    words = "Not acknowledged by 18 February 2014: it"
    assert f"{words} goes to Chair of Scrutiny with the next round." in council.says("show", "1")
    council.run()
    said = council.says("show", "1")
    assert f"{words} went to Chair of Scrutiny." in said
    assert "Brought to Chair of Scrutiny" in said
    (row,) = [
        row
        for row in json.loads(council.says("history", "1", "--format", "json"))["history"]
        if row.get("kind") == "escalated"
    ]
    assert (row["who"], row["post"], row["due"]) == (
        "watchlist",
        "chair",
        {"day": "2014-02-18", "committee": None, "event": None},
    )
    told = "This was escalated to Chair of Scrutiny: nobody acknowledged it by 18 February 2014."
    assert told in council.says("audit", "2014-02-19", "2014-02-19", "--format", "csv")
    assert "the history of 2 entries holds" in council.says("history", "--verify").lower()


def test_while_news_is_held_back_nothing_is_waited_for(council: Council) -> None:
    """A muted entry goes nowhere."""
    council.done(HEAD, "mute", "1", "--until", "2014-02-28", "--reason", "It is known")
    assert "Not acknowledged" not in council.says("show", "1")
    on(council, "2014-02-19")
    council.run()
    assert "escalated" not in council.says("history", "1")


def test_nobody_is_called_like_the_program(council: Council) -> None:
    """What the watch list did by itself can never pass for somebody's act."""
    text = council.village.config.read_text(encoding="utf-8")
    council.village.config.write_text(
        text.replace("  p5:", "  watchlist:").replace("person: p5", "person: watchlist")
    )
    said = council.program("check", "-c", council.village.config)
    assert (said.status, "give another number" in said.out) == (1, True)
