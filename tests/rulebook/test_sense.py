"""What is said of a rule without any data is true of it with any data."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.evaluate import build
from tests.evaluate.judging import figures, judge
from tests.rulebook.books import faults, rule_faults
from watchlist.evaluate.truth import Truth
from watchlist.model.condition import Condition
from watchlist.model.errors import Mark
from watchlist.model.indicator import Indicator
from watchlist.model.rule import Level
from watchlist.rulebook.sense import doubts

HARROW = build.area(build.OWN, own=True)

modifiers: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [
        {},
        {},
        {"periods": 2},
        {"periods": 3},
        {"share": (2, 3)},
        {"by": 5},
        {"by": 10},
        {"by": "10%"},
    ]
)
leaves = st.builds(
    lambda head, subject, more: build.compare(head, subject, **more),
    st.sampled_from(["worse_than", "worse_than", "better_than", "above", "below"]),
    st.sampled_from([-1, 0, 80, 85, 90, 100, 101, "target", "tolerance", "previous"])
    | st.sampled_from([("area", build.OWN), ("indicator", "assessments")]),
    modifiers,
)
conditions = (
    leaves
    | st.builds(lambda parts: build.all_(*parts), st.lists(leaves, min_size=1, max_size=3))
    | st.builds(lambda parts: build.any_(*parts), st.lists(leaves, min_size=1, max_size=3))
    | leaves.map(build.not_)
)
percentages = st.none() | st.sampled_from(
    [0.0, 79.9, 80.0, 84.9, 85.0, 90.0, 90.1, 95.0, 100.0, "c"]
)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Condition, Condition]:
    """Two conditions, often of one kind: two drawn by themselves seldom have to do with each other."""
    one = draw(conditions)
    other = draw(st.sampled_from([one, draw(conditions), draw(conditions)]))
    if draw(st.booleans()):
        other = build.any_(other, draw(leaves))
    if draw(st.booleans()):
        one = build.all_(one, draw(leaves))
    return one, other


def watched(better: str) -> Indicator:
    return build.indicator(target=85, tolerance=5, better=better, mark=Mark("a.yaml", 1, 1))


def said_of(indicator: Indicator, **levels: Any) -> str:
    rule = build.rule(indicators=indicator.id, mark=Mark("a.yaml", 2, 3), **levels)
    return "\n".join(fault.sentence for fault in doubts(build.book(indicator, HARROW, rule)))


@settings(max_examples=400, deadline=None)
@given(pairs(), st.lists(percentages, min_size=1, max_size=8), st.sampled_from(["higher", "lower"]))
def test_an_amber_that_is_said_never_to_hold_is_never_seen(
    levels: tuple[Condition, Condition], row: list[Any], better: str
) -> None:
    """Wherever it is true, red is true as well: of whatever figures, known or not."""
    amber, red = levels
    indicator = watched(better)
    if "amber can never hold, because" not in said_of(indicator, amber=amber, red=red):
        return
    event("amber never holds")
    found = judge(amber, figures(*row), red=red, indicators=(indicator,), areas=(HARROW,)).levels
    both = found[Level.RED].truth == Truth.TRUE
    assert np.all(both[found[Level.AMBER].truth == Truth.TRUE])


@settings(max_examples=300, deadline=None)
@given(leaves, st.lists(percentages, min_size=1, max_size=8), st.sampled_from(["higher", "lower"]))
def test_what_is_said_of_a_number_is_true_of_every_figure(
    amber: Condition, row: list[Any], better: str
) -> None:
    """What can never hold of a percentage, or is held against itself, is not true of any."""
    indicator = watched(better)
    said = said_of(indicator, amber=amber)
    if "can never hold" not in said:
        return
    event("never holds")
    found = judge(amber, figures(*row), indicators=(indicator,), areas=(HARROW,)).levels
    assert Truth.TRUE not in found[Level.AMBER].truth


@pytest.mark.parametrize(
    ("better", "amber", "word"),
    [
        ("higher", build.worse_than(101), "always holds"),
        ("higher", build.worse_than(100), ""),
        ("lower", build.worse_than(100), "can never hold"),
        ("lower", build.better_than(0), "can never hold"),
        ("lower", build.above(-1), "always holds"),
        ("lower", build.above(0), ""),
        ("lower", build.above(0, of="numerator"), ""),
    ],
)
def test_a_percentage_lies_between_nothing_and_a_hundred(
    better: str, amber: Condition, word: str
) -> None:
    """A comparison is strict: nothing is above 100, and 100 itself may be below 101."""
    said = said_of(watched(better), amber=amber)
    assert (word in said) if word else said == ""


def test_where_the_check_of_impossible_figures_is_off_any_figure_may_come() -> None:
    """A percentage of a plan may be over 100: then nothing is said of numbers."""
    off = "    checks: {impossible: off}"
    text = (
        "    title: X\n    unit: percent\n    better: higher\n    every: month\n    target: 120\n"
    )
    said = "indicators:\n  x:\n" + text + "    owner: head\n    due: 3 days\n"
    assert faults(said, warnings=True) == [
        'rules/a.yaml:2:3: warning: indicator "x": no figure of this unit can be its target, 120'
    ]
    assert faults(f"{said}{off}\n", warnings=True) == []


APART = [
    ("{all: [{above: 80}, {worse_than: previous}]}", "{all: [{above: 70}, {below: 60}]}"),
    ("{any: [{above: 90}, {below: 10}]}", "{above: 80}"),
    ("{not: {above: 80}}", "{not: {above: 90}}"),
]


@pytest.mark.parametrize(("amber", "red"), APART)
def test_conditions_that_may_hold_apart_are_left_alone(amber: str, red: str) -> None:
    """Only what is plain to see is called a fault, in conditions of conditions too."""
    assert rule_faults(f"indicator: assessments\namber: {amber}\nred: {red}") == []
