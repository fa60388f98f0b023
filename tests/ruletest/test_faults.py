"""A slip in a test is told like one in a rule: where it is, what is wrong, what may be meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ruletest.council import book, read
from watchlist.rulebook.cases import read_cases

MONTHS = "readings: {from: 2013-10, values: [90, 84]}"


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (
            f"rule: lat\n{MONTHS}\nexpect: {{2013-10: clear}}",
            '3:11: test "a test": there is no rule "lat"; did you mean "late"?',
        ),
        (
            f"rule: behind\nindicator: vacancies\n{MONTHS}\nexpect: {{2013-10: clear}}",
            '4:16: test "a test": there is no indicator "vacancies" under rule "behind"',
        ),
        (
            f"rule: behind\n{MONTHS}\nexpect: {{2013-10: clear}}",
            '2:5: test "a test": indicator is missing: rule "behind" looks at 2',
        ),
        (
            "rule: late\nreadings: {from: 2013-14, values: [1]}\nexpect: {2013-10: clear}",
            '4:22: test "a test": "2013-14" is not a month: write it like 2013-12',
        ),
        (
            "rule: late\nreadings: {from: 2013-04/2013-05, values: [1]}\nexpect: {2013-10: clear}",
            '4:22: test "a test": "2013-04/2013-05" does not cover one whole period; name one',
        ),
        (
            "rule: late\nreadings: {from: 2013-10, values: [1], also: {2013-11: 2}}\n"
            "expect: {2013-10: clear}",
            '4:51: test "a test": "2013-11" is one period; give its figure in values:',
        ),
        (
            "rule: late\nreadings: {from: 2013-10, values: [1], also: {soon: 2}}\n"
            "expect: {2013-10: clear}",
            '4:51: test "a test": "soon" is not a month: write it like 2013-12',
        ),
        (
            f"rule: late\n{MONTHS}\nexpect: {{2013-12: clear}}",
            '5:14: test "a test": "2013-12" lies outside of the readings, 2013-10 to 2013-11',
        ),
        (
            f"rule: late\n{MONTHS}\nexpect: {{2013-10: clear, October 2013: red}}",
            '5:30: test "a test": "October 2013" is the same period as "2013-10"',
        ),
        (
            f"rule: late\n{MONTHS}\nexpect: {{2013-10: ambr}}",
            '5:23: test "a test": 2013-10: "ambr" is not clear, unknown, not judged, amber, red, '
            'info or stale; did you mean "amber"?',
        ),
        (
            f"rule: late\n{MONTHS}\nexpect: {{2013-10: [amber, red]}}",
            '5:23: test "a test": 2013-10: two verdicts; a period has one',
        ),
        (
            f"rule: late\n{MONTHS}\nexpect: {{2013-10: info}}",
            '5:23: test "a test": 2013-10: no verdict; write [clear, info]',
        ),
        (
            f"rule: behind\nindicator: reviews\n{MONTHS}\nexpect: {{2013-10: red}}",
            '6:23: test "a test": 2013-10: rule "behind" has no level red',
        ),
        (
            f"rule: late\n{MONTHS}\nexpect: {{2013-10: [clear, stale]}}",
            '5:23: test "a test": 2013-10: only the latest reading can be stale',
        ),
        (
            f"rule: late\n{MONTHS}\nlist: {{2013-10: yes}}",
            '5:21: test "a test": 2013-10: "yes" is not on, off, recovering or proposed',
        ),
        (
            "rule: late\nreadings: {from: 2013-10, values: [_, _]}\nexpect: {2013-10: clear}",
            '4:39: test "a test": values: there is no reading among them',
        ),
        (
            f"rule: late\n{MONTHS}",
            '2:5: test "a test": expects nothing; say what in expect: or list:',
        ),
        (
            f"{MONTHS}\nexpect: {{2013-10: clear}}",
            '2:5: test "a test": rule is missing: whose verdict is expected?',
        ),
        (
            f"rule: late\n{MONTHS}\nchecks: {{2013-10: missing}}",
            '5:5: test "a test": "rule" and "checks" cannot stand together',
        ),
        (
            f"indicator: assessments\n{MONTHS}\nchecks: {{2013-10: restated}}",
            '5:23: test "a test": 2013-10: "restated" is not overdue, missing, inconsistent, '
            'impossible, parts or retired; did you mean "retired"?',
        ),
        (
            f"rule: late\n{MONTHS}\nexpect: {{2013-10: clear}}\ntoday: 2013-13-01",
            '6:12: test "a test": today: "2013-13-01" is not a date: there is no such day',
        ),
        (
            f"rule: late\n{MONTHS}\nexpects: {{2013-10: clear}}\nlist: {{2013-10: off}}",
            '5:5: test "a test": "expects" is not known here; did you mean "expect"?',
        ),
        (
            "rule: there\nreadings: {from: 2013-10, values: [9], area: England}\n"
            "list: {2013-10: on}",
            '4:15: test "a test": rule "there" does not stand for England',
        ),
        (
            "rule: visits\nreadings: {from: 2013-10, values: [9], targets: [1, 2]}\n"
            "list: {2013-10: on}",
            '4:53: test "a test": targets: 2 targets beside 1 values; give one for each',
        ),
        (
            f"rule: girls\n{MONTHS}\nexpect: {{2013-10: clear}}",
            '4:15: test "a test": rule "girls" does not stand for the total; say which in breakdown:',
        ),
    ],
)
def test_each_slip_is_told_at_its_place(words: str, fault: str) -> None:
    """One slip, one sentence, and the test is not run."""
    cases, faults = read(words)
    assert faults == [fault]
    assert cases == []


@pytest.mark.parametrize(
    ("beside", "fault"),
    [
        ("{area: Englnd, from: 2013-10, values: [1]}", 'there is no area "Englnd"; did you mean'),
        ("{area: England, neighbour: X, from: 2013-10, values: [1]}", "cannot stand together"),
        ("{indicator: reviews, from: 2013-10, values: [1]}", 'does not look at "reviews"'),
        ("{indicator: revews, from: 2013-10, values: [1]}", 'did you mean "reviews"?'),
        ("{from: 2013-10, values: [1]}", 'readings of "assessments", Saltmarsh, are given twice'),
        ("{area: England, values: [1]}", "from is missing"),
        ("{area: England, from: 2013-10}", "values is missing"),
        ("{area: England, from: 2013-10, values: 1}", 'values: "1" is not a list'),
        (
            "{area: England, from: 2013-10, values: [1], breakdown: girls}",
            "write it like sex=girls",
        ),
    ],
)
def test_what_stands_beside_is_read_as_closely(beside: str, fault: str) -> None:
    """Areas, indicators and periods of other readings are known to the rulebook too."""
    words = f"rule: late\n{MONTHS}\nbeside: [{beside}]\nexpect: {{2013-10: clear}}"
    _, faults = read(words, areas=True)
    assert len(faults) == 1
    assert fault in faults[0]
    assert faults[0].startswith("5:")


@pytest.mark.parametrize(
    "value", ["8o5", "<5", "90/0", "8.6 (16/0)", "8.6 (16)", "£3", "84 of 100"]
)
def test_a_value_that_is_no_figure_is_not_guessed(value: str) -> None:
    """The place is that of the value, and the sentence shows every way to write one."""
    words = (
        f"rule: late\nreadings: {{from: 2013-10, values: [90, {value}]}}\nlist: {{2013-10: off}}"
    )
    _, (fault,) = read(words)
    assert fault.startswith('4:44: test "a test": values: ')
    assert "write it like 84.5, 90/108 or 8.6 (16/244), _ where it is missing" in fault


def test_all_faults_come_at_once_and_sound_tests_are_kept() -> None:
    """Three slips in two tests are three sentences, in their order; the third test is run."""
    text = """
