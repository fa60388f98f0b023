"""Where an area stands among others holds for any council and any figures: each verdict is that of the
words read aloud."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evaluate.build import (
    MONTH,
    OWN,
    Figure,
    Over,
    area,
    book,
    indicator,
    panel,
    rule,
    truths,
)
from tests.evaluate.judging import LATER
from tests.evaluate.test_position import FIRST
from watchlist.evaluate.engine import evaluate
from watchlist.evaluate.newest import evaluate_newest
from watchlist.evaluate.position import Outlier, Rank
from watchlist.evaluate.spc.funnels import Standing, average, proportion_standing, rate_standing
from watchlist.model.condition import Among, Merit, Place
from watchlist.model.facts import Position
from watchlist.model.finding import Findings
from watchlist.model.indicator import Area, Better, Indicator
from watchlist.model.reading import Panel, Series
from watchlist.model.rule import Level

# -- any council, any figures -----------------------------------------------------------------

NAMES = (OWN, "Barnet", "Ealing", "Merton", "Sutton", "Wales", "England")
COUNTS = st.tuples(st.integers(0, 40), st.integers(0, 40))
KINDS = ("percent", "rate per 1000")


@dataclass(frozen=True)
class World:
    """Councils with their figures: one indicator in percent, one as a rate."""

    areas: tuple[Area, ...]
    indicators: tuple[Indicator, ...]
    figures: Panel
    condition: Outlier | Rank

    def judged(self, newest: bool = False) -> Findings:
        names = tuple(each.id for each in self.indicators)
        asked = rule(indicators=names, amber=self.condition, areas=NAMES)
        known, panels = book(*self.indicators, *self.areas, asked), {MONTH: self.figures}
        if newest:
            return evaluate_newest([asked], known, panels, LATER)[0]
        return evaluate([asked], known, panels, LATER)[0]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    days = st.sampled_from([date(1999, 1, 1), date(2000, 2, 1), date(2000, 3, 15)])
    some = st.lists(st.sampled_from([*NAMES, "Nowhere"]), min_size=1, unique=True).map(tuple)
    sets = st.dictionaries(days, some, max_size=2).map(lambda each: tuple(sorted(each.items())))
    areas = tuple(
        area(
            name,
            own=name == OWN,
            level="country" if name in ("Wales", "England") else "authority",
            neighbours=draw(sets),
        )
        for name in NAMES
    )
    better = st.sampled_from([each.value for each in Better])
    indicators = tuple(
        indicator(f"i{n}", units=units, better=draw(better)) for n, units in enumerate(KINDS)
    )
    cell = st.one_of(
        COUNTS.map(lambda pair: _figure(*pair)),
        COUNTS.map(lambda pair: _figure(pair[0] / 10, pair[1] / 10)),
        st.sampled_from([None, "c", "_", 50.0, 0.3, 0.1 + 0.2, Over((50.0, 5.0, 10.0), 2)]),
    )
    rows = {
        (each.id, name): [None, *draw(st.lists(cell, min_size=1, max_size=5))]
        for each in indicators
        for name in draw(st.lists(st.sampled_from(NAMES), min_size=1, unique=True))
    }
    among = draw(st.sampled_from(list(Among)))
    merits = st.sampled_from(list(Merit))
    chosen: Outlier | Rank = Outlier(
        "outlier", draw(merits), among, draw(st.sampled_from([0.95, 0.998]))
    )
    if draw(st.booleans()):
        end = draw(st.sampled_from([Merit.WORSE, Merit.BETTER]))
        chosen = Rank("rank", Place(end, draw(st.sampled_from([10.0, 20.0, 25.0, 50.0]))), among)
    return World(areas, indicators, panel(rows, first=FIRST), chosen)


def _figure(events: float, people: float) -> Figure:
    """Sometimes of nobody, sometimes more than all, sometimes of posts that are worked in part."""
    return (events / people * 10 if people else 3.0, float(events), float(people))


def read_aloud(world: World, found: Findings, n: int, t: int) -> str:
    """The rule of position, one cell at a time, as a person would go about it."""
    series, condition = found.series(n), world.condition
    (measured,) = (each for each in world.indicators if each.id == series.indicator)
    (own,) = (each for each in world.areas if each.name == series.area)
    rows = {found.panel.series(row): row for row in range(found.panel.shape[0])}

    def begun(name: str) -> bool:
        row = rows.get(Series(measured.id, name))
        return row is not None and bool(found.panel.starts[row] <= t)

    def known(name: str) -> tuple[float, float, float] | None:
        """Value and counts, where they can be set beside others."""
        row = rows.get(Series(measured.id, name))
        if row is None or found.panel.length[row, t] != 1:
            return None
        layers = (found.panel.value, found.panel.numerator, found.panel.denominator)
        value, events, people = (float(layer[row, t]) for layer in layers)
        if value != value:
            return None
        if isinstance(condition, Rank):
            return value, 0.0, 0.0
        share = measured.unit.per is None
        sound = events >= 0 and people >= 1 and (not share or events <= people)
        return (value, events, people) if sound else None

    row = rows[series]
    if np.isnan(found.panel.value[row, t]):
        return "?"
    if condition.among is Among.ALL_AREAS:
        group = {each.name for each in world.areas if each.level == own.level and begun(each.name)}
    else:
        end = MONTH.end(FIRST + t)
        in_force = [names for day, names in own.neighbours if day <= end]
        chosen = in_force[-1] if in_force else next((each[1] for each in own.neighbours), ())
        group = {own.name, *chosen}
    sign = measured.better.sign
    if known(own.name) is None or sum(map(begun, group)) < 3:
        return "-"
    if sign == 0 and condition.subject is not Merit.EITHER:
        return "-"
    figures = {name: each for name in group if (each := known(name))}
    if 2 * len(figures) < len(group):
        return "?"
    if isinstance(condition, Outlier):
        order = sorted(figures)
        events, people = (np.array([figures[name][part] for name in order]) for part in (1, 2))
        standing = proportion_standing if measured.unit.per is None else rate_standing
        stands = Standing(int(standing(events, people)[order.index(own.name)]))
        far = abs(stands) == 2 or (abs(stands) == 1 and condition.limits == 0.95)
        side = (stands > 0) - (stands < 0)
        wanted = {Merit.WORSE: -sign, Merit.BETTER: sign, Merit.EITHER: side}
        held = found.levels[Level.AMBER].leaves[0].held_against[n, t]
        whole = average(events, people)
        assert whole is not None
        assert held == pytest.approx(whole * (measured.unit.per or 100), rel=1e-12)
        return "T" if far and side == wanted[condition.subject] else "F"
    towards = sign if condition.subject.end is Merit.BETTER else -sign
    mine = figures[own.name][0]
    before = [
        name
        for name, (value, _, _) in figures.items()
        if (value - mine) * towards > 0 and abs(value - mine) > 1e-9 * max(abs(value), abs(mine))
    ]
    if len(figures) < 3 or len(figures) * condition.subject.share / 100 < 1 - 1e-9:
        return "-"
    return "T" if len(before) + 1 <= len(figures) * condition.subject.share / 100 + 1e-9 else "F"


@settings(max_examples=300, deadline=None)
@given(worlds())
def test_every_verdict_is_that_of_the_words_read_aloud(world: World) -> None:
    """And an outlier is what the funnel of its group says of the period."""
    found = world.judged()
    for n in range(len(found.rows)):
        told = truths(found.levels[Level.AMBER].truth, n)
        for t in range(found.panel.shape[1]):
            if found.panel.live[found.rows[n], t]:
                assert told[t] == read_aloud(world, found, n, t), (found.series(n), t)


@settings(max_examples=150, deadline=None)
@given(worlds(), st.data())
def test_what_comes_later_changes_nothing_that_was_said(world: World, data: st.DataObject) -> None:
    """The law of time: also where a council's figures have only begun since."""
    found = world.judged()
    t = data.draw(st.integers(0, found.panel.shape[1] - 1))
    then = replace(world, figures=world.figures.upto(t + 1)).judged()
    _same(found, then, t, t)


