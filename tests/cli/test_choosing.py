"""What of the watch list somebody wants to see, and how much of it at once."""

from __future__ import annotations

import csv
import io
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.cli.scrutiny import AUDITOR, CHAIR, HEAD, KEEPER, Council
from watchlist.views import choosing


@pytest.fixture
def council(tmp_path: Path, sqlite_url: str, watchlist: Program) -> Council:
    return Council.sits(tmp_path, sqlite_url, watchlist)


def test_the_list_of_a_committee_an_owner_or_a_level(council: Council) -> None:
    """Each filter alone and together; a name that nobody knows is no empty list."""
    council.done(CHAIR, "add", "Bus passes", "--reason", "Late", "--committee", "scrutiny")
    council.done(HEAD, "reassign", "2", "keeper")

    def listed(*words: str) -> list[str]:
        return [one["reference"] for one in council.knows("list", *words)["watch_list"]]

    assert listed("--committee", "scrutiny") == ["WL-0003"]
    assert listed("--owner", "head") == ["WL-0001"]
    assert listed("--owner", "head", "--owner", "keeper") == ["WL-0001", "WL-0002"]
    assert listed("--level", "amber") == ["WL-0001", "WL-0002"]
    assert listed("--level", "held", "--committee", "scrutiny") == ["WL-0003"]
    assert listed("--level", "held", "--owner", "head") == []
    assert "None of the 3 on the watch list." in council.says("list", "--level", "red")
    for words, why in (
        (("--owner", "heads"), 'there is no post "heads"; did you mean "head"?'),
        (("--committee", "x"), 'there is no committee "x"'),
        (("--level", "green"), 'there is no level "green"'),
        (("--theme", "x"), 'there is no theme "x"'),
        (("--page", "2"), "there is no page 2: the last one is 1"),
    ):
        said = council.program("list", *words, "-c", council.village.config)
        assert (said.status, said.out) == (2, "")
        assert why in said.err


def test_a_long_list_comes_page_by_page(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page is bounded and names the command for the next one, filters and all."""
    monkeypatch.setattr(choosing, "PAGE", 2)
    for title in ("Bus passes", "School meals", "Youth clubs"):
        council.done(CHAIR, "add", title, "--reason", "Late")
    first = council.says("list", "--page", "1")
    assert "Bus passes" not in first
    assert "Page 1 of 3, 5 entries; the next: watchlist list --page 2" in first
    held = council.says("list", "--level", "held", "--page", "1")
    assert "the next: watchlist list --level held --page 2" in held
    last = council.says("list", "--page", "3")
    assert "Youth clubs" in last
    assert last.endswith("Page 3 of 3, 5 entries")
    assert council.knows("list", "--page", "2")["next_page"] == 3
    assert council.knows("list", "--page", "3")["next_page"] is None


def test_names_that_only_the_list_knows(council: Council) -> None:
    """A committee that was dissolved still has its entries, by the name that it had."""
    council.done(CHAIR, "add", "Bus passes", "--reason", "Late", "--committee", "scrutiny")
    rulebook = council.village.folder / "rulebook" / "council.yaml"
    lines = rulebook.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if "scrutiny" not in line and "committees" not in line]
    council.village.writes("".join(kept), "council.yaml")
    (one,) = council.knows("list", "--committee", "scrutiny", "--page", "1")["watch_list"]
    assert one["title"] == "Bus passes"
    assert council.program(
        "list", "--committee", "scrutinny", "-c", council.village.config
    ).err.endswith('there is no committee "scrutinny"; did you mean "scrutiny"?\n')


def test_history_holds_or_says_which_row_does_not(council: Council) -> None:
    """What was changed behind the program's back is found, by entry and row; the answer is no."""
    council.done(HEAD, "note", "1", "All is well")
    config = council.village.config
    said = council.program("history", "--verify", "-c", config)
    assert said.status == 0
    assert "The history of 2 entries holds" in said.out
    assert "The history of 1 entry holds" in council.says("history", "--verify", "WL-0001")
    with sqlite3.connect(_database(council)) as database:
        database.execute("UPDATE acts SET text = 'All is lost'")
    said = council.program("history", "--verify", "-c", config)
    assert said.status == 1
    assert "WL-0001: row 2 of its history was changed." in said.out
    assert council.program("history", "--verify", "2", "-c", config).status == 0
    assert council.program("history", "-c", config).status == 2


def _database(council: Council) -> str:
    text = council.village.config.read_text(encoding="utf-8")
    return text.partition("sqlite:///")[2].partition('"')[0]


def test_an_auditor_gets_all_that_happened_as_a_spreadsheet(council: Council) -> None:
    """Acts and what figures did, the person's number and post, and no cell that runs as a formula."""
    council.village.hours_later()
    council.done(KEEPER, "add", "=1+1", "--reason", "Asked for", "--minute", "14/13")
    council.done(HEAD, "note", "1", "Seen")
    said = council.does(AUDITOR, "audit", "2014-02-04", "2014-02-04", "--format", "csv")
    assert said.status == 2, "an audit changes nothing, and nobody says who he is"
    config = council.village.config
    said = council.program(
        "audit", "2014-02-04", "4 February 2014", "-c", config, "--format", "csv"
    )
    assert said.out.startswith("\ufeffwhen,entry,title,what,")
    rows = list(csv.DictReader(io.StringIO(said.out.removeprefix("\ufeff"))))
    assert [row["what"] for row in rows] == ["already so", "already so", "added", "noted"]
    assert rows[0]["who"] == "watchlist"
    assert (rows[0]["indicator"], rows[0]["level"], rows[0]["period"]) == (
        "assessments",
        "amber",
        "2013-12",
    )
    assert (rows[2]["title"], rows[2]["minute"], rows[2]["acting_for"]) == (
        "'=1+1",
        "14/13",
        "keeper",
    )
    assert rows[3]["said"] == "Head of Assessment notes: “Seen”"


def test_an_audit_is_of_the_days_that_were_asked_for(council: Council) -> None:
    """Both days included, in the council's own time; before and after them there is nothing."""
    council.done(HEAD, "note", "1", "Seen")
    assert "notes: “Seen”" in council.says("audit", "2014-02-01", "2014-02-04")
    assert len(council.knows("audit", "2014-02-04", "2014-02-04")["rows"]) == 3
    assert "Nothing happened in that time." in council.says("audit", "2014-02-05", "2014-12-31")
    assert len(council.knows("audit", "0001-01-01", "9999-12-31")["rows"]) == 3
    said = council.program("audit", "2014-02-05", "2014-02-04", "-c", council.village.config)
    assert said.status == 2
    assert "the first day goes first" in said.err
