"""Is it a change or is it noise, as a rule asks it."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evaluate.build import (
    QUARTER,
    all_,
    book,
    indicator,
    month,
    not_,
    panel,
    rule,
    truths,
    worse_than,
)
from tests.evaluate.judging import LATER, figures, judge, leaf, truth
from watchlist.evaluate.engine import evaluate
from watchlist.evaluate.evidence import evidence
from watchlist.evaluate.newest import evaluate_newest
from watchlist.evaluate.spc.chart import chart
from watchlist.evaluate.spc.words import Fired, Signal, State
from watchlist.evaluate.unusual import AgainstTarget, Unusual
from watchlist.evaluate.words import words
from watchlist.model.condition import Capability, Merit
from watchlist.model.facts import Run, Unjudged, Variation
from watchlist.model.reading import Panel
from watchlist.model.rule import Level

STEADY = [84.0, 86.0, 85.0, 83.0, 87.0, 85.0, 84.0, 86.0, 85.0, 84.0, 86.0, 85.0]
FIRST = month(2000, 1)


def unusual(way: str = "worse", **more: Any) -> Unusual:
    return Unusual("unusual", Merit(way), **more)


def against(target: str, **more: Any) -> AgainstTarget:
    return AgainstTarget("against_target", Capability(target), **more)


def last(condition: Any, *row: Any, **more: Any) -> str:
    """The truth of the latest period."""
    return truth(condition, figures(*row), **more)[-1]


def facts_of(condition: Any, table: Panel, **more: Any) -> Variation:
    found = judge(condition, table, **more)
    shown = evidence(found, 0, table.shape[1] - 1, Level.AMBER)
    assert shown is not None
    assert isinstance(shown.facts, Variation)
    return shown.facts


def test_a_figure_far_below_what_is_usual_is_a_signal_for_the_worse() -> None:
    """Around 85% for a year, then 60%."""
    assert last(unusual(), *STEADY, 60) == "T"
    assert last(unusual("better"), *STEADY, 60) == "F"
    assert last(unusual("either"), *STEADY, 60) == "T"


def test_which_way_is_worse_is_the_indicators_own() -> None:
    """Of exclusions more is worse."""
    fewer = (indicator(better="lower"),)
    assert last(unusual(), *STEADY, 110, indicators=fewer) == "T"
    assert last(unusual(), *STEADY, 60, indicators=fewer) == "F"


def test_of_what_has_no_better_side_either_way_is_told() -> None:
    """The number of referrals: neither more nor fewer is better, but a jump is a jump."""
    neither = (indicator(better="neither"),)
    assert last(unusual("either"), *STEADY, 60, indicators=neither) == "T"


def test_the_usual_ups_and_downs_are_none() -> None:
    """83% after a year around 85% is what happens."""
    assert last(unusual("either"), *STEADY, 83) == "F"


def test_seven_months_on_one_side_of_the_average_are_a_signal() -> None:
    """None of them is far off; together they are unlikely to be chance."""
    down = [84.4, 84.2, 84.5, 84.3, 84.4, 84.2, 84.3]
    assert last(unusual(), *STEADY, *STEADY, *down) == "T"
    facts = facts_of(unusual(), figures(*STEADY, *STEADY, *down))
    assert facts.runs == (Run("shift", False, 7),)


def test_a_fall_of_seven_is_a_signal_and_says_how_long_it_is() -> None:
    """Each month a little less than the one before, eight in all."""
    fall = [85.2, 85.1, 85.0, 84.9, 84.8, 84.7, 84.6]
    facts = facts_of(unusual(signals=("trend",)), figures(*STEADY, 86, *fall))
    assert facts.runs == (Run("trend", False, 8),)


def test_two_of_three_near_a_limit_are_a_signal() -> None:
    """80.9% and 80.8% within three months, neither beyond what is usual."""
    assert last(unusual(), *STEADY, *STEADY, 80.9, 84, 80.8) == "T"
    assert last(unusual(signals=("outside_limits",)), *STEADY, *STEADY, 80.9, 84, 80.8) == "F"


def test_twelve_months_are_too_few_to_say_and_a_rule_may_ask_for_more() -> None:
    """Nothing is judged of the first year, whatever it holds."""
    assert truth(unusual(), figures(*STEADY, 60)) == "------------T"
    assert truth(unusual(points=20), figures(*STEADY, 60)) == "-------------"
    assert facts_of(unusual(), figures(*STEADY)).unjudged is Unjudged.TOO_FEW


def test_a_month_without_a_figure_is_unknown_and_never_usual() -> None:
    """Withheld, missing or not there."""
    for nothing in ("c", "_", None):
        assert truth(unusual(), figures(*STEADY, 85, nothing, 85))[13] == "?"


def test_what_never_varies_is_not_judged() -> None:
    """100% in every month but one says nothing of what is usual; nor do constants of 0.1 or 33.3."""
    for level in (100, 0.1, 33.3, 7.3):
        assert last(unusual("either"), *[level] * 20) == "-"
    assert last(unusual("either"), *[100] * 8, 96, *[100] * 8) == "-"


def test_figures_of_another_length_are_not_judged() -> None:
    """A percentage over two months is not of one."""
    from tests.evaluate.build import Over

    assert last(unusual("either"), *STEADY, 60, None, Over(60, 2)) == "-"


def test_a_figure_beyond_reason_is_not_judged_and_breaks_nothing() -> None:
    """1e301 came out of somebody's formula."""
    assert truth(unusual("either"), figures(*STEADY, 85, 1e301, 85, 60))[12:] == "F-FT"


