"""Rules over panels: which series, which periods, which verdict, what is stale."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tests.evaluate.build import (
    FINANCIAL_YEAR,
    MONTH,
    area,
    below,
    book,
    indicator,
    month,
    panel,
    rule,
    verdicts,
    worse_than,
)
from tests.evaluate.judging import figures, judge
from watchlist.evaluate.engine import evaluate
from watchlist.evaluate.select import selected
from watchlist.model.indicator import Interval
from watchlist.model.rule import Rulebook


def test_two_months_below_target_is_amber_far_below_is_red() -> None:
    """The rule test of the language's own page, period by period."""
    row = figures(90, 84, 83, 70, 71, "_", "c", "90/108", first=month(2013, 10))
    amber, red = worse_than("target", periods=2), worse_than("tolerance", periods=2)
    said = verdicts(judge(amber, row, red=red).verdict)
    assert said[:7] == "..AAR??"


def test_the_verdict_is_the_worst_level_that_is_true() -> None:
    """Red goes before amber; unknown before clear; not judged only where no level can be judged."""
    row = figures(90, 80, 70, "c")
    assert verdicts(judge(below(85), row, red=below(75)).verdict) == ".AR?"
    fell, low = worse_than("previous"), below(75)
    assert verdicts(judge(fell, row, red=low).verdict) == ".AR?"
    assert verdicts(judge(fell, row).verdict) == "-AA?"


def test_an_unknown_red_does_not_hide_an_amber() -> None:
    """Amber is true while red hangs on a missing month: the verdict is amber."""
    row = figures(None, 70, first=24_000)
    assert verdicts(judge(below(75), row, red=below(75, periods=2)).verdict) == "-A"


def test_info_moves_nothing() -> None:
    """A rule that only informs has no verdict; what it informs of is kept beside."""
    told = rule(info=below(85))
    (found,) = evaluate([told], book(indicator(), told), {MONTH: figures(80, 90)}, date(2000, 3, 1))
    assert verdicts(found.verdict) == "--"
    assert found.info is not None
    assert found.info.tolist() == [[3, 1]]


def test_nothing_is_judged_before_the_first_and_after_the_latest_reading() -> None:
    """The latest reading is the newest figure or symbol; what was only said to be missing after it
    is not a reading, and a gap between two is unknown."""
    found = judge(below(85), figures(None, 80, None, "c", "_", None))
    assert verdicts(found.verdict) == "-A??--"
    assert found.anchor.tolist() == [3]


def test_a_series_without_a_reading_is_never_judged() -> None:
    """Rows of nothing have no anchor, no verdict, and are not stale."""
    found = judge(below(85), panel({"assessments": [None, None]}))
    assert (verdicts(found.verdict), found.anchor.tolist(), found.stale.tolist()) == (
        "--",
        [-1],
        [False],
    )


@pytest.mark.parametrize(
    ("today", "expected", "stale"),
    [(date(2000, 3, 31), "2000-03", False), (date(2000, 4, 1), "2000-03", True)],
)
def test_a_series_is_stale_when_it_lags_too_far(today: date, expected: str, stale: bool) -> None:
    """A month may be two periods late; without a due day it should be in when the period ends."""
    late = judge(below(85), figures(80, first=month(1999, 12)), today=today)
    assert [MONTH.label(int(each)) for each in late.expected] == [expected]
    assert late.stale.tolist() == [True]
    fresh = judge(below(85), figures(80, first=month(2000, 1)), today=today)
    assert fresh.stale.tolist() == [False]


def test_a_return_is_expected_when_it_is_due() -> None:
    """Ten days after the end of March the return for February is the one that should be in."""
    due = (indicator(due=Interval(15, "days")),)
    found = judge(below(85), figures(80), indicators=due, today=date(2000, 4, 10))
    assert [MONTH.label(int(each)) for each in found.expected] == ["2000-02"]


AREAS = (area("Harrow", own=True), area("Barnet", own=True), area("England"))
GIRLS = "age=5;sex=girls"


def several() -> tuple[Rulebook, dict[str, list[float]]]:
    rows = {
        ("assessments", "Harrow", ""): [1.0],
        ("assessments", "Barnet", ""): [1.0],
        ("assessments", "England", ""): [1.0],
        ("assessments", "Harrow", GIRLS): [1.0],
        ("assessments", "Harrow", "sex=girls"): [1.0],
        ("assessments", "Harrow", "sex=boys"): [1.0],
        ("referrals", "Harrow", ""): [1.0],
    }
    return book(indicator(), indicator("referrals"), *AREAS), rows  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("more", "rows"),
    [
        ({}, [0, 1]),
        ({"areas": ("England", "Harrow")}, [0, 2]),
        ({"breakdowns": None}, [0, 1, 3, 4, 5]),
        ({"breakdowns": (("sex", ("girls",)),)}, [4]),
        ({"breakdowns": (("sex", ("girls", "boys")), ("age", ("5",)))}, [3]),
        ({"indicators": ("referrals", "assessments")}, [0, 1, 6]),
        ({"indicators": ("nothing",)}, []),
    ],
)
def test_a_rule_stands_for_each_series_it_selects(more: dict[str, object], rows: list[int]) -> None:
    """The own areas and the total, unless the rule says otherwise; a breakdown by exactly the
    dimensions named."""
    known, table = several()
    assert selected(rule(**more), known, panel(table)).tolist() == rows  # type: ignore[arg-type]


def test_one_broken_series_does_not_hide_another() -> None:
    """A gap in one area's figures leaves the other area's verdict alone."""
    rows = panel({("assessments", "Harrow"): ["c"], ("assessments", "Barnet"): [80]})
    found = judge(below(85), rows, areas=AREAS)
    assert [verdicts(found.verdict, n) for n in (0, 1)] == ["?", "A"]


def test_a_rule_over_two_frequencies_gives_findings_for_each() -> None:
    """Months and years stand in panels of their own; a calendar without periods gives none."""
    words = rule(indicators=("assessments", "yearly"), amber=below(85))
    known = book(indicator(), indicator("yearly", every=FINANCIAL_YEAR), words)
    years = panel({"yearly": [80, 90]}, first=1998, every=FINANCIAL_YEAR)
    panels = {MONTH: figures(80), FINANCIAL_YEAR: years}
    found = evaluate([words], known, panels, date(2000, 5, 1))
    assert [(each.panel.calendar, verdicts(each.verdict)) for each in found] == [
        (MONTH, "A"),
        (FINANCIAL_YEAR, "A."),
    ]
    empty = {MONTH: figures(80).upto(0)}
    assert evaluate([words], known, empty, date(2000, 5, 1)) == []


def test_codes_stay_small() -> None:
    """Thirty thousand series stay in memory: truths and verdicts are single bytes."""
    found = judge(worse_than("target"), figures(80, 90), red=below(70, share=(1, 2)))
    for judgement in found.levels.values():
        assert judgement.truth.dtype == judgement.deciding.dtype == np.int8
    assert found.verdict.dtype == np.int8
