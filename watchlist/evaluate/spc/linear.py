"""A straight line through the last points by least squares, and how sure its next ones are.

The next figure at a distance x on the axis of time is the line's, ± t · s · √(1 + 1/n + (x − x̄)²/Sxx):
n points, s² the sum of their squared distances from the line over n − 2, t the quantile of Student's
distribution with n − 2 degrees of freedom. Source: Draper and Smith, Applied regression analysis,
chapter 1; Hyndman and Athanasopoulos, Forecasting: principles and practice, 7.6
(simple regression).

Time is counted from the column that is looked from (0, and -1 for the period before), figures from
the latest one, so that the slope of large figures is not lost in their size.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import reduce
from typing import NamedTuple

import numpy as np

from watchlist.evaluate.spc.ahead import Step, Steps
from watchlist.evaluate.spc.means import mean
from watchlist.model.reading import Bools, Floats, Ints

#: The line goes through the known points of so many periods; a gap uses a place.
WINDOW = 12

#: Student's t at 0.9 (a tenth of the distribution is above it, so that 80% lie between ±t) by
#: degrees of freedom. Source: NIST/SEMATECH, e-Handbook of statistical methods, 1.3.6.7.2, which
#: has three decimals; the others by integrating the density, as the tests do again.
STUDENT = {
    4: 1.533206274059,
    5: 1.475884048825,
    6: 1.439755747265,
    7: 1.414923927650,
    8: 1.396815309743,
    9: 1.383028738396,
    10: 1.372183641110,
}

#: The same by the number of known points, NaN for those that are too few.
_STUDENT = np.array([STUDENT.get(known - 2, np.nan) for known in range(WINDOW + 1)])


class Line(NamedTuple):
    """A line through the middle of its points. ``spread``: the sum of squared distances from the
    middle on the axis of time."""

    middle_x: float
    middle: float
    slope: float
    spread: float


def line(points: Sequence[tuple[float, float]]) -> Line:
    """Through two or more points, by least squares."""
    middle_x, middle = (mean(each) for each in zip(*points, strict=True))
    spread = math.fsum((x - middle_x) ** 2 for x, _ in points)
    slope = math.fsum((x - middle_x) * (figure - middle) for x, figure in points) / spread
    return Line(middle_x, middle, slope, spread)


def linear(figures: Sequence[float | None], horizon: int) -> list[Step]:
    """The next figures of one series: ``figures`` are the periods of a window, the last one known
    and `ahead.FEWEST` or more in all."""
    there = [
        (float(x), each) for x, each in enumerate(figures, 1 - len(figures)) if each is not None
    ]
    _, latest = there[-1]
    points = [(x, figure - latest) for x, figure in there]
    fitted, count = line(points), len(points)
    rest = (y - fitted.middle - fitted.slope * (x - fitted.middle_x) for x, y in points)
    typical = math.hypot(*rest) / math.sqrt(count - 2)
    return [
        Step(
            (latest, fitted.middle, fitted.slope * away),
            STUDENT[count - 2] * typical * math.sqrt(1 + 1 / count + away**2 / fitted.spread),
        )
        for away in (x - fitted.middle_x for x in range(1, horizon + 1))
    ]


def linear_many(block: Floats, columns: Sequence[int], horizon: int) -> Iterator[tuple[int, Steps]]:
    """Each column and what `linear` says as of it. ``block``: ``[T, n]``, time first, NaN is missing;
    figures mean nothing where the column is missing or its window holds too few."""
    for column in columns:
        window = block[max(0, column + 1 - WINDOW) : column + 1]
        yield column, _steps(window, horizon)


@np.errstate(invalid="ignore", divide="ignore")
def _steps(window: Floats, horizon: int) -> Steps:
    x = np.arange(1.0 - len(window), 1.0)[:, None]
    there, latest = ~np.isnan(window), window[-1]
    fitted = Lines(x, window - latest, there)
    away = np.arange(1.0, horizon + 1)[:, None] - fitted.middle_x
    typical = fitted.distance() / np.sqrt(np.maximum(fitted.known - 2, 1))
    wide = np.sqrt(1 + 1 / fitted.known + away**2 / fitted.spread)
    parts = (latest, fitted.middle, fitted.slope * away)
    return Steps(fitted.known, parts, _STUDENT[fitted.known] * typical * wide)


class Lines:
    """`line` for many series: all ``[n]``. Sums go one figure after the other, so that their digits
    do not hang on how many series there are."""

    def __init__(self, x: Floats, figures: Floats, there: Bools) -> None:
        """``x``: fits ``[k, n]``; ``figures``, ``there``: ``[k, n]``, where a figure is known."""
        self.known: Ints = there.sum(axis=0)
        self.middle_x: Floats = _total(np.where(there, x, 0)) / self.known
        self.middle: Floats = _total(np.where(there, figures, 0)) / self.known
        self._away = np.where(there, x - self.middle_x, 0)
        self._off = np.where(there, figures - self.middle, 0)
        self.spread: Floats = _total(self._away * self._away)
        self.slope: Floats = _total(self._away * self._off) / self.spread

    def distance(self) -> Floats:
        """The root of the sum of squared distances of the figures from the line."""
        return np.asarray(reduce(np.hypot, self._off - self.slope * self._away))


def _total(rows: Floats) -> Floats:
    return np.asarray(reduce(np.add, rows))
