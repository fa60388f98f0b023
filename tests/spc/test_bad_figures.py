"""Figures that no council means: a named state or a clear error, never NaN."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchlist.evaluate.spc.chart import Chart, chart
from watchlist.evaluate.spc.intervals import events, rate, wilson
from watchlist.evaluate.spc.means import mean
from watchlist.evaluate.spc.quantiles import quantiles
from watchlist.evaluate.spc.run_chart import run_chart
from watchlist.evaluate.spc.words import PROFILES, Profile, State
from watchlist.model.indicator import Better

_FIGURES = st.one_of(
    st.none(), st.floats(-1e300, 1e300), st.sampled_from((math.nan, 0.0, 7.3, 1e300, -1e300))
)
_PROFILES = st.sampled_from(list(PROFILES.values()))


@given(st.lists(_FIGURES, max_size=40), _PROFILES, st.booleans())
def test_whatever_the_figures_no_output_is_nan(
    values: list[float | None], profile: Profile, screen: bool
) -> None:
    """Constant, missing, huge or negative: every line is a finite number or is not there."""
    drawn = chart(values, better=Better.LOWER, target=7.3, profile=profile, screen=screen)
    assert all(math.isfinite(line) for line in _lines(drawn))
    for individuals in (True, False):
        lines = run_chart(values, individuals=individuals).lines
        assert all(line is None or math.isfinite(line) for line in vars(lines).values())


@given(st.floats(-1e300, 1e300), st.integers(1, 400))
def test_the_mean_of_equal_figures_is_that_figure(figure: float, count: int) -> None:
    """However many months of 7.3% there are, their average is 7.3% and no month is above it."""
    assert mean([figure] * count) == figure


def test_a_plain_sum_would_be_wrong_for_some_constant() -> None:
    """Why the mean is rounded with care: summing exactly and dividing is not enough."""
    wrong = [
        (figure, count)
        for figure in (7.3, 33.3, 0.1, 61.7)
        for count in range(1, 200)
        if math.fsum([figure] * count) / count != figure
    ]
    assert wrong
    assert all(mean([figure] * count) == figure for figure, count in wrong)


@pytest.mark.parametrize("figure", [math.inf, -math.inf, 1.1e300])
def test_endless_figures_are_told_with_their_place(figure: float) -> None:
    """An infinite value, and one beyond all reason, is an error that says which."""
    with pytest.raises(ValueError, match="value 3 is"):
        chart([1.0, 2.0, figure])
    with pytest.raises(ValueError, match="a target of"):
        chart([1.0, 2.0], target=figure)


@pytest.mark.parametrize("values", [[None] * 20, [5.0], []])
def test_next_to_nothing_is_too_few(values: list[float | None]) -> None:
    """No figure at all, or one, is not judged."""
    assert chart(values).state is State.TOO_FEW
    assert run_chart(values).runs is None


def test_a_long_baseline_is_all_there_is() -> None:
    """A baseline of five years in a series of two takes the two years."""
    values = [80.0, 82.0, 81.0, 83.0] * 6
    assert chart(values, baseline=60).groups == chart(values).groups
    with pytest.raises(ValueError, match="a baseline of 11 rows is too short"):
        chart(values, baseline=11)


@pytest.mark.parametrize("start", [-1, 24])
def test_new_limits_start_at_a_point(start: int) -> None:
    """A rebase at a point that is not there is an error."""
    with pytest.raises(ValueError, match="there are 24, counted from 0"):
        chart([80.0, 81.0] * 12, starts=[start])


def test_twelve_thousand_points_are_charted() -> None:
    """A figure for every hour of sixteen months."""
    values = np.round(np.random.default_rng(3).normal(50, 4, 12_000), 1).tolist()
    drawn = chart(values)
    assert drawn.state is State.JUDGED
    assert len(drawn.marks) == 12_000
    assert run_chart(values).runs is not None


@pytest.mark.parametrize(
    ("numerator", "denominator", "sentence"),
    [(-1.0, 5.0, "a numerator is 0 or more"), (1.0, 0.0, "a denominator is more than 0")],
)
def test_impossible_counts_are_errors(numerator: float, denominator: float, sentence: str) -> None:
    """Nobody counts minus one child, or has a share of none."""
    for interval in (wilson, rate):
        with pytest.raises(ValueError, match=sentence):
            interval(np.array([numerator]), np.array([denominator]))


def test_more_than_all_is_no_proportion() -> None:
    """Six of five children is an error in the figures."""
    with pytest.raises(ValueError, match="larger than its denominator"):
        wilson(np.array([6.0]), np.array([5.0]))


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95.0])
def test_a_confidence_is_a_share(confidence: float) -> None:
    """95 is no confidence, 0.95 is."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        events(np.array([3.0]), confidence)


@given(st.integers(0, 3_000), st.sampled_from((0.9, 0.95, 0.998)))
def test_an_interval_holds_its_own_count(count: int, confidence: float) -> None:
    """The count that was seen lies between its limits, and more children have higher limits."""
    here, more = (events(np.array([float(each)]), confidence) for each in (count, count + 1))
    assert here.lower[0] <= count <= here.upper[0]
    assert here.upper[0] < more.upper[0]
    if count not in (
        0,
        9,
    ):  # at ten the exact limits give way to Byar's, a little wider or narrower
        assert here.lower[0] < more.lower[0]


@given(st.lists(st.one_of(st.just(math.nan), st.floats(-50, 50)), max_size=60), st.integers(1, 10))
def test_quantiles_keep_the_order(values: list[float], count: int) -> None:
    """A higher value is never in a lower quantile, equal values are in the same, and missing ones in
    none."""
    found = quantiles(np.array(values), count, highest_first=False).tolist()
    known = sorted(
        (value, quantile) for value, quantile in zip(values, found, strict=True) if value == value
    )
    assert [quantile for _, quantile in known] == sorted(quantile for _, quantile in known)
    assert all(0 <= quantile <= count for quantile in found)
    assert len(set(known)) == len({value for value, _ in known})


def _lines(drawn: Chart) -> list[float]:
    return [
        line for group in drawn.groups for line in vars(group.lines).values() if line is not None
    ]
