"""`watchlist preview` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Program
from watchlist.views.durations import spoken_days


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A folder with all the borough's rules, to be edited."""
    folder = tmp_path / "draft"
    folder.mkdir()
    for file in [
        *(ROOT / "rules").glob("*.yaml"),
        *(ROOT / "examples/borough/rulebook").glob("*.yaml"),
    ]:
        if not file.name.endswith(".test.yaml"):
            (folder / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def edit(folder: Path, before: str, after: str) -> None:
    files = [file for file in folder.glob("*.yaml") if before in file.read_text(encoding="utf-8")]
    (file,) = files
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(before, after, 1), encoding="utf-8")


_PLANS = "amber: {outside: 25 to 70}", "amber: {outside: 55 to 70}"


def test_before_the_first_cycle_everything_is_new(watchlist: Program, borough: Path) -> None:
    """Without figures and without rules in force there is nothing on the list; every rule is new."""
    said = watchlist("preview", "-c", borough)
    assert said.status == 0, said
    assert "No rules are in force yet: everything is new." in said.out
    assert "Today’s list: 0 added, 0 removed, 0 at another level." in said.out


def test_nothing_is_edited(watchlist: Program, borough: Path, draft: Path) -> None:
    """The same rules in other files are the rules in force."""
    watchlist("run", "--once", "-c", borough)
    said = watchlist("preview", "-c", borough, "--rules", draft)
    assert (said.status, said.out) == (0, "The rules are those in force: nothing changes.\n")


def test_an_edit_for_people(watchlist: Program, borough: Path, draft: Path) -> None:
    """A narrower range puts the rate of plans on the list, with its figures, since when, and that the
    rule would always speak."""
    watchlist("run", "--once", "-c", borough)
    edit(draft, *_PLANS)
    said = watchlist("preview", "-c", borough, "--rules", draft)
    text = " ".join(said.out.split())
    assert said.status == 0, said
    assert "+ ▲ amber Children on a child protection plan per 10,000 children, Saltmarsh" in text
    assert "That is outside the set range of 55 per 10,000 to 70 per 10,000." in text
    assert "periods in which it holds never in 12 all 12" in text
    assert (
        "Messages in the last 3 years: 1 by the edited rules, 0 by those in force; 1 more." in text
    )
    assert "rules are unchanged." in text
    assert max(map(len, said.out.splitlines())) <= 120


def test_an_edit_for_programs(watchlist: Program, borough: Path, draft: Path) -> None:
    """JSON says the same, with levels, periods and counts as values; nothing was written: the list is
    as it was."""
    watchlist("run", "--once", "-c", borough)
    before = watchlist("list", "-c", borough, "--format", "json").out
    edit(draft, *_PLANS)
    said = watchlist("preview", "-c", borough, "--rules", draft, "--format", "json")
    answer = json.loads(said.out)
    assert answer["messages"] == {"in_force": 0, "edited": 1, "more": 1}
    assert answer["list"] == {"added": 1, "removed": 0, "level": 0}
    (rule,) = answer["rules"]
    assert (rule["rule"], rule["edit"]) == ("child-protection-rate-unusual", "changed")
    (moved,) = rule["moved"]
    assert (moved["before"], moved["after"]) == (None, {"level": "amber", "since": "2023-24 Q3"})
    assert (rule["in_force"]["never"], rule["edited"]["always"]) == (True, True)
    assert watchlist("list", "-c", borough, "--format", "json").out == before


def test_what_leaves_says_why(watchlist: Program, borough: Path, draft: Path) -> None:
    """Under a rule that waits for two years of red months assessments leave the list: beside the
    latest reading stands what the rule now asks for."""
    watchlist("run", "--once", "-c", borough)
    file = draft / "social-care.yaml"
    text = file.read_text(encoding="utf-8")
    begin = text.index("  assessments-on-time:")
    edited = text[begin:].replace("for: 2", "for: 24", 2)
    file.write_text(text[:begin] + edited, encoding="utf-8")
    text = " ".join(watchlist("preview", "-c", borough, "--rules", draft).out.split())
    assert "− ■ red Assessments completed within 45 working days, Saltmarsh" in text
    assert "88.9% in October 2026" in text
    assert "The rule now asks for worse_than: tolerance, for: 24." in text


def test_a_limit_for_a_pipeline(watchlist: Program, borough: Path, draft: Path) -> None:
    """``--most`` is about the messages that an edit adds: one more is over a limit of none."""
    watchlist("run", "--once", "-c", borough)
    edit(draft, *_PLANS)
    asked = ("preview", "-c", borough, "--rules", draft, "--most")
    over = watchlist(*asked, "0")
    assert (over.status, over.err) == (
        1,
        "Messages in the last 3 years: 1 more, over the limit of 0\n",
    )
    assert watchlist(*asked, "1").status == 0


def test_a_fault_is_told_at_its_place(watchlist: Program, borough: Path, draft: Path) -> None:
    """A slip in the edited files ends with status 1 and its line; nothing is compared."""
    edit(draft, "amber: {outside: 25 to 70}", "amber: {outsid: 25 to 70}")
    said = watchlist("preview", "-c", borough, "--rules", draft)
    assert (said.status, said.out) == (1, "")
    assert "social-care.yaml:" in said.err
    assert 'did you mean "outside"?' in said.err


def test_a_folder_that_is_not_there(watchlist: Program, borough: Path, tmp_path: Path) -> None:
    """A wrong folder is a fault that names it."""
    said = watchlist("preview", "-c", borough, "--rules", tmp_path / "none")
    assert said.status == 1
    assert "does not exist" in said.err


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "1 day"), (13, "13 days"), (14, "2 weeks"), (45.5, "6 weeks"), (61, "2 months"),
        (365, "12 months"), (731, "2 years"), (913, "2.5 years"),
    ],
)  # fmt: skip
def test_how_long_is_said_in_the_unit_that_fits(days: float, words: str) -> None:
    """Days, weeks, months or years, whichever a person would use."""
    assert spoken_days(days) == words
