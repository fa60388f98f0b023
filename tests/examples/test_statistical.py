"""Saltmarsh, the invented borough, asked whether its figures are more than chance."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.examples.rehearsal import EXAMPLES, ROOT, Rehearsal, at, rehearse
from watchlist.evaluate.truth import Truth
from watchlist.model.finding import Verdict
from watchlist.sources.settings import SourceSettings

BOROUGH = EXAMPLES / "borough"


def saltmarsh(store: Path) -> Rehearsal:
    """The borough by the starter rules, its own and the statistical ones."""
    source = SourceSettings(name="scorecard", kind="csv", path="readings.csv")
    rules = [ROOT / "rules", BOROUGH / "rulebook", BOROUGH / "statistical"]
    return rehearse(rules, source, BOROUGH, at(2026, 11, 20), store)


@pytest.fixture(scope="module")
def borough(tmp_path_factory: pytest.TempPathFactory) -> Rehearsal:
    return saltmarsh(tmp_path_factory.mktemp("borough"))


def test_a_long_fall_is_more_than_chance(borough: Rehearsal) -> None:
    """Child protection visits have been late for more than a year, by more than chance explains."""
    assert borough.verdict("more-than-chance", "cp-visits-on-time") is Verdict.AMBER
    assert borough.opened("more-than-chance", "cp-visits-on-time") == "2025-09"
    assert borough.info("more-than-chance", "cp-visits-on-time") is Truth.FALSE


def test_what_wobbles_is_left_alone(borough: Rehearsal) -> None:
    """Initial conferences vary from month to month and nothing has changed."""
    assert borough.verdict("more-than-chance", "icpc-on-time") is Verdict.CLEAR


def test_referrals_that_almost_double_are_more_than_chance(borough: Rehearsal) -> None:
    """Neither more nor fewer is better; a jump is told all the same."""
    assert borough.verdict("demand-more-than-chance", "referrals") is Verdict.AMBER


def test_what_is_worse_by_a_few_children_only_is_not_surely_worse(borough: Rehearsal) -> None:
    """EHC plans are far below their target, for which chance is no reason; reviews are near theirs."""
    assert borough.verdict("surely-off-target", "ehc-plans-in-20-weeks") is Verdict.AMBER
    assert borough.verdict("surely-off-target", "cla-reviews-on-time") is Verdict.CLEAR


def test_neighbours_whose_figures_are_of_other_months_give_no_rank(borough: Rehearsal) -> None:
    """They return by the year: of this month their place is unknown, and nothing opens."""
    assert (
        borough.verdict("last-among-neighbours", "placement-stability-two-years") is Verdict.UNKNOWN
    )
