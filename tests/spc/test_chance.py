"""Limits mean what they say: how often chance alone passes them, counted without our formulas."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchlist.evaluate.spc.funnels import (
    Funnel,
    Standing,
    average,
    proportion_limits,
    proportion_standing,
    rate_limits,
    rate_standing,
)
from watchlist.evaluate.spc.intervals import byar, events, normal_quantile, wilson
from watchlist.evaluate.spc.poisson import exact_lower, exact_upper
from watchlist.evaluate.spc.run_chart import fewest_crossings

_TAILS = st.sampled_from((0.001, 0.025, 0.05))


@given(st.integers(1, 300), _TAILS)
def test_chance_passes_an_exact_limit_as_often_as_it_should(count: int, tail: float) -> None:
    """If the true number of children is the lower limit, so many or more come in one year of forty
    (for 95%); if it is the upper limit, so many or fewer do."""
    at_least = 1 - _at_most(count - 1, exact_lower(count, tail))
    assert at_least == pytest.approx(tail, abs=1e-11)
    assert _at_most(count, exact_upper(count, tail)) == pytest.approx(tail, rel=1e-9)


def test_no_events_have_a_limit_from_above_only() -> None:
    """No child in a year: the true number may be 0, and 3.69 at most (the natural logarithm of 40)."""
    limits = events(np.array([0.0]))
    assert limits.lower[0] == 0
    assert limits.upper[0] == pytest.approx(math.log(40), rel=1e-12)


@given(st.integers(1, 400), st.integers(0, 400), st.sampled_from((0.9, 0.95, 0.998)))
def test_wilsons_limits_solve_their_equation(size: int, some: int, confidence: float) -> None:
    """At each of Wilson's limits the proportion seen is z standard errors away, as it is defined."""
    x, n, z = min(some, size), size, normal_quantile(confidence)
    for limits in wilson(np.array([x]), np.array([n]), confidence):
        share = float(limits[0])
        assert 0 <= share <= 1
        away = (x / n - share) ** 2
        assert away == pytest.approx(z**2 * share * (1 - share) / n, abs=1e-12)


@given(st.integers(1, 400))
def test_fewest_crossings_are_counted_by_hand(useful: int) -> None:
    """The smallest number of heads that is not rarer than one in twenty."""
    trials = useful - 1
    fewest = fewest_crossings(useful)
    assert _heads(trials, fewest) >= Fraction(1, 20)
    assert _heads(trials, fewest - 1) < Fraction(1, 20)


def test_byars_approximation_is_near_the_exact_limits() -> None:
    """From ten events on the approximation is within a hundredth of the exact limits."""
    counts = np.arange(10.0, 400.0)
    near = byar(counts)
    exact = [(exact_lower(each, 0.025), exact_upper(each, 0.025)) for each in counts.tolist()]
    np.testing.assert_allclose(np.column_stack(near), exact, rtol=0.01)


def test_an_area_far_from_all_others_stands_out() -> None:
    """Nine councils at 50% and one at 80%: that one is far above, by proportion and by rate."""
    x, n = np.array([*[500.0] * 9, 800.0]), np.full(10, 1_000.0)
    for standing in (proportion_standing(x, n), rate_standing(x, n)):
        assert standing[-1] == Standing.FAR_ABOVE
    assert rate_standing(x, n, mean=0.5).tolist() == [Standing.NOT_DIFFERENT] * 9 + [
        Standing.FAR_ABOVE
    ]


def test_a_council_without_figures_has_no_standing() -> None:
    """A withheld figure leaves a council out of the average and without a standing."""
    x, n = np.array([50.0, np.nan, 52.0]), np.array([100.0, 100.0, 100.0])
    assert average(x, n) == 0.51
    assert proportion_standing(x, n).tolist() == [0, Standing.UNKNOWN, 0]
    assert rate_standing(x, n).tolist() == [0, Standing.UNKNOWN, 0]
    nobody = np.full(2, np.nan)
    assert average(nobody, nobody) is None
    assert set(proportion_standing(nobody, nobody)) == {Standing.UNKNOWN}
    assert set(rate_standing(nobody, nobody)) == {Standing.UNKNOWN}


@given(st.floats(0, 1), st.integers(1, 10_000), st.sampled_from((1.0, 100.0)))
def test_a_funnel_of_proportions_stays_within_its_scale(
    share: float, size: int, scale: float
) -> None:
    """No council is told that its limit is 104%; the outer limits hold the inner ones."""
    funnel = proportion_limits(share, np.array([float(size)]), scale)
    inner, outer = funnel.warning, funnel.control
    assert 0 <= outer.lower[0] <= inner.lower[0] <= inner.upper[0] <= outer.upper[0] <= scale


@pytest.mark.parametrize(
    ("draw", "sentence"),
    [
        (lambda: proportion_limits(1.2, np.array([5.0])), "between 0 and 1"),
        (lambda: proportion_limits(0.2, np.array([0.0])), "more than 0"),
        (lambda: rate_limits(0.01, np.array([0.0])), "from 1 event on"),
    ],
)
def test_a_funnel_of_nothing_is_an_error(draw: Callable[[], Funnel], sentence: str) -> None:
    """A funnel is drawn for areas that have somebody in them."""
    with pytest.raises(ValueError, match=sentence):
        draw()


def _at_most(count: int, mean: float) -> float:
    """The probability of so many events or fewer, term by term."""
    return math.fsum(
        math.exp(each * math.log(mean) - mean - math.lgamma(each + 1)) for each in range(count + 1)
    )


def _heads(trials: int, most: int) -> Fraction:
    """The probability of so many heads or fewer, exactly."""
    return Fraction(sum(math.comb(trials, each) for each in range(most + 1)), 2**trials)