def test_new_limits_begin_where_the_rule_says() -> None:
    """From April 2001 on assessments are made otherwise: what was usual before counts no more."""
    table = figures(*STEADY, 85, 86, 84, *[60, 61, 59] * 5, first=FIRST)
    anew = unusual(rebase=(date(2001, 4, 1),))
    assert "T" in truth(unusual(), table)
    assert truth(anew, table) == "-" * 12 + "FFF" + "-" * 12 + "FFF"
    assert facts_of(anew, table).since == month(2001, 4)


def test_a_month_that_is_not_in_the_figures_changes_nothing() -> None:
    """Limits that are to begin anew long before the first figure, or after the last."""
    table = figures(*STEADY, 60, first=FIRST)
    for day in (date(1990, 1, 1), date(2030, 1, 1)):
        assert truth(unusual(rebase=(day,)), table) == truth(unusual(), table)


def test_where_a_definition_changed_new_limits_begin() -> None:
    """Nothing compares across the change."""
    changed = (indicator(definition_changed=(FIRST + 13,)),)
    table = figures(*STEADY, 85, *[60, 61, 59] * 5, first=FIRST)
    assert truth(unusual(), table, indicators=changed) == "-" * 12 + "F" + "-" * 12 + "FFF"


def test_each_indicator_has_its_own_changes() -> None:
    """A rule over two indicators, one of them defined anew: the other goes on."""
    names = ("assessments", "visits")
    known = (
        indicator("assessments", definition_changed=(FIRST + 13,)),
        indicator("visits"),
    )
    asked = rule(indicators=names, amber=unusual())
    row = [*STEADY, 85, 60, 61]
    table = panel(dict.fromkeys(names, row), first=FIRST)
    (found,) = evaluate([asked], book(*known, asked), {table.calendar: table}, LATER)
    said = {found.series(n).indicator: truths(found.levels[Level.AMBER].truth, n) for n in (0, 1)}
    assert said["assessments"][-2:] == "--"
    assert said["visits"][-2:] == "TT"


def test_a_baseline_fixes_what_is_usual() -> None:
    """Against its first year a slow decline shows; against all of its past it hides itself."""
    slow = [84 - step / 10 + (-3) ** (step % 2) for step in range(40)]
    fixed = unusual(baseline=12, signals=("outside_limits",))
    assert last(fixed, *STEADY, *slow) == "T"
    assert last(unusual(signals=("outside_limits",)), *STEADY, *slow) == "F"


def test_good_is_not_below_the_average_that_was_usual_when_it_began() -> None:
    """70% for months: it is usual by then, but not good; 85% is."""
    found = leaf(unusual(), figures(*STEADY, 60))
    assert found.anchored
    assert found.held_against[0, -1] == pytest.approx(np.mean([*STEADY, 60]))
    assert not found.good[0, -1]
    assert leaf(unusual(), figures(*STEADY, 86)).good[0, -1]


def test_another_indicator_may_be_asked_of_inside_of_all() -> None:
    """Below target while vacancies are unusually many, which are counted by the quarter."""
    known = (
        indicator(target=85),
        indicator("vacancies", every=QUARTER, units="count", better="lower"),
    )
    many = unusual(indicator="vacancies")
    quarters = panel(
        {"vacancies": [5, 6, 4, 5, 6, 5, 4, 5, 6, 5, 4, 5, 20]},
        every=QUARTER,
        first=QUARTER.containing(date(1997, 1, 1)),
    )
    months = figures(80, 80, 80, first=FIRST + 2)  # March to May 2000
    assert truth(all_(worse_than("target"), many), months, quarters, indicators=known) == "TTT"
    found = judge(all_(worse_than("target"), many), months, quarters, indicators=known)
    facts = found.levels[Level.AMBER].leaves[1].facts
    assert facts is not None
    of_march = facts(0, 0)
    assert isinstance(of_march, Variation)
    assert of_march.runs[0] == Run("outside_limits", True, 1)


