"""The figures of the minutes that the product was asked for with, as the commands tell of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Program


def _list(watchlist: Program, config: Path) -> dict[str, Any]:
    said = watchlist("run", "--once", "-c", config)
    assert said.status == 0, said.err
    found: dict[str, Any] = json.loads(watchlist("list", "-c", config, "--format", "json").out)
    return found


def _explained(watchlist: Program, config: Path, indicator: str, rule: str) -> str:
    """What `explain` says of the entry that a rule opened for an indicator."""
    for entry in _list(watchlist, config)["watch_list"]:
        for breach in entry["breaches"]:
            if (breach["indicator"], breach["rule"]) == (indicator, rule):
                said = watchlist("explain", entry["reference"], "-c", config)
                return " ".join(said.out.split())
    raise AssertionError(f"{rule} opened nothing for {indicator}")


def _found(watchlist: Program, config: Path, indicator: str) -> str:
    """What the data checks say of an indicator."""
    checks = _list(watchlist, config)["data_checks"]
    return " ".join(one["sentence"] for one in checks if one["indicator"] == indicator)


def test_dental_checks_are_two_statements(watchlist: Program, harrow: Path) -> None:
    """83.3% (90 of 108): below the target of 90, and better than the neighbours and England."""
    said = _explained(watchlist, harrow, "cla-dental-checks", "dental-checks")
    assert "83.3% in quarter 2 of 2013-14 (90 of 108). That is worse than the target of 90%" in said
    assert "better than Statistical neighbours’ 75%" in said
    assert "better than England’s 70%" in said


def test_reviews_are_below_their_target(watchlist: Program, harrow: Path) -> None:
    """Reviews held on time: 90% against 95%."""
    said = _explained(watchlist, harrow, "cla-reviews-on-time", "reviews-on-time")
    assert "90%" in said
    assert "worse than the target of 95%" in said


def test_assessments_recover_and_are_not_closed_at_once(watchlist: Program, harrow: Path) -> None:
    """Below target for months, then 90% in December: recovering, one good reading of three."""
    said = _explained(watchlist, harrow, "assessments-45-days", "assessments-on-time")
    assert "90% in December 2013" in said
    assert "recovering: one good reading of the 3 it needs" in said


def test_both_slips_of_arithmetic_are_found(watchlist: Program, harrow: Path) -> None:
    """601 to 922 is a rise of 53.4% and not 56%; 16 of 244 is 6.6% and not 8.6%."""
    checks = _list(watchlist, harrow)["data_checks"]
    said = " ".join(one["sentence"] for one in checks)
    assert "601 to 922 is a rise of 53.4%, not the 56% quoted" in said
    assert "16 of 244 is 6.6%, not the 8.6% that was given" in said


def test_core_assessments_almost_doubled(watchlist: Program, harrow: Path) -> None:
    """601 in one year and 922 in the next is told as the growth it is."""
    said = _explained(watchlist, harrow, "core-assessments", "yearly-demand")
    assert "922 in 2012-13" in said
    assert "601" in said


def test_education_health_and_care_plans_improve_and_are_still_red(
    watchlist: Program, unnamed_council: Path
) -> None:
    """50 of 93 plans within 20 weeks: up on the quarter before, and far below the target."""
    said = _explained(watchlist, unnamed_council, "ehc-plans-in-20-weeks", "ehc-plans-late")
    assert "(50 of 93)" in said
    assert "worse than" in said
    assert "better than the quarter before" in said


def test_exclusions_rose_two_years_running(watchlist: Program, unnamed_council: Path) -> None:
    """62 permanent exclusions, after two rises in a row."""
    said = _explained(
        watchlist, unnamed_council, "secondary-permanent-exclusions", "exclusions-rising"
    )
    assert "62 in 2018-19" in said
    assert "it rose in each of the last two years" in said or "got worse in each" in said


def test_two_months_together_are_said_with_what_they_are_by_the_month(
    watchlist: Program, harrow: Path
) -> None:
    """34 children newly looked after in two months, against 8 a month the year before."""
    said = _explained(watchlist, harrow, "new-children-looked-after", "more-than-in-2012-13")
    assert "34 in April to May 2013, which is 17 a month." in said
    assert "That is above the average of 2012-13 (8 a month)" in said


def test_eight_months_stand_beside_the_officers_own_forecast(
    watchlist: Program, unnamed_council: Path
) -> None:
    """343 requests by August would be 514.5 in the year, where the officers expect 484."""
    said = _explained(watchlist, unnamed_council, "send-assessments", "yearly-demand")
    assert "343 in January to August 2019 (eight months), at that rate 514.5 a year." in said
    assert (
        "The officers’ own forecast for 2019 is 484; at the rate so far it would be 514.5." in said
    )


@pytest.mark.parametrize("name", ["harrow", "unnamed_council"])
def test_a_rehearsal_can_be_repeated(
    watchlist: Program, name: str, request: pytest.FixtureRequest
) -> None:
    """Run a second time, the minutes add nothing."""
    config = request.getfixturevalue(name)
    _list(watchlist, config)
    assert "Moves: 0. Messages: 0 sent." in watchlist("run", "--once", "-c", config).out
