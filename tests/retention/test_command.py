"""`watchlist retention` in an invented village that goes on for seven years."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.cli.scrutiny import CLERK, KEEPER, Council
from tests.cli.test_leavers import edit, on
from watchlist.app import open_app
from watchlist.retaining import Report, retention_round


@pytest.fixture
def council(tmp_path: Path, sqlite_url: str, watchlist: Program) -> Council:
    """The committee asked for bus passes in February 2014, and let go of them."""
    council = Council.sits(tmp_path, sqlite_url, watchlist)
    council.done(CLERK, "add", "Bus passes", "--reason", "Asked for")
    council.done(CLERK, "let-go", "3")
    council.run()
    return council


def test_nothing_runs_out_before_its_time(council: Council) -> None:
    """In the year in which it happened there is nothing to remove."""
    said = council.says("retention")
    assert said.startswith("Papers are kept for 6 years, what is behind them for 4 years.")
    assert said.endswith("Nothing has run out.")


def test_what_would_go_is_shown_and_then_goes(council: Council) -> None:
    """Seven years on: the entry and the mails; the list itself stays, and nobody is told anything."""
    on(council, "2021-03-01")
    council.run()
    council.village.letters()
    before = council.says("history", "--verify")
    said = council.says("retention")
    assert "entries that left the list, with their history 6 years 04 Feb 2014 1" in said
    assert "texts and addresses of messages 4 years 04 Feb 2014" in said
    assert "watchlist retention --apply" in said
    council.says("history", "3")
    assert council.knows("retention", "--apply")["removed"] is True
    assert council.says("retention").endswith("Nothing has run out.")
    assert council.says("history", "--verify").split("Its")[1] == before.split("Its")[1]
    council.run()
    assert council.village.letters() == []
    assert "WL-0001" in council.says("list")


def test_whoever_asks_for_what_was_removed_learns_when_and_why(council: Council) -> None:
    """In every command that names an entry, and in the audit of that day."""
    on(council, "2021-03-01")
    council.says("retention", "--apply")
    said = [_refused(council, "history", "WL-0003"), council.refused(KEEPER, "ack", "3")]
    for one in said:
        assert "WL-0003 left the list on 4 February 2014 and was removed on 1 March 2021" in one
    assert 'there is no entry "WL-0099"' in _refused(council, "show", "WL-0099")
    audit = council.says("audit", "2021-03-01", "2021-03-01", "--format", "csv")
    assert "with their history: 1, kept for 6 years (WL-0003)." in audit


def test_the_council_says_for_how_long(council: Council) -> None:
    """Seven years for papers; and off: then nothing goes at all."""
    on(council, "2021-01-01")
    edit(council, "keeper: keeper", "keeper: keeper\nretention: {papers: 7 years}")
    assert "entries that left" not in council.says("retention")
    edit(council, "retention: {papers: 7 years}", "retention: off")
    assert "Everything is kept for ever" in council.says("retention")
    edit(council, "retention: off", "retention: {background: 1 year}")
    (warning,) = (
        line
        for line in council.program("check", "-c", council.village.config).out.splitlines()
        if "warning" in line
    )
    assert "1 year for background is less than the 4 years of the Local Government Act" in warning


def test_the_daemon_removes_once_a_day(council: Council) -> None:
    """A second look on the same day finds it done."""
    on(council, "2021-03-01")
    app = open_app(council.village.config)
    now = app.clock()
    done = retention_round(app, now)
    assert done is not None
    assert done.figures()["entries"] == 1
    assert retention_round(app, now) is None
    assert retention_round(app, now + timedelta(days=1)) == Report()
    app.close()


def test_a_clock_that_is_ahead_removes_nothing(council: Council) -> None:
    """In a rehearsal of 2099 the list of today is not thrown away."""
    on(council, "2099-01-01")
    app = open_app(council.village.config)
    assert retention_round(app, app.clock()) is None
    assert app.store.entry(3) is not None
    app.close()


def _refused(council: Council, *words: str) -> str:
    said = council.program(*words, "-c", council.village.config)
    assert said.status == 2
    return said.err
