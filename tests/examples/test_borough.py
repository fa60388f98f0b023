"""Saltmarsh, the invented borough: the situations of real minutes, and a list of a dozen lines."""

from __future__ import annotations

import runpy

import pytest

from tests.examples.rehearsal import EXAMPLES, ROOT, Rehearsal, at, rehearse
from watchlist.evaluate.truth import Truth
from watchlist.model.finding import Verdict
from watchlist.model.register import State
from watchlist.sources.settings import SourceSettings

BOROUGH = EXAMPLES / "borough"


@pytest.fixture(scope="module")
def saltmarsh(tmp_path_factory: pytest.TempPathFactory) -> Rehearsal:
    source = SourceSettings(name="scorecard", kind="csv", path="readings.csv")
    rules = [ROOT / "rules", BOROUGH / "rulebook"]
    return rehearse(rules, source, BOROUGH, at(2026, 11, 20), tmp_path_factory.mktemp("borough"))


def test_the_figures_are_made_by_their_script() -> None:
    """The committed figures are those that make.py writes, to the last character."""
    made = runpy.run_path(str(BOROUGH / "make.py"))["text"]()
    assert (BOROUGH / "readings.csv").read_text(encoding="utf-8") == made


def test_the_watch_list_is_a_believable_dozen(saltmarsh: Rehearsal) -> None:
    """Twelve lines, themes included: what a committee can look at in an evening."""
    assert saltmarsh.watched() == {
        "assessments-45-days", "cla-dental-checks", "cla-initial-health-assessments",
        "cp-visits-on-time", "ehc-plans-in-20-weeks", "persistent-absence",
        "placement-stability-two-years", "re-referrals", "referrals",
        "secondary-permanent-exclusions", "Social work workforce", "Youth Offending Team",
    }  # fmt: skip


def test_visits_have_been_red_for_more_than_a_year(saltmarsh: Rehearsal) -> None:
    """Fourteen months below the tolerance are one long red that began in autumn 2025."""
    breach = saltmarsh.breaches["child-protection-on-time", "cp-visits-on-time"]
    assert breach.track.state is State.OPEN
    assert saltmarsh.opened("child-protection-on-time", "cp-visits-on-time") == "2025-10"
    assert saltmarsh.verdict("child-protection-on-time", "cp-visits-on-time") is Verdict.RED


def test_assessments_are_recovering(saltmarsh: Rehearsal) -> None:
    """Two good months after a long red are two of the three that it takes to leave."""
    track = saltmarsh.breaches["assessments-on-time", "assessments-45-days"].track
    assert (track.state, track.good) == (State.RECOVERING, 2)


def test_vacancies_fell_back(saltmarsh: Rehearsal) -> None:
    """Two good months and then a bad one is a relapse of the same breach, not a new one."""
    track = saltmarsh.breaches["too-many-vacancies", "social-care-vacancy-rate"].track
    assert (track.state, track.good) == (State.OPEN, 0)
    assert saltmarsh.opened("too-many-vacancies", "social-care-vacancy-rate") == "2026-05"


def test_referrals_have_almost_doubled(saltmarsh: Rehearsal) -> None:
    """Two months in a row of nearly twice last year's referrals are red."""
    assert saltmarsh.verdict("monthly-demand", "referrals") is Verdict.RED


def test_two_bad_months_of_three_are_enough(saltmarsh: Rehearsal) -> None:
    """Re-referrals were too high in August and October: two of the last three months."""
    assert saltmarsh.verdict("re-referrals-high", "re-referrals") is Verdict.AMBER


def test_a_withheld_figure_does_not_clear_a_red(saltmarsh: Rehearsal) -> None:
    """October's health assessments are withheld: unknown, and the red stays."""
    key = ("initial-health-assessments", "cla-initial-health-assessments")
    assert saltmarsh.verdict(*key) is Verdict.UNKNOWN
    assert saltmarsh.breaches[key].track.state is State.OPEN


def test_dental_checks_are_below_target_and_ahead_of_the_rest(saltmarsh: Rehearsal) -> None:
    """Amber against the target; better than neighbours and England beside it."""
    assert saltmarsh.verdict("dental-checks", "cla-dental-checks") is Verdict.AMBER
    assert saltmarsh.info("dental-checks", "cla-dental-checks") is Truth.TRUE


def test_plans_are_improving_but_still_red(saltmarsh: Rehearsal) -> None:
    """Two better quarters in a row, and still far below the target."""
    assert saltmarsh.verdict("ehc-plans-late", "ehc-plans-in-20-weeks") is Verdict.RED
    assert saltmarsh.info("ehc-plans-late", "ehc-plans-in-20-weeks") is Truth.TRUE


def test_exclusions_rose_two_years_running(saltmarsh: Rehearsal) -> None:
    """28, 37 and then 49 exclusions are two rises in a row."""
    assert saltmarsh.verdict("exclusions-rising", "secondary-permanent-exclusions") is Verdict.RED


def test_monthly_placements_are_held_against_the_neighbours_yearly_figure(
    saltmarsh: Rehearsal,
) -> None:
    """On target in October, and more than three points below the neighbours' average in March."""
    key = ("placement-stability", "placement-stability-two-years")
    assert saltmarsh.verdict(*key) is Verdict.AMBER
    assert saltmarsh.opened(*key) == "2026-05"


def test_absence_is_above_englands(saltmarsh: Rehearsal) -> None:
    """Two terms above England are amber; the summer is held against England's spring."""
    assert saltmarsh.verdict("absence-above-england", "persistent-absence") is Verdict.AMBER


def test_a_dip_in_youth_justice_waits_for_the_committee(saltmarsh: Rehearsal) -> None:
    """From 92% to 79% in a quarter is a dip; of the team's figures only that one dipped."""
    dips = [indicator for rule, indicator in saltmarsh.breaches if rule == "yot-dip"]
    assert dips == ["yot-assessments-on-time"]


def test_the_workforce_is_one_line_of_several_figures(saltmarsh: Rehearsal) -> None:
    """Agency staff, vacancies and caseloads stand together under one theme."""
    themed = {
        indicator
        for rule, indicator in saltmarsh.breaches
        if saltmarsh.book.rules[rule].theme == "Social work workforce"
    }
    assert themed == {
        "social-care-agency-rate", "social-care-vacancy-rate", "social-work-caseload",
    }  # fmt: skip


def test_worse_than_target_but_not_than_the_neighbours_is_nothing(saltmarsh: Rehearsal) -> None:
    """Repeat plans are above the target and below the neighbours: the rule asks for both."""
    verdict = saltmarsh.verdict("repeat-plans-high", "repeat-child-protection-plans")
    assert verdict is Verdict.CLEAR


def test_the_data_have_their_own_findings(saltmarsh: Rehearsal) -> None:
    """Two late returns, a missing month, two slips of arithmetic and one impossible percentage."""
    assert {name: set(saltmarsh.checked(name)) for name in {c.check for c in saltmarsh.checks}} == {
        "overdue": {"icpc-on-time", "social-work-caseload"},
        "missing": {"not-in-education-or-work"},
        "inconsistent": {"cla-missing-episodes", "send-assessments"},
        "impossible": {"cla-reviews-on-time"},
    }
    assert len(saltmarsh.checks) == 6
