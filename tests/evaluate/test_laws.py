"""Laws that hold of every rule over all figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from tests.evaluate import build
from tests.evaluate.naive import World
from tests.evaluate.strategies import comparisons, worlds
from watchlist.evaluate.compare import Compare
from watchlist.evaluate.engine import evaluate
from watchlist.evaluate.newest import evaluate_newest
from watchlist.evaluate.words import words
from watchlist.model.finding import Findings, Verdict
from watchlist.model.period import Calendar
from watchlist.model.reading import Bytes, Panel, Panels, Series
from watchlist.model.rule import Level

TODAY = date(2001, 6, 1)


def examples(count: int) -> settings:
    """How many random worlds; they are large, and take a while to draw."""
    too_much = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=count, deadline=None, suppress_health_check=too_much)


thoroughly, briefly = examples(100), examples(30)


def judged(world: World) -> list[Findings]:
    return evaluate(world.book.rules.values(), world.book, world.panels, TODAY)


def words_of(found: Findings) -> list[str]:
    return [words(condition) for condition in found.rule.levels.values()]


@thoroughly
@given(worlds())
def test_every_verdict_is_that_of_the_language_read_aloud(world: World) -> None:
    """What the arrays say of a period is what a person says who reads the rule cell by cell."""
    for found in judged(world):
        for n in range(len(found.rows)):
            series, first = found.series(n), found.panel.first
            for t in range(found.panel.shape[1]):
                if world.begins(series) <= first + t <= first + found.anchor[n]:
                    expected = world.verdict(found.rule, series, first + t)
                    assert found.verdict[n, t] == expected, (words_of(found), series, t)
                else:
                    assert found.verdict[n, t] == Verdict.NOT_JUDGED


@thoroughly
@given(worlds(comparisons()))
def test_a_good_reading_is_the_one_that_a_person_calls_good(world: World) -> None:
    """Good is judged by the reference of the reading's own period, whatever ``for`` and ``in`` say."""
    for found in judged(world):
        leaf = found.leaf(Level.AMBER, 0)
        assert isinstance(leaf.condition, Compare)
        for n in range(len(found.rows)):
            for t in range(found.panel.shape[1]):
                expected = world.good(leaf.condition, found.series(n), found.panel.first + t)
                assert leaf.good[n, t] == expected, (words_of(found), found.series(n), t)


_heads = st.sampled_from(["above", "below", "worse_than"])
_TIMES = st.sampled_from([1, 1, 1, 1000])

#: Progress scores and changes, some below zero, some a thousand times larger; often they cancel out.
_signed = st.builds(lambda tenths, times: tenths * times / 10, st.integers(-5, 5), _TIMES)


@thoroughly
@given(st.lists(st.none() | _signed, min_size=4, max_size=12), st.integers(1, 5), _heads)
@example([0.1, 0.2, -0.3, 0.0], 3, "below")
def test_an_average_of_decimals_is_that_of_exact_fractions(
    row: list[float | None], periods: int, head: str
) -> None:
    """0.1, 0.2 and -0.3 average nothing at all: a fourth score of 0 is neither above nor below it,
    and 10% of nothing is not judged."""
    average = f"average of last {periods}"
    plain, by = build.compare(head, average), build.compare(head, average, by="10%")
    for condition in (plain, by):
        book = build.book(build.indicator(), build.rule(amber=condition))
        world = World(book, {build.MONTH: build.panel({"assessments": row})})
        for found in judged(world):
            for t in range(int(found.anchor[0]) + 1):
                series, ordinal = found.series(0), found.panel.first + t
                if world.begins(series) <= ordinal:
                    assert found.verdict[0, t] == world.verdict(found.rule, series, ordinal), t


def as_known_at(panels: Panels, calendar: Calendar, ordinal: int) -> Panels:
    """The panels cut to the periods that had ended when that one ended."""
    end = calendar.end(ordinal)
    return {
        each: panel.upto(max(0, min(panel.shape[1], each.latest_ended(end) - panel.first + 1)))
        for each, panel in panels.items()
    }


