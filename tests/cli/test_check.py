"""`watchlist check`: every fault at once, in three formats that are each held to the letter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Program

FAULTY = """\
rules:
  late:
    title: Too late
    indicator: visits
    amber: {below: 85%}
indicators:
  visits: {title: Visits, unit: percent, better: higher, every: month}
"""

#: The same faults as they are printed, and as a program reads them.
FAULT = 'rule "late": below: "85%" is not a number; write 85'
DOUBT = 'indicator "visits": due is missing, so nobody will be told when its return is late'


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one fault and one warning."""
    monkeypatch.chdir(tmp_path)
    folder = Path("rules")
    folder.mkdir()
    (folder / "a,b.yaml").write_text(FAULTY, encoding="utf-8")
    return folder


def test_as_text_each_fault_is_a_line_with_its_place(watchlist: Program, rules: Path) -> None:
    """Faults and warnings by their place on standard output, and how many on standard error."""
    said = watchlist("check", "--rules", rules)
    assert said.status == 1
    assert said.out.splitlines() == [
        f"rules/a,b.yaml:5:20: {FAULT}",
        f"rules/a,b.yaml:7:3: warning: {DOUBT}",
    ]
    assert said.err == "1 fault, 1 warning\n"


def test_as_json_each_fault_is_an_object(watchlist: Program, rules: Path) -> None:
    """A list of objects, and nothing else on standard output or beside it."""
    said = watchlist("check", "--rules", rules, "--format", "json")
    assert said.status == 1
    assert json.loads(said.out) == [
        {
            "mark": {"path": "rules/a,b.yaml", "line": 5, "column": 20},
            "sentence": FAULT,
            "warning": False,
        },
        {
            "mark": {"path": "rules/a,b.yaml", "line": 7, "column": 3},
            "sentence": DOUBT,
            "warning": True,
        },
    ]
    assert said.err == ""


def test_for_github_each_fault_is_a_workflow_command(watchlist: Program, rules: Path) -> None:
    """What divides a command's properties, and a percent sign, stand as their codes."""
    said = watchlist("check", "--rules", rules, "--format", "github")
    assert said.status == 1
    assert said.out.splitlines() == [
        "::error file=rules/a%2Cb.yaml,line=5,col=20::"
        'rule "late": below: "85%25" is not a number; write 85',
        f"::warning file=rules/a%2Cb.yaml,line=7,col=3::{DOUBT}",
    ]
    assert said.err == "1 fault, 1 warning\n"


def test_a_fault_of_a_whole_file_stands_before_those_of_its_lines(
    watchlist: Program, rules: Path
) -> None:
    """It has a path and no line: none is made up for it."""
    (rules / "a,b.yaml").unlink()
    (rules / "a.yaml").mkdir()
    (rules / "b.yml").write_text("", encoding="utf-8")
    said = watchlist("check", "--rules", rules)
    assert said.out.splitlines() == [
        "rules/a.yaml: this file cannot be read: it is a folder",
        "rules/b.yml: warning: this file is not read; call it .yaml if it is to be part of "
        "the rulebook",
    ]
    marks = [
        fault["mark"]
        for fault in json.loads(watchlist("check", "--rules", rules, "--format", "json").out)
    ]
    assert marks[0] == {"path": "rules/a.yaml", "line": None, "column": None}
    said = watchlist("check", "--rules", rules, "--format", "github")
    assert said.out.startswith("::error file=rules/a.yaml::this file cannot be read")


def test_one_file_with_faults_of_both_kinds_is_sorted(watchlist: Program, rules: Path) -> None:
    """A whole file's warning and a line's fault of one path come in order, and no crash."""
    (rules / "a,b.yaml").rename(rules / "b.yaml")
    (rules / "b.yml").write_text("", encoding="utf-8")
    said = watchlist("check", "--rules", rules, "--rules", rules)
    assert [line.split(": ")[0] for line in said.out.splitlines()] == [
        "rules/b.yaml:5:20",
        "rules/b.yaml:7:3",
        "rules/b.yml",
    ]


def test_warnings_alone_are_no_reason_to_stop(watchlist: Program, rules: Path) -> None:
    """The exit status is 0 where there is no fault; the warnings are said all the same."""
    text = FAULTY.replace("85%", "85").replace("visits: {", "visits: {owner: head, ")
    (rules / "a,b.yaml").write_text(text, encoding="utf-8")
    said = watchlist("check", "--rules", rules)
    assert said.status == 0
    assert said.err == "1 rule, no faults, 2 warnings\n"


def test_no_fault_is_an_empty_list(watchlist: Program, borough: Path) -> None:
    """A pipeline that reads JSON reads it whether or not something is wrong."""
    said = watchlist("check", "-c", borough, "--format", "json")
    assert (said.status, said.out, said.err) == (0, "[]\n", "")
    assert watchlist("check", "-c", borough, "--format", "github").out == ""


def test_a_post_that_nobody_holds_is_a_warning(watchlist: Program, borough: Path) -> None:
    """Its deputy, then the keeper, is told; a post that is nowhere defined is a fault."""
    text = borough.read_text(encoding="utf-8")
    empty = "posts:\n  head-of-nothing: {title: Head of nothing}\n"
    borough.write_text(text.replace("posts:\n", empty, 1), encoding="utf-8")
    said = watchlist("check", "-c", borough)
    assert said.status == 0
    assert said.out.endswith(
        'warning: post "head-of-nothing": nobody holds it and it has no address; '
        "its deputy, then the keeper, is told\n"
    )
    assert said.err.endswith("no faults, 1 warning\n")


def test_a_rule_that_tells_an_unknown_post_is_a_fault(watchlist: Program, borough: Path) -> None:
    """A slip in a post's name is found before the message is sent to nobody."""
    own = borough.parent / "own"
    own.mkdir()
    (own / "own.yaml").write_text(
        "rules:\n  mine:\n    title: Mine\n    indicator: assessments-45-days\n"
        "    red: {worse_than: target}\n    tell: [head-of-asessment]\n",
        encoding="utf-8",
    )
    text = borough.read_text(encoding="utf-8").replace("rules: [", f"rules: [{own}, ")
    borough.write_text(text, encoding="utf-8")
    said = watchlist("check", "-c", borough)
    assert said.status == 1
    assert "there is no post" in said.out
    assert 'did you mean "head-of-assessment"?' in said.out