tests:
  - {name: one, rule: lat, readings: {from: 2013-10, values: [x9]}}
  - {name: one, rule: late, readings: {from: 2013-10, values: [9]}, list: {2013-10: up}}
  - {name: three, rule: late, readings: {from: 2013-10, values: [9]}, list: {2013-10: off}}
  - {name: three, rule: late, readings: {from: 2013-10, values: [9]}, list: {2013-10: off}}
"""
    cases, faults = read_cases({"a.test.yaml": text}, book())
    assert [case.name for case in cases] == ["three"]
    assert [fault.mark.line for fault in faults] == sorted(fault.mark.line or 0 for fault in faults)
    said = " ".join(fault.sentence for fault in faults)
    for part in (
        'no rule "lat"',
        '"up" is not on',
        "another test is called so, at a.test.yaml:5:5",
    ):
        assert part in said


@given(st.text(max_size=300))
def test_no_text_is_too_strange(text: str) -> None:
    """Whatever stands in the file, the answer is cases or faults with a place."""
    for words in (text, f"tests: {text}"):
        _, faults = read_cases({"a.test.yaml": words}, book())
        assert {fault.mark.path for fault in faults} <= {"a.test.yaml"}
    cases, faults = read_cases({"a.test.yaml": f"tests:\n  - name: x\n    {text}"}, book())
    assert cases or faults