@thoroughly
@given(worlds(), st.data())
def test_what_comes_later_changes_nothing_that_was_said(world: World, data: st.DataObject) -> None:
    """The law of time: column t equals the last column of the panels cut to what is at or before t."""
    whole = judged(world)
    assume(whole)
    found = data.draw(st.sampled_from(whole))
    t = data.draw(st.integers(0, found.panel.shape[1] - 1))
    calendar = found.panel.calendar
    cut = as_known_at(world.panels, calendar, found.panel.first + t)
    then = {each.panel.calendar: each for each in judged(World(world.book, cut))}[calendar]
    in_by_then = then.anchor >= t
    np.testing.assert_array_equal(then.verdict[in_by_then, t], found.verdict[in_by_then, t])
    for level, judgement in found.levels.items():
        before = then.levels[level]
        np.testing.assert_array_equal(before.truth[:, t], judgement.truth[:, t])
        np.testing.assert_array_equal(before.deciding[:, t], judgement.deciding[:, t])
        for one, other in zip(before.leaves, judgement.leaves, strict=True):
            for name in ("truth", "tested", "held_against", "good"):
                np.testing.assert_array_equal(getattr(one, name)[:, t], getattr(other, name)[:, t])
            if one.held_from is not None and other.held_from is not None:
                np.testing.assert_array_equal(one.held_from[:, t], other.held_from[:, t])


@thoroughly
@given(worlds(), st.integers(1, 3))
def test_the_newest_periods_are_judged_the_same_without_what_no_rule_looks_at(
    world: World, columns: int
) -> None:
    """Of a panel cut to what the rules look back on, the last columns are those of the whole."""
    rules = world.book.rules.values()
    newest = evaluate_newest(rules, world.book, world.panels, TODAY, columns)
    for whole, cut in zip(judged(world), newest, strict=True):
        last = slice(-min(columns, whole.panel.shape[1]), None)
        np.testing.assert_array_equal(cut.verdict[:, last], whole.verdict[:, last])
        read = cut.anchor >= 0
        np.testing.assert_array_equal(cut.stale[read], whole.stale[read])
        assert (whole.verdict[~read][:, last] == Verdict.NOT_JUDGED).all()
        for level, judgement in whole.levels.items():
            np.testing.assert_array_equal(
                cut.levels[level].deciding[:, last], judgement.deciding[:, last]
            )
            for one, other in zip(cut.levels[level].leaves, judgement.leaves, strict=True):
                for name in ("truth", "tested", "held_against", "good"):
                    np.testing.assert_array_equal(
                        getattr(one, name)[:, last], getattr(other, name)[:, last]
                    )


def by_series(findings: list[Findings]) -> dict[Series, Bytes]:
    return {each.series(n): each.verdict[n] for each in findings for n in range(len(each.rows))}


@briefly
@given(worlds())
def test_the_order_of_series_means_nothing(world: World) -> None:
    """Rows may stand in any order in a panel; each series keeps its verdicts."""
    turned = {calendar: _turned(panel) for calendar, panel in world.panels.items()}
    one, other = by_series(judged(world)), by_series(judged(World(world.book, turned)))
    assert one.keys() == other.keys()
    for key, verdict in one.items():
        np.testing.assert_array_equal(verdict, other[key])


@briefly
@given(worlds())
def test_an_earlier_start_of_the_panel_means_nothing(world: World) -> None:
    """A panel that begins earlier, because of some other series, changes no verdict."""
    for calendar, panel in world.panels.items():
        wider = World(world.book, {**world.panels, calendar: _widened(panel)})
        other = by_series(judged(wider))
        for series, verdict in by_series(judged(world)).items():
            np.testing.assert_array_equal(verdict, other[series][-len(verdict) :])


_LAYERS = (
    "value",
    "marker",
    "digits",
    "numerator",
    "denominator",
    "target",
    "growth",
    "status",
    "length",
)
_CODES = ("indicator", "area", "breakdown", "series_id", "judged_to")


def _turned(panel: Panel) -> Panel:
    """The same series from the last to the first."""
    return replace(panel, **{name: getattr(panel, name)[::-1] for name in _LAYERS + _CODES})


def _widened(panel: Panel) -> Panel:
    """Three empty periods before the first."""

    def wider(name: str) -> Any:
        layer = getattr(panel, name)
        nothing = np.nan if layer.dtype == np.float64 else (-1 if name == "digits" else 0)
        if name == "length":
            nothing = 1.0
        return np.concatenate([np.full((len(layer), 3), nothing, dtype=layer.dtype), layer], axis=1)

    return replace(panel, first=panel.first - 3, **{name: wider(name) for name in _LAYERS})
