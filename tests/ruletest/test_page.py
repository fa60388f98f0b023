"""The page about rule tests can be believed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.ruletest.test_starter import ROOT, RULES
from watchlist.cli.testing_table import told
from watchlist.rulebook.case_keys import CASE, FOUND, LISTED, SAID
from watchlist.rulebook.cases import read_cases
from watchlist.ruletest import judged

PAGE = (ROOT / "docs" / "rule-tests.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_passes_as_it_stands(example: str) -> None:
    """What an officer copies from the page has no fault and says what the page says."""
    cases, faults = read_cases({"page.test.yaml": example}, RULES)
    assert faults == ()
    assert cases
    assert [result.wrong for result in judged(cases, RULES)] == [()] * len(cases)


def test_every_key_and_every_word_is_on_the_page() -> None:
    """Nothing can be written in a test that the page keeps to itself."""
    for word in (*CASE.words, *SAID, *LISTED, *FOUND):
        assert re.search(rf"\b{word}\b", PAGE), word


def test_the_failing_test_is_shown_as_it_is_printed() -> None:
    """The page shows a failure word by word, but for the line number."""
    text = """tests:
  - name: two months far below the target
    rule: assessments-on-time
    readings: {from: 2013-10, values: [84, 83]}
    expect: {2013-11: red}
"""
    cases, _ = read_cases({str(Path("rules") / "social-care.test.yaml"): text}, RULES)
    (result,) = judged(cases, RULES)
    shown = "\n".join(f"    {line}".rstrip() for line in told(result)).replace(":2:5:", ":8:5:")
    assert shown in PAGE