@settings(max_examples=150, deadline=None)
@given(worlds())
def test_the_newest_month_is_judged_the_same_by_itself(world: World) -> None:
    """It looks no period back."""
    found, newest = world.judged(), world.judged(newest=True)
    _same(found, newest, -1, -1)


@settings(max_examples=100, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_series_means_nothing(world: World, random: Any) -> None:
    """Rows may stand in any order in a panel; each series keeps what is said of it, to the last
    digit of what it is held against."""
    order = list(range(world.figures.shape[0]))
    random.shuffle(order)
    names = [*_LAYERS, "indicator", "area", "breakdown", "series_id", "judged_to"]
    turned = replace(
        world.figures,
        **{
            name: getattr(world.figures, name)[order]
            for name in names
            if name != "length" or not world.figures.of_one_length
        },
    )
    found, other = world.judged(), replace(world, figures=turned).judged()
    places = {other.series(n): n for n in range(len(other.rows))}
    one, two = (each.levels[Level.AMBER].leaves[0] for each in (found, other))
    for n in range(len(found.rows)):
        at = places[found.series(n)]
        np.testing.assert_array_equal(one.truth[n], two.truth[at])
        np.testing.assert_array_equal(one.held_against[n], two.held_against[at])


_LAYERS = (
    "value",
    "marker",
    "digits",
    "numerator",
    "denominator",
    "target",
    "growth",
    "length",
    "status",
)


def _same(one: Findings, other: Findings, t: int, u: int) -> None:
    """Column t of one is column u of the other."""
    first, second = (each.levels[Level.AMBER].leaves[0] for each in (one, other))
    for name in ("truth", "tested", "held_against", "good"):
        np.testing.assert_array_equal(getattr(first, name)[:, t], getattr(second, name)[:, u])


@settings(max_examples=100, deadline=None)
@given(worlds())
def test_what_is_found_of_a_reading_agrees_with_what_is_said_of_it(world: World) -> None:
    """The facts behind a verdict: beyond the limits on the side that was asked for, or within the
    share; without lines or a place where nothing is said."""
    found = world.judged()
    judgement = found.levels[Level.AMBER]
    facts_of = judgement.leaves[0].facts
    assert facts_of is not None
    for n in range(len(found.rows)):
        told = truths(judgement.truth, n)
        for t in range(found.panel.shape[1]):
            if not found.panel.live[found.rows[n], t]:
                continue
            facts = facts_of(n, t)
            assert isinstance(facts, Position)
            lines = (facts.average, facts.lower, facts.upper, facts.rank)
            if told[t] == "?":
                assert set(lines) == {None}
            if told[t] == "T" and isinstance(world.condition, Outlier):
                assert facts.side != 0
                assert facts.lower is not None
            if told[t] == "T" and isinstance(world.condition, Rank):
                assert facts.rank is not None
                assert facts.rank <= facts.known * world.condition.subject.share / 100 + 1e-9
