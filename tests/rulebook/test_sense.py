"""What is said of a rule without any data is true of it with any data."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.evaluate import build
from tests.evaluate.judging import figures, judge
from tests.rulebook.books import faults, rule_faults
from watchlist.evaluate.compare import Compare
from watchlist.evaluate.heading import Heading
from watchlist.evaluate.position import Outlier, Rank
from watchlist.evaluate.truth import Truth
from watchlist.evaluate.unusual import AgainstTarget, Unusual
from watchlist.model.condition import Capability, Condition, Merit, Place
from watchlist.model.errors import Mark
from watchlist.model.indicator import Indicator
from watchlist.model.rule import Level
from watchlist.rulebook.sense import doubts

HARROW = build.area(build.OWN, own=True)


def compared(head: str, subject: Any, significantly: float | None = None, **more: Any) -> Compare:
    return replace(build.compare(head, subject, **more), significantly=significantly)


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
        {"significantly": 0.95},
        {"significantly": 0.998, "by": 5},
    ]
)
leaves = st.builds(
    lambda head, subject, more: compared(head, subject, **more),
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


points = st.sampled_from([8, 13, 16])
merits = st.sampled_from(Merit)
lines = st.builds(
    build.compare,
    st.sampled_from(["worse_than", "better_than", "above", "below"]),
    st.sampled_from([70, 75, 80, "target", "tolerance"]),
)
#: Each kind of statistical condition, and a comparison that allows for chance.
STATISTICAL: dict[str, st.SearchStrategy[Condition]] = {
    "unusual": st.builds(
        Unusual,
        st.just("unusual"),
        merits,
        signals=st.sampled_from([("shift",), ("outside_limits", "shift"), ("trend", "shift")]),
        baseline=st.sampled_from([None, 12]),
        points=points,
    ),
    "against_target": st.builds(
        AgainstTarget, st.just("against_target"), st.sampled_from(Capability), points=points
    ),
    "heading": st.builds(
        Heading,
        st.just("heading"),
        lines,
        within=st.sampled_from([1, 3, 6]),
        method=st.sampled_from(["linear", "linear", "damped"]),
    ),
    "outlier": st.builds(
        Outlier, st.just("outlier"), merits, limits=st.sampled_from([0.95, 0.998])
    ),
    "rank": st.builds(
        Rank,
        st.just("rank"),
        st.builds(
            Place, st.sampled_from([Merit.WORSE, Merit.BETTER]), st.sampled_from([25, 30, 50])
        ),
    ),
    "significantly": st.builds(
        lambda subject, by, chance: compared("worse_than", subject, chance, by=by),
        st.sampled_from([70, 80, "target", "tolerance"]),
        st.sampled_from([None, None, 5]),
        st.sampled_from([None, 0.95, 0.998]),
    ),
}
OTHERS = ("Barnet", "Ealing", "Merton")


@st.composite
def months(draw: st.DrawFn) -> list[str | None]:
    """Percentages of one area that rise or fall, month by month."""
    start, slope = draw(st.integers(60, 100)), draw(st.sampled_from([-4, -1, 0, 1, 4]))
    step = draw(st.sampled_from([-12, 0, 12]))
    noise = draw(st.lists(st.integers(-2, 2) | st.none(), min_size=20, max_size=20))
    level = [start + (step + slope * (month - 12) if month > 12 else 0) for month in range(20)]
    counts = [None if off is None else one + off for one, off in zip(level, noise, strict=True)]
    return [None if one is None else f"{min(max(one, 0), 120)}/120" for one in counts]


@settings(max_examples=300, deadline=None)
@given(st.data(), st.sampled_from(sorted(STATISTICAL)), st.sampled_from(["higher", "lower"]))
def test_statistical_conditions_that_are_said_never_to_hold_alone_never_do(
    data: st.DataObject, kind: str, better: str
) -> None:
    """The worst tenth is among the worst quarter; what is beyond 99.8% limits is beyond those of 95%;
    what gets there within three periods does within six."""
    amber, other = data.draw(STATISTICAL[kind]), data.draw(STATISTICAL[kind])
    name = data.draw(st.sampled_from([field.name for field in fields(amber)]))  # type: ignore[arg-type]
    red = replace(amber, **{name: getattr(other, name)})  # type: ignore[type-var]
    indicator = watched(better)
    if "amber can never hold, because" not in said_of(indicator, amber=amber, red=red):
        return
    rows = {(indicator.id, name): data.draw(months()) for name in (build.OWN, *OTHERS)}
    areas = (HARROW, *map(build.area, OTHERS))
    found = judge(amber, build.panel(rows), red=red, indicators=(indicator,), areas=areas).levels
    holds = found[Level.AMBER].truth == Truth.TRUE
    event(f"{kind}: amber never holds alone{', and holds' if holds.any() else ''}")
    assert np.all((found[Level.RED].truth == Truth.TRUE)[holds])


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


ALONE = [
    ("{unusual: worse}", "{unusual: worse}"),
    ("{unusual: worse}", "{unusual: either}"),
    ("{unusual: worse, signals: [shift]}", "{unusual: worse, signals: [trend, shift]}"),
    ("{unusual: worse, points: 20}", "{unusual: worse}"),
    ("{against_target: failing, points: 20}", "{against_target: failing}"),
    ("{heading: {worse_than: target}, within: 3}", "{heading: {worse_than: target}, within: 6}"),
    ("{heading: {worse_than: tolerance}}", "{heading: {worse_than: target}}"),
    ("{heading: {below: 70}, within: 2}", "{heading: {below: 80}}"),
    ("{outlier: worse}", "{outlier: worse, limits: 95%}"),
    ("{outlier: worse, limits: 95%}", "{outlier: either, limits: 95%}"),
    ("{rank: worst 10%}", "{rank: worst 25%}"),
    ("{rank: best 10%, among: neighbours}", "{rank: best 10.5%, among: neighbours}"),
    ("{worse_than: target, significantly: 95%}", "{worse_than: target}"),
    ("{worse_than: tolerance, significantly: 99.8%}", "{worse_than: target, significantly: 95%}"),
    ("{all: [{rank: worst 10%}, {above: 3}]}", "{rank: worst 25%}"),
    ("{rank: worst 10%}", "{any: [{rank: worst 25%}, {above: 3}]}"),
]


@pytest.mark.parametrize(("amber", "red"), ALONE)
def test_the_narrower_of_two_statistical_conditions_is_no_amber(amber: str, red: str) -> None:
    """Written the wrong way round, red is seen wherever amber would be; the other way round both are
    seen."""
    words = "indicator: assessments\namber: {}\nred: {}"
    said = "amber can never hold, because red always does when it would"
    assert rule_faults(words.format(amber, red)) == [f'2:3: rule "late": {said}']
    if amber != red:
        assert rule_faults(words.format(red, amber)) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("above: 100", "is where no figure can come"),
        ("worse_than: 0", "is where no figure can come"),
        ("better_than: -1", "is where every figure is"),
        ("above: 99", ""),
        ("below: 100", ""),
        ("worse_than: target", ""),
    ],
)
def test_no_percentage_is_heading_for_more_than_a_hundred(words: str, said: str) -> None:
    """A straight line may lead there; the figures cannot follow."""
    head, subject = words.split(": ")
    line = build.compare(head, subject if subject == "target" else float(subject))
    found = said_of(watched("higher"), amber=build.any_(Heading("heading", line)))
    unit = 'for indicator "assessments", whose unit is percent'
    assert found == (f'rule "rule": amber: "heading: {{{words}}}" {said} {unit}' if said else "")


APART = [
    ("{all: [{above: 80}, {worse_than: previous}]}", "{all: [{above: 70}, {below: 60}]}"),
    ("{any: [{above: 90}, {below: 10}]}", "{above: 80}"),
    ("{not: {above: 80}}", "{not: {above: 90}}"),
    ("{unusual: worse}", "{unusual: worse, baseline: first 24}"),
    ("{unusual: worse}", "{unusual: better}"),
    ("{unusual: worse, signals: [shift]}", "{unusual: worse, signals: [trend]}"),
    ("{against_target: failing}", "{against_target: hit_and_miss}"),
    ("{heading: {worse_than: target}}", "{heading: {worse_than: target}, method: damped}"),
    ("{heading: {worse_than: target}}", "{worse_than: target}"),
    ("{outlier: worse, among: neighbours}", "{outlier: worse, limits: 95%}"),
    ("{outlier: worse}", "{unusual: worse}"),
    ("{rank: worst 10%}", "{rank: best 25%}"),
    ("{rank: worst 10%}", "{rank: worst 25%, among: neighbours}"),
]


@pytest.mark.parametrize(("amber", "red"), APART)
def test_conditions_that_may_hold_apart_are_left_alone(amber: str, red: str) -> None:
    """Only what is plain to see is called a fault, in conditions of conditions too."""
    assert rule_faults(f"indicator: assessments\namber: {amber}\nred: {red}") == []
