"""The minutes' own figures, each situation found on the day of a meeting."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.examples.rehearsal import EXAMPLES, Rehearsal, rehearse
from watchlist.config import read_config
from watchlist.evaluate.truth import Truth
from watchlist.model.finding import Verdict
from watchlist.model.register import State
from watchlist.sources.settings import SourceSettings


def _rehearsal(name: str, folder: Path) -> Rehearsal:
    config, _ = read_config(EXAMPLES / "minutes" / f"{name}.yaml")
    assert config.rehearse_at is not None
    (source,) = config.sources
    assert isinstance(source, SourceSettings)
    return rehearse(config.rules, source, config.folder, config.rehearse_at, folder)


@pytest.fixture(scope="module")
def harrow(tmp_path_factory: pytest.TempPathFactory) -> Rehearsal:
    return _rehearsal("harrow", tmp_path_factory.mktemp("harrow"))


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Rehearsal:
    return _rehearsal("unnamed-council", tmp_path_factory.mktemp("unnamed"))


def test_dental_checks_are_two_statements(harrow: Rehearsal) -> None:
    """90 of 108 is below the target of 90 and better than the neighbours' 75 and England's 70."""
    assert harrow.verdict("dental-checks", "cla-dental-checks") is Verdict.AMBER
    assert harrow.info("dental-checks", "cla-dental-checks") is Truth.TRUE


def test_good_assessments_in_december_are_a_recovery_not_an_end(harrow: Rehearsal) -> None:
    """Months below target and then one good month: still on the list, one good reading of three."""
    track = harrow.breaches["assessments-on-time", "assessments-45-days"].track
    assert (track.state, track.good) == (State.RECOVERING, 1)
    assert harrow.opened("assessments-on-time", "assessments-45-days") == "2013-09"


def test_reviews_fall_short_of_their_own_target(harrow: Rehearsal) -> None:
    """90% of reviews on time, where 95% were wanted, is amber."""
    assert harrow.verdict("reviews-on-time", "cla-reviews-on-time") is Verdict.AMBER


def test_core_assessments_rose_sharply(harrow: Rehearsal) -> None:
    """601 to 922 in a year is a sharp growth in demand."""
    assert harrow.verdict("yearly-demand", "core-assessments") is Verdict.AMBER


def test_the_growth_of_core_assessments_was_quoted_wrongly(harrow: Rehearsal) -> None:
    """601 to 922 is 53.4%, not the 56% in the papers; 400 to 604 is the 51% that was quoted."""
    slips = harrow.checked("inconsistent")
    assert slips["core-assessments"].figures["quoted"] == 56
    assert slips["core-assessments"].figures["implied_growth"] == pytest.approx(53.4, abs=0.05)
    assert "section-47-enquiries" not in slips


def test_the_share_of_missing_children_was_quoted_wrongly(harrow: Rehearsal) -> None:
    """16 of 244 children is 6.6%, not 8.6%; no other percentage disagrees with its counts."""
    slips = harrow.checked("inconsistent")
    assert slips["cla-missing-episodes"].figures["implied"] == pytest.approx(6.557, abs=0.001)
    assert slips.keys() == {"cla-missing-episodes", "core-assessments"}


def test_two_months_of_many_new_plans_are_noticed(harrow: Rehearsal) -> None:
    """23 and 17 new plans, where 12 a month are usual, are amber from the second month."""
    assert harrow.verdict("monthly-demand", "new-child-protection-plans") is Verdict.AMBER
    assert harrow.opened("monthly-demand", "new-child-protection-plans") == "2013-05"


def test_34_in_two_months_are_17_a_month(harrow: Rehearsal) -> None:
    """Against the average of 8 a month in 2012-13, which the minutes give as such."""
    found = harrow.breaches["more-than-in-2012-13", "new-children-looked-after"].evidence
    assert found is not None
    assert (found.cells[-1].value, found.tested, found.held_against) == (34, 17, 8)


def test_nothing_is_said_across_a_change_of_definition(harrow: Rehearsal) -> None:
    """Nine exclusions and then seven by another definition are no improvement and no rise."""
    verdict = harrow.verdict("fixed-term-exclusions-rising", "cla-fixed-term-exclusions")
    assert verdict is Verdict.NOT_JUDGED


@pytest.mark.parametrize(
    ("rule", "indicator", "verdict"),
    [
        ("medicals-overdue", "cla-health-assessments-overdue", Verdict.AMBER),
        ("yearly-demand", "section-47-enquiries", Verdict.AMBER),
        ("yot-dip", "yot-assessments-on-time", Verdict.AMBER),
        ("too-many-vacancies", "social-care-vacancy-rate", Verdict.RED),
        ("overspend", "directorate-overspend", Verdict.AMBER),
    ],
)
def test_what_members_worried_about_is_on_the_list(
    harrow: Rehearsal, rule: str, indicator: str, verdict: Verdict
) -> None:
    """Medicals, enquiries, the youth offending dip, vacancies and the overspend are all found."""
    assert harrow.verdict(rule, indicator) is verdict
    assert (rule, indicator) in harrow.breaches


def test_what_is_well_stays_off_the_list(harrow: Rehearsal) -> None:
    """All adoptions on time is clear; the list holds what was worried about and nothing else."""
    assert harrow.verdict("adoption-on-time", "adoption-timeliness") is Verdict.CLEAR
    assert harrow.watched() == {
        "assessments-45-days", "cla-dental-checks", "cla-health-assessments-overdue",
        "cla-reviews-on-time", "core-assessments", "directorate-overspend",
        "new-child-protection-plans", "new-children-looked-after", "section-47-enquiries",
        "Social work workforce", "Youth Offending Team",
    }  # fmt: skip


def test_without_englands_figure_nothing_is_said_about_england(harrow: Rehearsal) -> None:
    """The minutes give no share of good schools for England: neither behind it nor level with it."""
    verdict = harrow.verdict("schools-behind-england", "schools-good-or-above")
    assert verdict is Verdict.NOT_JUDGED


def test_nobody_is_chased_for_figures_given_once(harrow: Rehearsal) -> None:
    """A figure told to members once has no due date: nothing of Harrow's is overdue."""
    assert not harrow.checked("overdue")


