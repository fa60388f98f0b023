"""What people made of an entry, where somebody looks at it: the list, the entry, its history."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.cli.scrutiny import CHAIR, CLERK, HEAD, KEEPER, Council

NOBODY = "Nobody has said yet what is being done."


@pytest.fixture
def council(tmp_path: Path, sqlite_url: str, watchlist: Program) -> Council:
    return Council.sits(tmp_path, sqlite_url, watchlist)


def test_the_whole_record_of_an_entry_is_shown(council: Council) -> None:
    """Reason, who asked, cause, remedy, overseer, by when, tasks, reports, notes, holders."""
    council.done(
        KEEPER, "add", "--indicator", "assessments", "--asked-by", "chair", "--minute", "14/13",
        "--reason", "It dips", "--cause", "An IT fault", "--remedy", "Mended", "--overseer", "head",
        "--back-on-track", "2014-11-30", "--period", "the autumn",
        "--report", "To Cabinet https://village.example/1",
    )  # fmt: skip
    council.done(HEAD, "action", "1", "Recruit", "--due", "2014-03-01")
    council.done(CHAIR, "request", "1", "How many?", "--of", "head", "--due", "2014-03-02")
    council.done(HEAD, "request", "1", "--answered", "1", "Eleven")
    council.done(CHAIR, "review", "1", "--after", "the Ofsted report is out")
    council.done(HEAD, "note", "1", "See [/bold] also", "--public")
    council.done(HEAD, "ack", "1")
    council.done(KEEPER, "escalate", "1", "clerk")
    council.done(KEEPER, "mute", "1", "--until", "2014-03-01", "--reason", "New system")
    council.done(KEEPER, "remove", "1", "--reason", "Soon well")
    shown = council.says("show", "1")
    for words in (
        "Asked for by Chair of Scrutiny (14/13): “It dips” (Performance, 4 February 2014)",
        "Held by its figures, Chair of Scrutiny",
        "Cause “An IT fault”",
        "Being done “Mended”",
        "Overseen by Head of Assessment",
        "Back on track by 30 November 2014 (the autumn), expected by Performance",
        "Action 1 “Recruit”, Head of Assessment, by 1 March 2014: not done yet",
        "Request 1 “How many?”, Head of Assessment, by 2 March 2014: answered “Eleven”",
        "Review 1 set by Chair of Scrutiny, once the Ofsted report is out: to come",
        "Report To Cabinet https://village.example/1",
        "Note “See [/bold] also” (Head of Assessment, 4 February 2014; public)",
        "Seen (Head of Assessment, 4 February 2014)",
        "Brought to Clerk of Scrutiny",
        "No news until 1 March 2014: “New system”",
        "Removal proposed “Soon well”",
        "Amber for 1 month.",
    ):
        assert words in shown
    told = council.knows("show", "1")
    assert told["record"]["cause"]["text"] == "An IT fault"
    assert told["record"]["actions"][0]["due"]["day"] == "2014-03-01"
    listed = council.says("list")
    for words in ("Being done: “Mended”", "No news of it is sent until 1 March", "Its removal is"):
        assert words in listed


def test_a_red_with_nothing_said_says_so(council: Council) -> None:
    """Each red says what is being done, or that nobody has said; an amber owes nobody that."""
    assert NOBODY not in council.says("show", "1")
    council.village.hours_later()
    council.village.reports({"assessments": {"2013-12": 60}, "visits": {"2013-12": 80}})
    council.run()
    assert NOBODY in council.says("show", "1")
    assert council.says("list").count(NOBODY) == 1
    assert council.knows("show", "1")["nobody_has_said"] is True
    council.done(HEAD, "say", "1", "--remedy", "Two more workers")
    assert NOBODY not in council.says("show", "1")
    assert "Being done: “Two more workers”" in council.says("list")


def test_what_fell_due_is_said(council: Council) -> None:
    """An action not done, a request not answered and a recovery that did not come."""
    council.done(HEAD, "action", "1", "Recruit", "--due", "2014-02-05")
    council.done(CHAIR, "request", "1", "How many?", "--of", "head", "--due", "2014-02-05")
    council.done(HEAD, "say", "1", "--back-on-track", "2014-02-05")
    assert "was due on" not in council.says("show", "1")
    text = council.village.config.read_text(encoding="utf-8")
    council.village.config.write_text(text.replace("2014-02-04", "2014-02-07"), encoding="utf-8")
    for command in (("show", "1"), ("list",)):
        shown = council.says(*command)
        assert "Action 1 was due on 5 February 2014" in shown
        assert "Request 1 was to be answered by 5 February 2014, and is not" in shown
        assert "expected to be back on track by 5 February 2014, and is not." in shown


def test_what_a_person_asked_for_reads_well_in_the_list(council: Council) -> None:
    """It has no level and no figure: it says who asked, for whom and why."""
    council.done(CHAIR, "add", "Bus passes", "--reason", "Late", "--committee", "scrutiny")
    council.done(CHAIR, "request", "3", "How many?", "--of", "head", "--due", "2014-03-01")
    shown = council.says("list")
    assert (
        "○ held WL-0003 Bus passes – Asked for by Chair of Scrutiny for Scrutiny: “Late”" in shown
    )
    assert "Asked, not answered yet: “How many?”" in shown


def test_history_tells_acts_among_what_figures_did(council: Council) -> None:
    """In their order, with the person's number and the post that he acted for."""
    council.done(HEAD, "note", "1", "[red]Odd[/nothing]")
    council.village.hours_later()
    council.village.reports({"assessments": {"2013-12": 60}, "visits": {"2013-12": 80}})
    council.run()
    rows = council.knows("history", "1")["history"]
    told = [row.get("kind") or row.get("reason") for row in rows]
    assert told == ["already so", "noted", "corrected"]
    assert (rows[1]["who"], rows[1]["acting_for"], rows[1]["entry"]) == ("p1", "head", "WL-0001")
    shown = council.program("history", "1", "-c", council.village.config).out
    assert "Head of Assessment notes: “[red]Odd[/nothing]”" in " ".join(shown.split())
    assert council.does(CLERK, "history", "1").status == 2  # to look, nobody says who he is


def test_an_entry_knows_its_levels_over_the_last_periods(council: Council) -> None:
    """Assessments came onto the list in December; before that they were not on it. What people alone
    hold there has no levels."""
    assert "2013-10 – · 2013-11 – · 2013-12 ▲ amber" in council.says("show", "1")
    assert council.knows("show", "1")["past_levels"][-2:] == [
        {"period": "2013-11", "level": None},
        {"period": "2013-12", "level": "amber"},
    ]
    council.done(CHAIR, "add", "Bus passes", "--reason", "Asked for")
    assert council.knows("show", "3")["past_levels"] == []
