"""Funnels: which areas stand out from the average of all, allowing for their size.

Source: PHEindicatormethods ``phe_funnels`` and ``phe_funnel_significance``; the technical guidance of
the public health profiles (Fingertips).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from watchlist.evaluate.spc.intervals import Interval, normal_quantile, rate, wilson
from watchlist.evaluate.spc.poisson import exact_lower, exact_upper
from watchlist.model.reading import Bools, Bytes, Floats

#: The two pairs of limits: 95% (0.975 either side) and 99.8% (0.999).
WARNING, CONTROL = 0.95, 0.998


class Standing(IntEnum):
    """Where an area stands against the average. Values order from far below to far above."""

    FAR_BELOW = -2
    BELOW = -1
    NOT_DIFFERENT = 0
    ABOVE = 1
    FAR_ABOVE = 2
    UNKNOWN = 3

    @property
    def label(self) -> str:
        """In the words of PHEindicatormethods."""
        return _LABELS[self]


_LABELS = {
    Standing.FAR_BELOW: "Low (0.001)",
    Standing.BELOW: "Low (0.025)",
    Standing.NOT_DIFFERENT: "Not significant",
    Standing.ABOVE: "High (0.025)",
    Standing.FAR_ABOVE: "High (0.001)",
    Standing.UNKNOWN: "",
}


@dataclass(frozen=True, eq=False)
class Funnel:
    """``warning`` and ``control``: limits at 95% and 99.8%, in the unit asked for."""

    warning: Interval
    control: Interval


def average(numerator: Floats, denominator: Floats) -> float | None:
    """Of all areas: the sum of numerators over the sum of denominators, where both are known; None
    where none are."""
    both = ~(np.isnan(numerator) | np.isnan(denominator))
    whole = math.fsum(denominator[both].tolist())
    return math.fsum(numerator[both].tolist()) / whole if whole else None


def proportion_limits(share: float, denominator: Floats, scale: float = 100) -> Funnel:
    """Limits of a proportion for areas of these sizes: p ± z √(p (1 − p) / n), times ``scale``, never
    outside 0 to ``scale``. ``share``: the average, 0 to 1. Raises ValueError for another, and for
    areas of no size."""
    if not 0 <= share <= 1:
        raise ValueError(f"an average proportion is between 0 and 1, not {share:g}")
    if (denominator <= 0).any():
        raise ValueError("an area in a funnel has a denominator of more than 0")
    return Funnel(*(around(share, denominator, each, scale) for each in (WARNING, CONTROL)))


def around(share: float | Floats, denominator: Floats, confidence: float, scale: float) -> Interval:
    """The limits of `proportion_limits` at one confidence; ``share`` may be one for each area."""
    away = normal_quantile(confidence) * np.sqrt(share * (1 - share) / denominator)
    return Interval(
        np.maximum(share - away, 0) * scale,
        np.minimum(share + away, 1) * scale,
    )


def rate_limits(mean: float, counts: Floats, per: float = 10_000) -> Funnel:
    """Limits of a rate (or, with a mean of 1, of a ratio) for areas with so many events (1 or more),
    per so many people: events over the exact limits of their expected number, times the mean.

    The reference finds the same by bisection, to about one in a thousand far out.
    """
    if ((counts < 1) | np.isinf(counts)).any():
        raise ValueError("limits of a rate are drawn from 1 event on, to a finite number")
    return Funnel(*(_expected(mean, counts, (1 - each) / 2, per) for each in (WARNING, CONTROL)))


def _expected(mean: float, counts: Floats, tail: float, per: float) -> Interval:
    most = np.array([exact_upper(each, tail) for each in counts.ravel().tolist()])
    least = np.array([exact_lower(each, tail) for each in counts.ravel().tolist()])
    lower, upper = (mean * per * counts / each.reshape(counts.shape) for each in (most, least))
    return Interval(lower, upper)


def proportion_standing(numerator: Floats, denominator: Floats) -> Bytes:
    """`Standing` of each area by its proportion; UNKNOWN where a figure is missing. Raises as
    `wilson`."""
    wilson(numerator, denominator)  # refuses what is no proportion
    share = average(numerator, denominator)
    if share is None:
        return np.full(numerator.shape, Standing.UNKNOWN, dtype=np.int8)
    limits = proportion_limits(share, denominator, scale=1)
    own = numerator / denominator
    beyond = _side(own, limits.warning) + _side(own, limits.control)
    return _known(beyond, np.isnan(own))


def rate_standing(numerator: Floats, denominator: Floats, mean: float | None = None) -> Bytes:
    """`Standing` of each area by its own interval against the average of all, or against ``mean`` (1
    for ratios of observed to expected). UNKNOWN where a figure is missing. Raises as `rate`."""
    own = [rate(numerator, denominator, each, per=1) for each in (WARNING, CONTROL)]
    mean = average(numerator, denominator) if mean is None else mean
    if mean is None:
        return np.full(numerator.shape, Standing.UNKNOWN, dtype=np.int8)
    level = np.full(numerator.shape, mean)
    # Swapped: an area whose whole interval is above the average stands above it.
    beyond = -_side(level, own[0]) - _side(level, own[1])
    return _known(beyond, np.isnan(own[0].upper))


def _side(figure: Floats, limits: Interval) -> Bytes:
    """1 strictly above the limits, -1 strictly below, 0 between."""
    return (figure > limits.upper).astype(np.int8) - (figure < limits.lower)


def _known(beyond: Bytes, missing: Bools) -> Bytes:
    """The number of pairs of limits that are passed, as a `Standing`."""
    beyond[missing] = Standing.UNKNOWN
    return beyond