def test_not_unusual_holds_where_it_is_usual_and_nowhere_else() -> None:
    """What cannot be judged stays so when it is denied."""
    assert truth(not_(unusual()), figures(*STEADY, 85, 60)) == "-" * 12 + "TF"


def test_a_target_above_the_usual_range_fails() -> None:
    """Around 85% with a target of 95%; of 75%; of 85%."""
    for target, said in ((95, "failing"), (75, "passing"), (85, "hit_and_miss")):
        known = (indicator(target=target),)
        for each in Capability:
            expected = "T" if each == said else "F"
            assert last(against(each.value), *STEADY, 85, indicators=known) == expected


def test_what_ought_to_be_low_passes_under_a_target_above_it() -> None:
    """Of absence, at 85 with a target of 95, all is well."""
    low = (indicator(target=95, better="lower"),)
    assert last(against("passing"), *STEADY, 85, indicators=low) == "T"


def test_a_constant_above_its_target_passes() -> None:
    """95% in every month against 90%: there is no doubt, though there is no variation."""
    known = (indicator(target=90),)
    assert last(against("passing"), *[95] * 15, indicators=known) == "T"
    assert last(against("failing"), *[95] * 15, indicators=known) == "F"


def test_nearly_constant_is_not_judged_against_a_target() -> None:
    """100% but for one month: the limits have no width and say nothing."""
    known = (indicator(target=90),)
    assert last(against("passing"), *[100] * 8, 96, *[100] * 8, indicators=known) == "-"


def test_without_a_target_in_force_nothing_is_judged() -> None:
    """The target begins with the fourteenth month."""
    known = (indicator(target=[(FIRST + 13, 95)]),)
    table = figures(*STEADY, 85, 85, first=FIRST)
    assert truth(against("failing"), table, indicators=known) == "-" * 13 + "T"


def test_the_words_read_as_they_are_written() -> None:
    """In `explain` a rule is told in the officer's own words."""
    asked = unusual(signals=("shift", "trend"), baseline=24, rebase=(date(2023, 4, 1),), points=20)
    assert words(asked) == (
        "unusual: worse, signals: [shift, trend], baseline: first 24, rebase: [2023-04], points: 20"
    )
    assert words(against("failing")) == "against_target: failing"


values = st.one_of(
    st.integers(0, 1000).map(lambda tenths: tenths / 10),
    st.sampled_from([85.0, 85.0, 85.1, 84.9, 33.3, 7.3, 0.1]),
    st.none(),
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(values, min_size=1, max_size=40), min_size=1, max_size=4),
    st.sampled_from([None, 12, 15]),
    st.sampled_from([(), (date(2000, 9, 1),), (date(2001, 1, 1), date(2001, 9, 1))]),
)
def test_every_month_is_judged_as_its_own_chart_up_to_then(
    rows: list[list[float | None]], baseline: int | None, rebase: tuple[date, ...]
) -> None:
    """The law of time: what a rule says of a month is what the chart says that ends with it."""
    names = tuple(f"i{number}" for number in range(len(rows)))
    known = [indicator(name, target=85) for name in names]
    asked = rule(
        indicators=names,
        amber=unusual(baseline=baseline, rebase=rebase),
        red=against("failing", baseline=baseline, rebase=rebase),
    )
    table = panel(dict(zip(names, rows, strict=True)), first=FIRST)
    words_of = book(*known, asked)
    (found,) = evaluate([asked], words_of, {table.calendar: table}, LATER)
    (newest,) = evaluate_newest([asked], words_of, {table.calendar: table}, LATER)
    for level, judgement in found.levels.items():
        np.testing.assert_array_equal(newest.levels[level].truth[:, -1], judgement.truth[:, -1])
    for n, row in enumerate(rows):
        begins = next((at for at, value in enumerate(row) if value is not None), len(row))
        for t in range(begins, len(row)):
            anew = [month(day.year, day.month) - FIRST for day in rebase]
            first = max([begins, *(each for each in anew if each <= t)])
            drawn = chart(row[first : t + 1], baseline=baseline, target=85.0)
            expected = ("?", "?") if row[t] is None else _expected(drawn)
            at = found.rows.tolist().index(n)
            said = tuple(
                truths(found.levels[level].truth, at)[t] for level in (Level.AMBER, Level.RED)
            )
            assert said == expected, (row[first : t + 1], t)


def _expected(drawn: Any) -> tuple[str, str]:
    wanted = {Fired(signal, high=False) for signal in Signal}
    fired = bool(wanted & set(drawn.marks[-1].fired))
    flat = drawn.groups[-1].state is State.NO_VARIATION and drawn.groups[-1].constant
    amber = ("T" if fired else "F") if drawn.state is State.JUDGED else "-"
    limits = drawn.groups[-1].lines
    if drawn.state is not State.JUDGED and not flat:
        return amber, "-"
    return amber, "T" if limits.upper < 85 else "F"
