"""The starter rulebook is tested in its own words, every rule of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from watchlist.model.rule import Level, Rule, Rulebook
from watchlist.rulebook.cases import case_files, read_cases
from watchlist.rulebook.load import load_rulebook
from watchlist.ruletest import Result, judged

ROOT = Path(__file__).parents[2]
RULES = load_rulebook([ROOT / "rules"])
LEVELS = {level.word for level in Level}


def results(book: Rulebook) -> Iterator[Result]:
    cases, faults = read_cases(case_files([ROOT / "rules"])[0], book)
    assert faults == ()
    return judged(cases, book)


RESULTS = list(results(RULES))


def said_of(rule: str) -> set[str]:
    """Every word that some test expects of a rule."""
    mine = [one.case for one in RESULTS if one.case.rule and one.case.rule.id == rule]
    return set[str]().union(*(words for case in mine for words in case.expect.values()))


@pytest.mark.parametrize("result", RESULTS, ids=lambda one: one.case.name)
def test_every_test_of_the_starter_passes(result: Result) -> None:
    """The figures of each test say what the test says they do."""
    assert result.wrong == ()


@pytest.mark.parametrize("rule", RULES.rules)
def test_every_rule_is_seen_to_fire_to_be_clear_and_not_to_know(rule: str) -> None:
    """For each rule there are figures at which it signals, at which it does not, and at which
    nobody can tell."""
    said = said_of(rule)
    assert said & LEVELS, "no test makes it fire"
    assert "clear" in said, "no test finds it clear"
    assert "unknown" in said, "no test says what a missing or withheld figure does"


@pytest.mark.parametrize("rule", RULES.rules.values(), ids=lambda rule: rule.id)
def test_every_level_of_every_rule_is_seen(rule: Rule) -> None:
    """No colour stands in a starter rule that no test has shown."""
    assert {level.word for level in rule.levels} <= said_of(rule.id)


def test_every_check_of_the_data_is_seen() -> None:
    """Overdue, missing, inconsistent and impossible each have a test."""
    cases = [one.case for one in RESULTS if one.case.rule is None]
    found = set[str]().union(*(words for case in cases for words in (case.checks or {}).values()))
    assert found == {"overdue", "missing", "inconsistent", "impossible"}