def test_plans_are_improving_but_still_red(council: Rehearsal) -> None:
    """50 of 93 plans in time is up on the quarter, below London and England, and still red."""
    assert council.verdict("ehc-plans-late", "ehc-plans-in-20-weeks") is Verdict.RED
    assert council.info("ehc-plans-late", "ehc-plans-in-20-weeks") is Truth.TRUE
    below = council.info("ehc-plans-below-london-and-england", "ehc-plans-in-20-weeks")
    assert below is Truth.TRUE
    assert council.verdict("ehc-plans-behind-england", "ehc-plans-in-20-weeks") is Verdict.AMBER


def test_exclusions_rose_two_years_running(council: Rehearsal) -> None:
    """43, 51 and then 62 exclusions are two rises in a row, and red."""
    assert council.verdict("exclusions-rising", "secondary-permanent-exclusions") is Verdict.RED
    assert council.opened("exclusions-rising", "secondary-permanent-exclusions") == "2018-19"


@pytest.mark.parametrize(
    ("rule", "indicator", "verdict"),
    [
        ("placement-stability", "placement-stability-two-years", Verdict.RED),
        ("care-leavers-accommodation", "care-leavers-suitable-accommodation", Verdict.AMBER),
        ("too-many-agency-staff", "social-care-agency-rate", Verdict.RED),
        ("yearly-demand", "send-assessments", Verdict.AMBER),
    ],
)
def test_the_councils_challenges_are_on_the_list(
    council: Rehearsal, rule: str, indicator: str, verdict: Verdict
) -> None:
    """Placements at 54%, homes for care leavers, agency staff and more requests are all found."""
    assert council.verdict(rule, indicator) is verdict


def test_agency_staff_are_above_everybody_elses_too(council: Rehearsal) -> None:
    """Above the council's own ambition, and above England and the neighbours: both are said."""
    assert council.info("too-many-agency-staff", "social-care-agency-rate") is Truth.TRUE


def test_eight_months_of_requests_are_held_at_the_years_rate(council: Rehearsal) -> None:
    """343 by August are 514.5 a year, more than a fifth above 356; the officers' own 484 for the
    year is a forecast and not judged."""
    breach = council.breaches["yearly-demand", "send-assessments"]
    assert (breach.figure, breach.judged_to) == ("343", 2019)
    assert council.verdict("yearly-demand", "send-assessments") is Verdict.AMBER
    assert council.opened("yearly-demand", "send-assessments") == "2018"


def test_quarter_one_is_not_yet_available(council: Rehearsal) -> None:
    """A return that was due and did not come is overdue, and only that one."""
    assert council.checked("overdue").keys() == {"cla-reviews-on-time"}
    assert not council.checked("inconsistent")
