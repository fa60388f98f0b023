"""Holt's method with a damped trend: a level and a trend that each figure corrects.

With α, β and φ of `Smoothing`, e the error one period ahead, l the level and b the trend:
e = y − (l + φb), then l ← l + φb + αe and b ← φb + βe; h periods ahead stands l + (φ + … + φʰ)b. A
missing period moves the level on by the damped trend and corrects nothing. An 80% interval is
± z · s · √(1 + Σ (α + β(φ + … + φʲ))²), j from 1 to h − 1, which is the forecast variance of
ETS(A,Ad,N), a model of class 1, before its sums are written out; s² is the sum of squared errors
over the number of errors less the five figures that are fitted to them (α, β, φ, and where level and
trend start).

The start is the least squares line through the first six known points, one period before them. α,
β and φ are those of `GRID` that had the least squared errors up to the column looked from, for each
series alone; of equal ones the smoothest. So each series has three that suit it roughly, and nothing
is searched for that few points cannot tell.

The interval takes what was fitted for known. From two years of months on it holds about 80%; of a
dozen figures that wander (each one the last and something at random) it holds about two thirds at
three periods ahead.

Source: Gardner and McKenzie 1985, Forecasting trends in time series; Hyndman and Athanasopoulos,
Forecasting: principles and practice, 8.2, 8.5 and 8.7 (the recursion in its error form and the
interval), 5.5 (s); Hyndman, Koehler, Ord and Snyder 2008, Forecasting with exponential smoothing,
chapter 6 (class 1).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from watchlist.evaluate.spc.ahead import CONFIDENCE, FEWEST, Step
from watchlist.evaluate.spc.intervals import normal_quantile
from watchlist.evaluate.spc.linear import line


class Smoothing(NamedTuple):
    """``level`` (α) and ``trend`` (β): the share of an error by which each is corrected;
    ``damping`` (φ): the share of the trend that is left after a period."""

    level: float
    trend: float
    damping: float


#: What is chosen from, the smoothest first. β is a share of α, and φ from 0.8 to 0.98, as the book
#: keeps them.
GRID = tuple(
    Smoothing(level, level * share, damping)
    for level in (0.1, 0.3, 0.5, 0.8)
    for share in (0.1, 0.3)
    for damping in (0.8, 0.9, 0.98)
)

#: Errors that differ by less than this share are equal: rounding does not choose.
EQUAL = 1e-9

#: Fitted to the errors: three of `Smoothing`, a level and a trend.
FITTED = 5


class _End(NamedTuple):
    """Where the recursion ends: a level, a trend, and the root of the sum of squared errors."""

    level: float
    trend: float
    error: float


def damped(figures: Sequence[float | None], horizon: int) -> list[Step]:
    """The next figures of one series, from all of it: the last one known and `ahead.FEWEST` or more
    in all."""
    first, away = _from_the_first(figures)
    level, trend = _start(away)
    ends = [_run(away, each, level, trend) for each in GRID]
    most = min(end.error for end in ends) * (1 + EQUAL)
    chosen, end = next(pair for pair in zip(GRID, ends, strict=True) if pair[1].error <= most)
    known = sum(figure is not None for figure in away)
    half = normal_quantile(CONFIDENCE) * end.error / math.sqrt(known - FITTED)
    return [
        Step((first, end.level, reach * end.trend), half * wide)
        for reach, wide in reaches(chosen, horizon)
    ]


def _from_the_first(figures: Sequence[float | None]) -> tuple[float, list[float | None]]:
    """The first known figure, and all from there on as their distance from it."""
    place, first = next((at, each) for at, each in enumerate(figures) if each is not None)
    return first, [None if each is None else each - first for each in figures[place:]]


def _start(away: Sequence[float | None]) -> tuple[float, float]:
    """Level and trend one period before the first figure."""
    points = [(float(x), figure) for x, figure in enumerate(away) if figure is not None]
    fitted = line(points[:FEWEST])
    return fitted.middle - fitted.slope * (1 + fitted.middle_x), fitted.slope


def _run(away: Sequence[float | None], by: Smoothing, level: float, trend: float) -> _End:
    errors = []
    for figure in away:
        trend *= by.damping
        level += trend
        if figure is not None:
            errors.append(figure - level)
            level += by.level * errors[-1]
            trend += by.trend * errors[-1]
    return _End(level, trend, math.hypot(*errors))


def reaches(by: Smoothing, horizon: int) -> Iterator[tuple[float, float]]:
    """Of each period ahead: how many trends it is from the level, and how many times as unsure as
    the next one."""
    reach, variance = 0.0, 1.0
    for period in range(1, horizon + 1):
        variance += (by.level + by.trend * reach) ** 2 if period > 1 else 0.0
        reach += by.damping**period
        yield reach, math.sqrt(variance)
