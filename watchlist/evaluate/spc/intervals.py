"""Confidence intervals of proportions and rates, over arrays of any shape."""

from __future__ import annotations

from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from watchlist.evaluate.spc.poisson import exact_lower, exact_upper
from watchlist.model.reading import Bools, Floats

#: From so many events on Byar's approximation is good; below it the exact limits are taken.
BYAR_FROM = 10


class Interval(NamedTuple):
    """Both of the shape of what they are of; NaN where a figure they come from is missing."""

    lower: Floats
    upper: Floats


def normal_quantile(confidence: float) -> float:
    """z: how many standard deviations either side hold this share of the normal distribution.
    Raises ValueError unless 0 < confidence < 1."""
    if not 0 < confidence < 1:
        raise ValueError(f"a confidence is between 0 and 1 (0.95), not {confidence:g}")
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def wilson(numerator: Floats, denominator: Floats, confidence: float = 0.95) -> Interval:
    """Of a proportion, as a share of 1 (times 100 for per cent).

    Raises ValueError for counts below 0, above their denominator or infinite, and for a denominator
    of 0. Source: Wilson 1927; Newcombe and Altman, Statistics with confidence.
    """
    x, n = _counts(numerator, denominator)
    if (x > n).any():
        raise ValueError("a numerator is larger than its denominator: that is no proportion")
    z = normal_quantile(confidence)
    middle, width = 2 * x + z**2, z * np.sqrt(z**2 + 4 * x * (1 - x / n))
    scale = 2 * (n + z**2)
    return Interval(
        np.maximum((middle - width) / scale, 0), np.minimum((middle + width) / scale, 1)
    )


def byar(events: Floats, confidence: float = 0.95) -> Interval:
    """Of a count of events, by Byar's approximation. It has no lower limit for no events and for very
    few at a high confidence: then that is 0.

    Raises ValueError for counts below 0 or infinite. Source: Breslow and Day, Statistical methods in
    cancer research II.
    """
    x, _ = _counts(events, np.ones_like(events))
    z = normal_quantile(confidence)
    some, more = np.where(x == 0, 1, x), x + 1
    lower = some * (1 - 1 / (9 * some) - z / (3 * np.sqrt(some))) ** 3
    upper = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return Interval(np.where(x > 0, np.maximum(lower, 0), x * 0), upper)


def events(count: Floats, confidence: float = 0.95) -> Interval:
    """Of a count of events: Byar's from 10 on, the exact Poisson limits below. Raises as `byar`."""
    approximate = byar(count, confidence)
    tail, few = (1 - confidence) / 2, count < BYAR_FROM
    lower, upper = approximate.lower.copy(), approximate.upper.copy()
    for each in np.unique(count[few]).tolist():
        here = count == each
        lower[here], upper[here] = exact_lower(each, tail), exact_upper(each, tail)
    return Interval(lower, upper)


def rate(
    numerator: Floats, denominator: Floats, confidence: float = 0.95, per: float = 10_000
) -> Interval:
    """Of a rate of events per so many people. Raises as `byar`, and for a denominator of 0.

    Source: PHEindicatormethods ``phe_rate``.
    """
    x, n = _counts(numerator, denominator)
    lower, upper = events(x, confidence)
    return Interval(lower / n * per, upper / n * per)


def _counts(numerator: Floats, denominator: Floats) -> tuple[Floats, Floats]:
    """Both as float64; NaN in one makes the other NaN too."""
    x, n = (np.asarray(each, dtype=np.float64) for each in (numerator, denominator))
    _refuse((x < 0) | np.isinf(x), x, "a numerator is 0 or more")
    _refuse((n <= 0) | np.isinf(n), n, "a denominator is more than 0")
    missing = np.isnan(x) | np.isnan(n)
    return np.where(missing, np.nan, x), np.where(missing, np.nan, n)


def _refuse(wrong: Bools, figures: Floats, sentence: str) -> None:
    if wrong.any():
        raise ValueError(f"{sentence}, not {figures[wrong].flat[0]:g}")
