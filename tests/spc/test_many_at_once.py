"""Many series at once are judged as each one's own chart, at every column."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from watchlist.evaluate.spc.chart import Chart, chart
from watchlist.evaluate.spc.latest import NOT_ASSURED, bit
from watchlist.evaluate.spc.panel import Judged, judge
from watchlist.evaluate.spc.words import (
    PROFILES,
    WATCHLIST,
    Assurance,
    Fired,
    Profile,
    Signal,
    State,
)
from watchlist.model.indicator import Better
from watchlist.model.reading import Floats

#: Where figures stand that make ties: binary fractions have none of these exactly.
_LEVELS = (0.1, 33.3, 7.3, 10.0, -2.2, 0.0)
_STEPS = (0.0, 0.0, 0.0, 0.1, -0.1, 1.0, -1.0, 2.5, 40.0)

_AGAINST = {1: Assurance.FAIL, -1: Assurance.PASS, 0: Assurance.HIT_AND_MISS, NOT_ASSURED: None}


@st.composite
def panels(draw: st.DrawFn) -> Floats:
    """Up to four series of up to 34 periods: constants, ties, jumps, and gaps."""
    shape = (draw(st.integers(1, 4)), draw(st.integers(1, 34)))
    steps = draw(st.sampled_from((_STEPS[:4], _STEPS[3:7], _STEPS)))
    level = draw(st.lists(st.sampled_from(_LEVELS), min_size=shape[0], max_size=shape[0]))
    size = shape[0] * shape[1]
    moves = draw(st.lists(st.sampled_from(steps), min_size=size, max_size=size))
    values: Floats = np.array(level)[:, None] + np.array(moves).reshape(shape)
    gaps = draw(st.sets(st.integers(0, size - 1), max_size=draw(st.sampled_from((0, 3, 20)))))
    values.reshape(-1)[sorted(gaps)] = np.nan
    return values


@given(
    values=panels(),
    rebase=st.sets(st.integers(0, 33), max_size=2),
    baseline=st.sampled_from((None, 12, 15)),
    screen=st.booleans(),
    target=st.sampled_from((*_LEVELS, math.nan, 12.5)),
    profile=st.sampled_from(list(PROFILES.values())),
)
def test_the_chart_of_one_and_the_rule_over_many_agree_at_every_column(
    values: Floats,
    rebase: set[int],
    baseline: int | None,
    screen: bool,
    target: float,
    profile: Profile,
) -> None:
    """Whatever the figures (constants of 0.1, 33.3, 7.3, ties, gaps, new limits): state, signals and
    where the target stands are those of the chart cut to that column, and lines to a thousand
    millionth. So nothing later is known to a column: the law of time."""
    width = values.shape[1]
    starts = sorted(start for start in rebase if start < width)
    found = judge(
        values,
        range(width),
        rebase=starts,
        baseline=baseline,
        screen=screen,
        target=np.full(len(values), target),
        profile=profile,
    )
    for row, column in np.ndindex(*values.shape):
        drawn = chart(
            values[row, : column + 1].tolist(),
            starts=[start for start in starts if start <= column],
            baseline=baseline,
            screen=screen,
            better=Better.HIGHER,
            target=None if math.isnan(target) else target,
            profile=profile,
        )
        _agree(found, row, column, drawn)


_ANY = st.one_of(st.floats(-1e300, 1e300), st.just(math.nan), st.sampled_from((1e300, -1e300, 3.0)))


@given(st.lists(_ANY, min_size=13, max_size=30), st.sampled_from(list(PROFILES.values())))
def test_figures_of_any_size_are_judged_alike(values: list[float], profile: Profile) -> None:
    """Where 1e300 stands beside 3 a plain sum loses the 3: such a series is decided exactly."""
    found = judge(np.array([values]), profile=profile)
    drawn = chart(values, profile=profile)
    assert State(int(found.state[0, 0])) is drawn.state
    assert int(found.fired[0, 0]) == sum(bit(fired) for fired in drawn.marks[-1].fired)


@given(values=panels(), begin=st.integers(0, 20))
def test_a_series_that_begins_later_has_its_baseline_from_there(values: Floats, begin: int) -> None:
    """A council that joined in the second year fixes its limits by its own first twelve months, not
    by the twelve months of those that were there before it."""
    begin = min(begin, values.shape[1] - 1)
    values[:, :begin] = np.nan
    begins = np.full(len(values), begin)
    begins[0] = 0
    found = judge(values, begins=begins, baseline=12)
    for row in range(len(values)):
        drawn = chart(values[row, begins[row] :].tolist(), baseline=12)
        _agree(found, row, 0, drawn)


@given(values=panels(), column=st.integers(0, 33))
@example(values=np.full((1, 30), 7.3), column=20)
def test_one_column_is_that_of_the_whole_history(values: Floats, column: int) -> None:
    """Looking at the newest month alone says what looking at every month says of it."""
    column = min(column, values.shape[1] - 1)
    whole, alone = judge(values, range(values.shape[1])), judge(values, [column])
    for layer in ("state", "fired", "against", "centre", "lower", "upper"):
        np.testing.assert_array_equal(getattr(whole, layer)[:, [column]], getattr(alone, layer))


def test_series_in_several_blocks_are_judged_alike() -> None:
    """Five thousand councils are judged block by block, each as it is alone."""
    random = np.random.default_rng(7)
    values = np.round(random.normal(50, 2, (5_000, 30)), 1)
    whole, some = judge(values), judge(values[2_040:2_060])
    np.testing.assert_array_equal(whole.fired[2_040:2_060], some.fired)
    assert len(np.unique(whole.fired)) > 3


def test_each_signal_has_its_own_bits() -> None:
    """Eight bits: four signals, each above or rising and below or falling."""
    bits = [bit(Fired(signal, high)) for signal in Signal for high in (True, False)]
    assert sorted(bits) == [1, 2, 4, 8, 16, 32, 64, 128]


@pytest.mark.parametrize("columns", [[30], [-1]])
def test_a_column_that_is_not_there_is_an_error(columns: list[int]) -> None:
    """Nothing is said of a month that has no column."""
    with pytest.raises(ValueError, match="columns are 0 to 29"):
        judge(np.ones((2, 30)), columns)


def test_no_series_are_no_answers() -> None:
    """A panel without rows has an answer without rows."""
    assert judge(np.ones((0, 30))).state.shape == (0, 1)


def test_endless_figures_are_an_error() -> None:
    """An infinite figure is a fault of the source, not a signal."""
    values = np.ones((3, 20))
    values[1, 4] = np.inf
    with pytest.raises(ValueError, match="a value is inf"):
        judge(values)


def _agree(found: Judged, row: int, column: int, drawn: Chart) -> None:
    last = drawn.groups[-1].lines
    assert State(int(found.state[row, column])) is drawn.state
    assert int(found.fired[row, column]) == sum(bit(fired) for fired in drawn.marks[-1].fired)
    assert _AGAINST[int(found.against[row, column])] == drawn.assurance
    for layer, line in (("centre", last.centre), ("lower", last.lower), ("upper", last.upper)):
        ours = float(getattr(found, layer)[row, column])
        if line is None:
            assert math.isnan(ours)
            assert drawn.state is not State.JUDGED or drawn.profile is not WATCHLIST
        else:
            assert math.isclose(ours, line, rel_tol=1e-9, abs_tol=1e-9)
