"""Exact limits of a Poisson mean, from the gamma distribution; half a χ² quantile."""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

#: Steps of Newton's method, kept in a bracket; it takes about six.
_STEPS = 200


@lru_cache(maxsize=4096)
def exact_lower(events: float, tail: float) -> float:
    """The mean under which so many events or more come by chance with probability ``tail`` (for 95%
    limits 0.025): half the ``tail`` quantile of χ² with 2 × events degrees of freedom. 0 for no
    events. Source: Armitage and Berry, Statistical methods in medical research."""
    return _quantile(events, tail, upper=False) if events else 0.0


@lru_cache(maxsize=4096)
def exact_upper(events: float, tail: float) -> float:
    """The mean under which so many events or fewer come with probability ``tail``: half the ``1 -
    tail`` quantile of χ² with 2 × events + 2 degrees of freedom."""
    return _quantile(events + 1, tail, upper=True)


def _quantile(shape: float, tail: float, *, upper: bool) -> float:
    """Where the lower (upper) tail of the gamma distribution of this shape is ``tail``."""
    low, high = 0.0, _above(shape, tail, upper=upper)
    guess = high / 2
    for _ in range(_STEPS):
        excess = _tail(shape, guess, upper=upper) - tail
        if (excess > 0) != upper:
            high = guess
        else:
            low = guess
        slope = _density(shape, guess) * (-1 if upper else 1)
        step = guess - excess / slope if slope else math.inf
        following = step if low < step < high else (low + high) / 2
        if abs(following - guess) <= 2e-16 * guess:
            return following
        guess = following
    return guess


def _above(shape: float, tail: float, *, upper: bool) -> float:
    """A bound above the quantile."""
    z = abs(NormalDist().inv_cdf(tail))
    bound = shape + z * math.sqrt(shape) + z * z + 1
    while (_tail(shape, bound, upper=upper) > tail) == upper:
        bound *= 2
    return bound


def _tail(shape: float, mean: float, *, upper: bool) -> float:
    """The regularised incomplete gamma function: P (lower) or Q (upper)."""
    if mean <= 0:
        return 1.0 if upper else 0.0
    if mean < shape + 1:
        lower = _series(shape, mean)
        return 1 - lower if upper else lower
    above = _fraction(shape, mean)
    return above if upper else 1 - above


def _series(shape: float, mean: float) -> float:
    """P as a power series. Source: NIST Digital Library of Mathematical Functions 8.11.4."""
    term = total = 1 / shape
    place = shape
    while term > total * 1e-17:
        place += 1
        term *= mean / place
        total += term
    return total * _weight(shape, mean)


def _fraction(shape: float, mean: float) -> float:
    """Q as a continued fraction, evaluated by Lentz's method. Source: DLMF 8.9.2."""
    tiny = 1e-300
    b = mean + 1 - shape
    c, d = 1 / tiny, 1 / b
    value = d
    for n in range(1, 100_000):
        a = -n * (n - shape)
        b += 2
        d = a * d + b
        d = 1 / (d if abs(d) > tiny else tiny)
        c = b + a / c
        c = c if abs(c) > tiny else tiny
        value *= d * c
        if abs(d * c - 1) < 1e-16:
            break
    return value * _weight(shape, mean)


def _weight(shape: float, mean: float) -> float:
    """mean^shape e^-mean / Γ(shape)."""
    return math.exp(shape * math.log(mean) - mean - math.lgamma(shape))


def _density(shape: float, mean: float) -> float:
    return _weight(shape, mean) / mean if mean > 0 else 0.0
