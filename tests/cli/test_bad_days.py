"""Bad input and bad days: one clear sentence, the right exit status, no traceback, nothing lost."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Program, Said


def _changed(config: Path, old: str, new: str) -> None:
    text = config.read_text(encoding="utf-8")
    assert old in text
    config.write_text(text.replace(old, new), encoding="utf-8")


def _plain(said: Said, status: int) -> str:
    """The words of a command that failed as it should."""
    assert said.status == status, said
    assert "Traceback" not in said.err + said.out
    return said.err + said.out


def _rows(config: Path, *rows: str) -> Path:
    """A file of readings in our own columns."""
    path = config.parent / "new.csv"
    head = "indicator,area,period,value"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def test_a_missing_configuration(watchlist: Program, tmp_path: Path) -> None:
    """Without a configuration the program says where it looked and what to do."""
    said = _plain(watchlist("list", "-c", tmp_path / "none.yaml"), 3)
    assert "none.yaml" in said
    assert "config.example.yaml" in said


def test_a_faulty_rule_file(watchlist: Program, borough: Path, tmp_path: Path) -> None:
    """A slip in a rule file stops the start, with its line and the nearest right word."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "own.yaml").write_text(
        "rules:\n  mine:\n    title: Mine\n    indicator: assessments-45-days\n"
        "    red: {wrose_than: target}\n",
        encoding="utf-8",
    )
    _changed(borough, "rules: [", f"rules: [{own}, ")
    for command in ("check", "run"):
        said = _plain(watchlist(command, "-c", borough), 1)
        assert 'own.yaml:5:11: rule "mine": "wrose_than" is not a condition' in said
        assert 'did you mean "worse_than"?' in said


def test_check_speaks_json_and_github(watchlist: Program, borough: Path) -> None:
    """A pipeline reads the faults as JSON, or sees them at their lines in a pull request."""
    _changed(borough, "keeper: performance-team", "keeper: nobody")
    (fault,) = json.loads(watchlist("check", "-c", borough, "--format", "json").out)
    assert fault["mark"]["line"] > 1
    said = watchlist("check", "-c", borough, "--format", "github").out
    assert said.startswith("::error file=")


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("assessments-45-day,Saltmarsh,2026-10,80", 'did you mean "assessments-45-days"?'),
        ("assessments-45-days,Saltmarsh,2026-13,80", "2026-13"),
        ("assessments-45-days,Saltmarsh,2026-10,12*", "12*"),
        ("assessments-45-days,Nowhere,2026-10,80", "Nowhere"),
    ],
)
def test_a_faulty_row_is_named_and_nothing_is_taken(
    watchlist: Program, borough: Path, row: str, sentence: str
) -> None:
    """One faulty row refuses the file, with its line; not one of its rows is taken in."""
    watchlist("run", "--once", "-c", borough)
    path = _rows(borough, "re-referrals,Saltmarsh,2026-10,99", row)
    said = _plain(watchlist("import", path, "-c", borough), 1)
    assert f"{path}:3" in said
    assert sentence in said
    assert "Moves: 0" in watchlist("run", "--once", "-c", borough).out


def test_a_file_with_children_in_it_is_refused(watchlist: Program, borough: Path) -> None:
    """A file with a UPN column is about children: it is refused whole."""
    path = borough.parent / "children.csv"
    path.write_text("indicator,area,period,value,UPN\nx,Saltmarsh,2026-10,1,A123\n")
    said = _plain(watchlist("import", path, "-c", borough), 1)
    assert "UPN" in said
    assert "A123" not in said


def test_a_missing_file(watchlist: Program, borough: Path) -> None:
    """A file that is not there is named; the rest of the round goes on."""
    said = _plain(watchlist("import", borough.parent / "none.csv", "-c", borough), 3)
    assert "none.csv" in said
    _changed(borough, "examples/borough/readings.csv", "examples/borough/gone.csv")
    said = _plain(watchlist("run", "--once", "-c", borough), 3)
    assert "gone.csv" in said
    assert "Nothing is on the watch list" in said


def test_an_unknown_entry(watchlist: Program, borough: Path) -> None:
    """Asking for an entry that is not there is wrong usage, and says where to look."""
    said = _plain(watchlist("explain", "WL-9999", "-c", borough), 2)
    assert "watchlist list" in said


def test_a_database_that_is_none(watchlist: Program, borough: Path) -> None:
    """A text file in the place of the database is said to be no database."""
    (borough.parent / "watchlist.db").write_text("this is not a database, but a letter\n" * 40)
    said = _plain(watchlist("run", "--once", "-c", borough), 3)
    assert "watchlist.db" in said


def test_a_locked_database(watchlist: Program, borough: Path) -> None:
    """A database that another program holds is said to be locked; the figures come in next time."""
    watchlist("run", "--once", "-c", borough)
    _changed(borough, "watchlist.db", "watchlist.db?timeout=0.2")
    with sqlite3.connect(borough.parent / "watchlist.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        path = _rows(borough, "assessments-45-days,Saltmarsh,2026-11,50")
        said = _plain(watchlist("import", path, "-c", borough), 3)
        assert "locked" in said or "in use" in said
        other.execute("ROLLBACK")
    assert "1 new" in watchlist("import", path, "-c", borough).out


def test_a_retired_teams_connector(watchlist: Program, borough: Path) -> None:
    """An address of the retired connectors is refused at the start, with what to create instead."""
    _changed(
        borough,
        "channels:\n",
        "channels:\n  teams: {kind: teams, webhook_url: https://council.webhook.office.com/x}\n",
    )
    said = _plain(watchlist("check", "-c", borough), 1)
    assert "webhook.office.com" in said
    assert "Teams webhook request is received" in said


def test_a_mail_server_that_is_not_there(watchlist: Program, borough: Path) -> None:
    """Mail waits for a server that cannot be reached; the list is kept and the reason is shown."""
    _changed(
        borough,
        "channels:\n",
        "channels:\n  email: {kind: email, host: 127.0.0.1, port: 9, security: none, "
        "from: watchlist@saltmarsh.example, timeout: 2}\n",
    )
    _changed(borough, "channels: [mailbox]", "channels: [email]")
    said = watchlist("run", "--once", "-c", borough)
    assert said.status == 0
    assert "Traceback" not in said.err
    found = json.loads(watchlist("deliveries", "-c", borough, "--format", "json").out)
    assert {one["state"] for one in found} == {"waiting"}
    assert {one["reason"] for one in found if one["reason"]} == {"unreachable"}


def test_a_template_of_ones_own_that_fails(watchlist: Program, borough: Path) -> None:
    """`check` says where; a run goes on with the shipped one, and the keeper hears of it."""
    folder = borough.parent / "my-templates" / "email"
    folder.mkdir(parents=True)
    (folder / "news.txt.j2").write_text("Dear colleague,\n{{ message.sender }}\n", encoding="utf-8")
    _changed(borough, "channels:\n", "templates: my-templates\nchannels:\n")
    said = _plain(watchlist("check", "-c", borough), 1)
    assert "my-templates/email/news.txt.j2:2: " in said
    assert "sender" in said
    assert watchlist("run", "--once", "-c", borough).status == 0
    found = json.loads(watchlist("deliveries", "-c", borough, "--format", "json").out)
    assert sum("could not be used" in one["headline"] for one in found) == 1
    _changed(borough, "templates: my-templates", "templates: gone")
    assert "there is no folder" in watchlist("check", "-c", borough).out
