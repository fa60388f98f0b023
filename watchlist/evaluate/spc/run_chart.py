"""Run charts: runs and crossings about a line, without limits or with those of individuals."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from watchlist.evaluate.spc.limits import Lines, around, mean_range, moving_ranges
from watchlist.evaluate.spc.means import checked, known, mean, median

#: Three standard deviations from the mean moving range, unrounded.
_INDIVIDUALS = 3 / 1.128


@dataclass(frozen=True)
class Runs:
    """Runs of points on one side of the line, and how many crossings lie between them."""

    longest: int
    longest_by_chance: int
    crossings: int
    fewest_by_chance: int

    @property
    def signal(self) -> bool:
        """A run longer than chance explains, or fewer crossings than it does."""
        return self.longest > self.longest_by_chance or self.crossings < self.fewest_by_chance


@dataclass(frozen=True)
class RunChart:
    """``points``: rows, missing ones included; ``useful``: points not on the line. ``runs``: None where
    no point is useful, so that nothing can be said. ``outside``: points strictly beyond the limits,
    of the individuals variant."""

    points: int
    useful: int
    lines: Lines
    runs: Runs | None
    outside: int

    @property
    def signal(self) -> bool:
        return self.runs is not None and self.runs.signal


def run_chart(values: Iterable[float | None], *, individuals: bool = False) -> RunChart:
    """The run chart of a series about its median; ``individuals``: about its mean, with limits from
    screened moving ranges.

    ``values``: in order of time; None or NaN is missing. Raises ValueError for infinite values and
    those beyond 1e300. Source: Anhøj and Olesen 2014 (after Schilling 2012 and Chen 2010); qicharts2.
    """
    figures = checked(values)
    there = known(figures)
    drawn = _lines(figures, there, individuals)
    sides = [
        value > centre for centre in known([drawn.centre]) for value in there if value != centre
    ]
    return RunChart(len(figures), len(sides), drawn, _runs(sides), _outside(there, drawn))


def _lines(figures: Sequence[float | None], there: Sequence[float], individuals: bool) -> Lines:
    if not there:
        return Lines()
    if not individuals:
        return Lines(median(there))
    typical = mean_range(moving_ranges(figures), screen=True)
    return around(mean(there), typical, _INDIVIDUALS, 2 * _INDIVIDUALS / 3)


def _runs(sides: Sequence[bool]) -> Runs | None:
    if not sides:
        return None
    lengths = [len(list(run)) for _, run in groupby(sides)]
    useful = len(sides)
    longest = round(math.log2(useful) + 3)
    return Runs(max(lengths), longest, len(lengths) - 1, fewest_crossings(useful))


def _outside(there: Sequence[float], drawn: Lines) -> int:
    if drawn.lower is None or drawn.upper is None:
        return 0
    return sum(value < drawn.lower or value > drawn.upper for value in there)


def fewest_crossings(useful: int) -> int:
    """The 5% quantile of crossings between so many useful points: of a binomial with useful - 1
    trials and probability ½."""
    trials = max(useful - 1, 0)
    ways = cumulated = 1
    crossings = 0
    while 20 * cumulated < 2**trials:
        ways = ways * (trials - crossings) // (crossings + 1)
        crossings += 1
        cumulated += ways
    return crossings
