"""When rules have an entry looked at again, and what becomes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.cli.scrutiny import HEAD, Council
from tests.cli.test_escalation import on
from tests.cli.village import RULES

FELL_DUE = "This is to be looked at again, since 4 May 2014."


@pytest.fixture
def council(tmp_path: Path, sqlite_url: str, watchlist: Program) -> Council:
    """A council whose rule has what it lists on 4 February looked at again after three months."""
    council = Council.sits(tmp_path, sqlite_url, watchlist)
    rule = "    amber: {worse_than: target}"
    council.village.writes(RULES.replace(rule, f"    review_after: 3 months\n{rule}"))
    return council


def test_an_entry_says_when_it_is_looked_at_again(council: Council) -> None:
    """Before anybody did anything to it; one whose rule does not ask says nothing."""
    assert "Review by 4 May 2014, as its rules ask: to come" in council.says("show", "1")
    assert council.knows("show", "1")["review_by"] == "2014-05-04"
    assert "Review" not in council.says("show", "2")
    assert council.knows("show", "2")["review_by"] is None


def test_it_falls_due_and_is_looked_at(council: Council) -> None:
    """The owner is told on the day, once; it stands in the list until somebody has looked, and the
    next review is three months after that."""
    for day in ("2014-05-03", "2014-05-04", "2014-05-05"):
        on(council, day)
        council.run()
        assert (FELL_DUE in council.says("list")) is (day > "2014-05-03")
    told = [one.to for one in council.village.letters() if FELL_DUE in " ".join(one.text.split())]
    assert told == ["head"]
    council.done(HEAD, "review", "1", "--on", "5 May 2014")
    council.done(HEAD, "review", "1", "--done", "1", "Staff are in post")
    assert FELL_DUE not in council.says("list")
    assert "by 5 August 2014, as its rules ask" in council.says("show", "1")
