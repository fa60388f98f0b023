"""`watchlist test` as a user and a build server run it."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from tests.cli.conftest import Program, watchlist
from tests.ruletest.council import COUNCIL

__all__ = ["watchlist"]

GOOD = """\
tests:
  - name: two months below the target
    rule: late
    readings: {from: 2013-10, values: [84, 83, 90]}
    expect: {2013-11: amber, 2013-12: clear}
  - name: a figure & its <parts>
    indicator: assessments
    readings: {from: 2013-10, values: [8.6 (16/244)]}
    checks: {2013-10: inconsistent}
"""
BAD = GOOD.replace("2013-11: amber", "2013-11: red")


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A folder of rules as it lies in git: no configuration."""
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "council.yaml").write_text(COUNCIL, encoding="utf-8")
    (folder / "council.test.yaml").write_text(GOOD, encoding="utf-8")
    return folder


def spoil(rules: Path, text: str = BAD) -> None:
    (rules / "council.test.yaml").write_text(text, encoding="utf-8")


def test_all_well_is_a_line_a_file_and_status_0(watchlist: Program, rules: Path) -> None:
    """A passing run is short, and names the rules that have no test yet."""
    said = watchlist("test", "--rules", rules)
    assert (said.status, said.err) == (0, "")
    assert said.out.splitlines()[-1] == "2 tests of 1 rule, all as expected."
    assert "No test yet: behind, neighbours, busy, girls, visits, there, waiting." in said.out


def test_a_failing_test_shows_readings_expectation_result_and_reason(
    watchlist: Program, rules: Path
) -> None:
    """Status 1; nothing is wider than a terminal of 100 columns."""
    spoil(rules)
    said = watchlist("test", "--rules", rules)
    assert said.status == 1
    lines = said.out.splitlines()
    assert any(line.split() == ["2013-11", "83", "red", "amber", "✗"] for line in lines)
    assert "  2013-11: expected red, came amber" in lines
    assert "red does not hold (worse_than: tolerance, for: 2)." in said.out
    assert lines[-1] == "✗ 1 of 2 tests failed."
    assert max(len(line) for line in lines if str(rules) not in line) <= 100


def test_a_fault_is_told_at_its_place_and_ends_with_status_1(
    watchlist: Program, rules: Path
) -> None:
    """A test with a slip is no test that passed; the sound one is run all the same."""
    spoil(rules, GOOD.replace("rule: late", "rule: lat"))
    said = watchlist("test", "--rules", rules)
    assert said.status == 1
    assert (
        'council.test.yaml:3:11: test "two months below the target": there is no rule' in said.out
    )
    assert said.out.splitlines()[-1] == "✗ 1 fault."


def test_a_fault_in_the_rules_stops_the_tests(watchlist: Program, rules: Path) -> None:
    """What a faulty rule says is not tested; its fault is told."""
    text = COUNCIL.replace("worse_than: target, for: 2", "wrose_than: target")
    (rules / "council.yaml").write_text(text, encoding="utf-8")
    said = watchlist("test", "--rules", rules)
    assert said.status == 1
    assert 'did you mean "worse_than"?' in said.out


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (["--rule", "late"], ["two months below the target"]),
        (["--name", "Figure"], ["a figure & its <parts>"]),
        ([], ["two months below the target", "a figure & its <parts>"]),
    ],
)
def test_some_tests_by_rule_or_by_name(
    watchlist: Program, rules: Path, options: list[str], names: list[str]
) -> None:
    """While a rule is written only its own tests are of interest."""
    said = watchlist("test", "--rules", rules, "--format", "json", *options)
    assert [one["name"] for one in json.loads(said.out)["results"]] == names


def test_json_says_what_the_table_says(watchlist: Program, rules: Path) -> None:
    """For programs: each test with its place, what came of each period, and what was wrong."""
    spoil(rules)
    answer = json.loads(watchlist("test", "--rules", rules, "--format", "json").out)
    assert (answer["tests"], answer["failed"], answer["faults"]) == (2, 1, [])
    first = answer["results"][0]
    assert first["passed"] is False
    assert first["place"]["line"] == 2
    assert first["came"] == {"2013-10": "unknown", "2013-11": "amber", "2013-12": "clear"}
    (wrong,) = first["wrong"]
    assert (wrong["period"], wrong["expected"], wrong["came"]) == ("2013-11", "red", "amber")


def test_a_build_server_reads_the_report(watchlist: Program, rules: Path, tmp_path: Path) -> None:
    """JUnit XML: a suite for each file with its counts, a failure with its text, odd characters
    kept; a fault is an error."""
    spoil(rules, BAD + "  - {name: third, rule: lat}\n")  # no such rule, no readings, nothing asked
    report = tmp_path / "report.xml"
    assert watchlist("test", "--rules", rules, "--junit", report).status == 1
    root = Xml.parse(report).getroot()  # our own file
    (suite,) = root.findall("testsuite")
    assert root.tag == "testsuites"
    cases = suite.findall("testcase")
    assert suite.attrib["tests"] == str(len(cases))
    assert suite.attrib["failures"] == str(len(suite.findall("testcase/failure"))) == "1"
    assert suite.attrib["errors"] == str(len(suite.findall("testcase/error"))) == "3"
    assert cases[1].attrib["name"] == "a figure & its <parts>"
    assert all({"name", "classname", "file", "line"} <= case.attrib.keys() for case in cases)
    (failure,) = suite.findall("testcase/failure")
    assert failure.attrib["message"] == "2013-11: expected red, came amber"
    assert "83" in (failure.text or "")


@pytest.mark.parametrize(
    ("options", "sentence", "status"),
    [
        (["--rule", "lat"], 'there is no rule "lat"; did you mean "late"?', 2),
        (["--name", "snow"], "there is no such test in", 2),
        (["--junit", "no/such/folder/report.xml"], "the report cannot be written to", 3),
    ],
)
def test_a_slip_is_one_sentence(
    watchlist: Program, rules: Path, options: list[str], sentence: str, status: int
) -> None:
    """An answer that cannot be given is not given in part."""
    said = watchlist("test", "--rules", rules, *options)
    assert (said.status, said.out) == (status, "")
    assert sentence in said.err


def test_the_rules_of_a_configuration(watchlist: Program) -> None:
    """With a configuration the tests of all its folders are run: the starter's and the council's."""
    root = Path(__file__).parents[2]
    said = watchlist("test", "-c", root / "examples" / "minutes" / "harrow.yaml")
    assert said.status == 0, said.out
    assert "rules/social-care.test.yaml" in said.out
    assert "examples/minutes/rulebook/indicators.test.yaml" in said.out
