"""Centre line and limits of one group of an XmR chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from watchlist.evaluate.spc.means import known, mean

#: From the mean moving range to three standard deviations: 3 / d2, with d2 = 1.128 for ranges of
#: two, as NHSRplotthedots rounds it.
LIMIT = 2.66

#: Two thirds of the way to the limits; written so that it rounds as the reference's does.
NEAR = 2 * (LIMIT / 3)

#: The upper limit of moving ranges, as a multiple of their mean (D4 for ranges of two).
SCREEN = 3.267


@dataclass(frozen=True)
class Lines:
    """What is drawn behind the points, in the unit of the values; None where there is none."""

    centre: float | None = None
    lower: float | None = None
    upper: float | None = None
    near_lower: float | None = None
    near_upper: float | None = None

    def within(self, least: float | None, most: float | None) -> Lines:
        """The same lines, none beyond what the unit allows (0 and 100 for percentages): for
        showing. Signals are judged by the lines as they were computed."""
        return Lines(*(_clipped(line, least, most) for line in vars(self).values()))


def _clipped(line: float | None, least: float | None, most: float | None) -> float | None:
    if line is None:
        return None
    line = line if least is None else max(line, least)
    return line if most is None else min(line, most)


def moving_ranges(values: Sequence[float | None]) -> list[float]:
    """The differences of neighbours without their sign, where both are known."""
    return [abs(b - a) for a, b in pairwise(values) if a is not None and b is not None]


def mean_range(ranges: Sequence[float], screen: bool) -> float | None:
    """The mean moving range. ``screen``: ranges not strictly below 3.267 times the mean are dropped,
    once, and the mean is taken again. None where no range is left."""
    if screen and ranges:
        most = SCREEN * mean(ranges)
        ranges = [each for each in ranges if each < most]
    return mean(ranges) if ranges else None


def lines(baseline: Sequence[float | None], screen: bool, flat: bool) -> Lines:
    """The lines from the rows of a baseline. The centre line is the mean of the known values, never
    screened; limits stand 2.66 mean moving ranges from it, near limits two thirds of that.

    ``flat``: screening that drops every range (all are 0) leaves limits on the centre line; the
    reference then has none. Source: NHS England, Making Data Count; NHSRplotthedots.
    """
    figures = known(baseline)
    if not figures:
        return Lines()
    centre, ranges = mean(figures), moving_ranges(baseline)
    typical = mean_range(ranges, screen)
    if typical is None and ranges and flat:
        typical = 0.0
    return around(centre, typical)


def around(centre: float, typical: float | None, limit: float = LIMIT, near: float = NEAR) -> Lines:
    """The lines around a centre line by the mean moving range."""
    if typical is None:
        return Lines(centre)
    far, close = limit * typical, near * typical
    return Lines(centre, centre - far, centre + far, centre - close, centre + close)
