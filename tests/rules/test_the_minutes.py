"""What scrutiny committees asked for in their minutes, row by row, and where each is shown.

A row stands beside the tests that show it: the names of rule tests in ``rules/the-minutes.test.yaml``,
or tests of the program as ``path::name``. Where a row needs more than figures (an entry made by a
person, an action, a meeting, a paper) it says what it waits for, and may have a test for the part
that is about figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from tests.examples.rehearsal import EXAMPLES, Rehearsal, at, rehearse
from watchlist.deliver.sentences import because
from watchlist.evaluate.evidence import evidence
from watchlist.model.finding import Verdict
from watchlist.model.indicator import Publication
from watchlist.model.rule import Level
from watchlist.rulebook.cases import read_cases
from watchlist.rulebook.load import load_rulebook
from watchlist.ruletest import judged
from watchlist.sources.settings import SourceSettings

ROOT = Path(__file__).parents[2]
FILE = ROOT / "rules" / "the-minutes.test.yaml"
HERE = "tests/rules/test_the_minutes.py"

#: Row -> the tests that show it.
SHOWN: dict[str, tuple[str, ...]] = {
    "Youth Offending Team performance on the watch list, after a dip": (
        "YOT performance dips and is on the list until the committee lets it go",
    ),
    "45-day assessments below target for months, then 90% in December": (
        "45-day assessments below target for months, then 90% in December, recover and are not "
        "closed at once",
        "tests/cli/test_minutes.py::test_assessments_recover_and_are_not_closed_at_once",
    ),
    "referrals almost double": ('referrals "almost double" against a year ago',),
    "601 to 922 quoted as 56%; 16 of 244 quoted as 8.6%": (
        "16 of 244 quoted as 8.6% is 6.6%",
        "tests/cli/test_minutes.py::test_both_slips_of_arithmetic_are_found",
    ),
    "dental checks 83.3%: below target, better than neighbours and England": (
        "dental checks 83.3% (90 of 108) are below the target of 90, and better than neighbours "
        "(75) and England (70)",
        "tests/cli/test_minutes.py::test_dental_checks_are_two_statements",
    ),
    "reviews 90% against 95%; not a published indicator": (
        "reviews 90% against 95%",
        f"{HERE}::test_what_is_not_published_is_not_exempt",
    ),
    "agency staff above the council's own ambition, above England and neighbours": (
        "agency staff above the council's own ambition, and above England and neighbours",
    ),
    "secondary exclusions rose two years running, 62": (
        "secondary exclusions rose two years running, to 62",
        "tests/cli/test_minutes.py::test_exclusions_rose_two_years_running",
    ),
    "placement stability 54%, amber and red without detail on action": (
        "placement stability 54%, one of the biggest challenges",
    ),
    "EHC plans in 20 weeks 50 of 93: up on the quarter, below London and England": (
        "EHC plans in 20 weeks 50 of 93 are up on the quarter and still red",
        "EHC plans in 20 weeks are below England",
        "tests/cli/test_minutes.py::test_education_health_and_care_plans_improve_and_are_still_red",
    ),
    "data of quarter 1 not yet available": (
        "data for quarter 1 are not yet available, the last red is stale and not green",
        "data for quarter 1 are not yet available and are overdue",
    ),
    "just above the national and neighbour averages; months against years": (
        "monthly figures just above last year's average of the neighbours are not behind it",
        "a month is held against England's figure of last year",
        f"{HERE}::test_a_month_names_the_year_that_it_is_held_against",
    ),
    "£0.815m broken down; answers to revert to members": ("a forecast overspend of £0.815m",),
    "care leavers' accommodation 75%, with and without those who decline contact": (
        "care leavers' accommodation 75%",
        f"{HERE}::test_both_figures_of_accommodation_stand_side_by_side",
    ),
    "complaints upheld as a possible new measure": (
        f"{HERE}::test_a_measure_that_is_tried_is_never_on_the_list",
    ),
    "281, 356, 343 in eight months, 484 forecast": (
        "requests go from 281 to 356 in a year",
        "requests by August stand at 343, beside 237 by the August before",
        f"{HERE}::test_eight_months_are_compared_at_the_rate_of_a_year",
    ),
    "23 and 17 new plans against an average of 12; 34 in two months": (
        "23 and 17 new plans a month against an average of 12",
        f"{HERE}::test_two_months_together_are_compared_by_the_month",
    ),
}

#: Row -> what it, or the rest of it, waits for.
WAITS: dict[str, str] = {
    "Youth Offending Team performance on the watch list, after a dip": "entries made by persons",
    "initial health checks to be visited again, and a report not yet published": "reviews",
    "ICPC timeliness should improve in the autumn": "expected dates",
    "placement stability 54%, amber and red without detail on action": "actions",
    "links back to earlier reports on indicators consistently red": "report links",
    "numbers so small that individuals could be identified; the report exempt": "papers",
    "action points with the meeting at which they are due": "actions, meetings",
    "£0.815m broken down; answers to revert to members": "requests that are no indicator",
    "caseloads likely to move to amber": "statistics: heading",
    "agency staff above the council's own ambition, above England and neighbours": (
        "statistics: significantly below"
    ),
}

#: So many rows has the list of what the minutes ask for.
ROWS = 23


def _passed() -> dict[str, bool]:
    """Name of a rule test -> whether the starter rules say of its figures what it expects."""
    book = load_rulebook([ROOT / "rules"])
    cases, faults = read_cases({FILE.name: FILE.read_text(encoding="utf-8")}, book)
    assert faults == ()
    return {one.case.name: one.passed for one in judged(cases, book)}


PASSED = _passed()


@pytest.fixture(scope="module")
def saltmarsh(tmp_path_factory: pytest.TempPathFactory) -> Rehearsal:
    folder = EXAMPLES / "borough"
    source = SourceSettings(name="scorecard", kind="csv", path="readings.csv")
    rules = [ROOT / "rules", folder / "rulebook"]
    return rehearse(rules, source, folder, at(2026, 11, 20), tmp_path_factory.mktemp("borough"))


def _judged(folder: Path, readings: Mapping[str, Mapping[str, str]], day: datetime) -> Rehearsal:
    """What the starter rules say to Harrow of readings that a rule test cannot give. ``readings``:
    indicator -> period -> value and status, as in a file."""
    rows = [
        f"{indicator},Harrow,{period},{said}"
        for indicator, periods in readings.items()
        for period, said in periods.items()
    ]
    text = "\n".join(["indicator,area,period,value,status", *rows])
    (folder / "readings.csv").write_text(text, encoding="utf-8")
    source = SourceSettings(name="minutes", kind="csv", path="readings.csv")
    council = [EXAMPLES / "minutes" / name for name in ("rulebook", "rulebook-harrow")]
    return rehearse([ROOT / "rules", *council], source, folder, day, folder)


def test_no_row_of_the_minutes_is_forgotten() -> None:
    """Every row is shown by a test, or says what it waits for."""
    assert len(SHOWN.keys() | WAITS.keys()) == ROWS


@pytest.mark.parametrize("row", SHOWN)
def test_a_row_is_shown(row: str) -> None:
    """The tests that a row names are there, and the figures of each say what it says."""
    assert SHOWN[row]
    for name in SHOWN[row]:
        path, _, function = name.partition("::")
        if function:
            assert f"def {function}(" in (ROOT / path).read_text(encoding="utf-8"), name
        else:
            assert PASSED[name]


def test_every_test_of_the_minutes_belongs_to_a_row() -> None:
    """No figures of the minutes are tested that no row asks for."""
    named = {name for names in SHOWN.values() for name in names if "::" not in name}
    assert PASSED.keys() == named


def test_what_is_not_published_is_not_exempt(saltmarsh: Rehearsal) -> None:
    """The timeliness of reviews is internal: officers and members see it, the public does not,
    and no paragraph of Schedule 12A is claimed for it."""
    reviews = saltmarsh.book.indicators["cla-reviews-on-time"]
    assert reviews.publication is Publication.INTERNAL
    assert reviews.exempt_paragraph is None


def test_a_month_names_the_year_that_it_is_held_against(saltmarsh: Rehearsal) -> None:
    """October's share of good schools is better than England's of August the year before, and the
    sentence names that August."""
    for found in saltmarsh.findings:
        if found.rule.id == "schools-behind-england":
            shown = evidence(found, 0, int(found.anchor[0]), Level.INFO)
    assert shown is not None
    indicators = saltmarsh.book.indicators
    said = " ".join(because(shown, indicators["schools-good-or-above"], indicators))
    assert "in October 2026" in said
    assert "better than England’s 89.8% in August 2025" in said


@pytest.mark.parametrize(("together", "verdict"), [(34, Verdict.RED), (16, Verdict.CLEAR)])
def test_two_months_together_are_compared_by_the_month(
    together: int, verdict: Verdict, tmp_path: Path
) -> None:
    """34 children in April and May are 17 a month, twice the usual 8 and more; 16 would be as usual."""
    months = [f"2012-{month:02}" for month in range(4, 13)] + ["2013-01", "2013-02", "2013-03"]
    readings = dict.fromkeys(months, "8,") | {"2013-04/2013-05": f"{together},"}
    told = _judged(tmp_path, {"children-coming-into-care": readings}, at(2013, 6, 10))
    assert told.verdict("more-starts-than-usual", "children-coming-into-care") is verdict


def test_eight_months_are_compared_at_the_rate_of_a_year(tmp_path: Path) -> None:
    """343 requests in eight months are fewer than the 356 of the year before and on the way to 514.5,
    which is told as a growth. The officers' own forecast for the year is judged by no rule."""
    readings = {"2017": "281,", "2018": "356,", "2019-01/2019-08": "343,", "2019": "1484,forecast"}
    told = _judged(tmp_path, {"send-assessments": readings}, at(2019, 10, 8))
    assert told.verdict("yearly-demand", "send-assessments") is Verdict.AMBER


def test_both_figures_of_accommodation_stand_side_by_side(saltmarsh: Rehearsal) -> None:
    """The figure without those who decline contact is a second one for the same thing, shown with
    the first; only the first is watched."""
    first = "care-leavers-suitable-accommodation"
    (second,) = saltmarsh.book.variants(first)
    assert second.title == (
        "Care leavers aged 19 to 21 in suitable accommodation, without those who decline contact"
    )
    watched = {name for rule in saltmarsh.book.rules.values() for name in rule.looks_at()}
    assert first in watched
    assert second.id not in watched


def test_a_measure_that_is_tried_is_never_on_the_list(tmp_path: Path) -> None:
    """Complaints upheld have doubled twice over; as a candidate they open nothing, while care
    applications with the same figures do."""
    quarters = {"2012-13 Q1": "10,", "2012-13 Q2": "10,", "2013-14 Q1": "40,", "2013-14 Q2": "40,"}
    figures = dict.fromkeys(("complaints-upheld", "care-applications"), quarters)
    told = _judged(tmp_path, figures, at(2013, 11, 20))
    assert told.watched() == {"care-applications"}
