"""Which figures lie further from the average of their group than chance explains for their size.

Percentages by the funnel around the average, rates by their own interval; both as
PHEindicatormethods has them (`watchlist.evaluate.spc.funnels`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from watchlist.evaluate.chance import counts
from watchlist.evaluate.groups import Groups, Turnout
from watchlist.evaluate.rows import places
from watchlist.evaluate.spc.funnels import around
from watchlist.evaluate.spc.intervals import Interval, rate
from watchlist.model.condition import Part, View
from watchlist.model.reading import Bools, Bytes, Floats


@dataclass(frozen=True, eq=False)
class Outliers:
    """Over the columns of ``groups``.

    ``turnout``     of how many areas the counts are known.
    ``average``     ``float64 [G, T]``: as a share of 1, NaN where there is none.
    ``counted``     ``bool [N, T]``: the counts of the reading itself are known.
    ``side``        ``int8 [N, T]``: +1 above what chance explains, -1 below it.
    ``scale``       ``float64 [N, 1]``: what turns a share of 1 into the unit of the figures.
    ``proportion``  ``bool [N]``: whether it is a percentage; otherwise a rate.
    """

    groups: Groups
    turnout: Turnout
    average: Floats
    counted: Bools
    side: Bytes
    scale: Floats
    proportion: Bools

    def lines(self, view: View, confidence: float, n: int, column: int) -> tuple[float, ...]:
        """The average and the two limits of one reading, in the unit of the figures."""
        at = int(view.rows[n]), self.groups.columns[column]
        events, people = (each[at][None] for each in (view.panel.numerator, view.panel.denominator))
        share, whole = self.average[self.groups.of[n], column][None], bool(self.proportion[n])
        limits = by_chance(events, people, share, confidence, proportion=whole)
        return tuple(float(each[0] * self.scale[n, 0]) for each in (share, *limits))


def outliers(view: View, groups: Groups, confidence: float) -> Outliers:
    """Every row of a view beside its group."""
    panel, own = view.panel, groups.own
    behind = counts(replace(view, rows=groups.rows), Part.VALUE, confidence)
    looked_at = slice(groups.columns.start, groups.columns.stop)
    behind = replace(
        behind,
        numerator=behind.numerator[:, looked_at],
        denominator=behind.denominator[:, looked_at],
    )
    known = behind.sound & ~np.isnan(groups.layer(panel.value)) & (groups.layer(panel.length) == 1)
    above, below = (np.where(known, each, 0) for each in (behind.numerator, behind.denominator))
    whole = groups.total(below)
    nothing = np.full(whole.shape, np.nan)
    average = np.divide(groups.total(above), whole, out=nothing, where=whole > 0)
    counted, proportion = known[own], behind.proportion[own, 0]
    side = np.zeros(counted.shape, dtype=np.int8)
    for kind in (True, False):
        some = np.flatnonzero(proportion == kind)
        at = own[some]
        row, column = places(counted[some])
        x, n = above[at[row], column], below[at[row], column]
        p = average[groups.of[some[row]], column]
        side[some[row], column] = _side(x, n, p, confidence, proportion=kind)
    turnout = groups.turnout(panel, known)
    return Outliers(groups, turnout, average, counted, side, behind.scale[own], proportion)


def by_chance(
    events: Floats, people: Floats, average: Floats, confidence: float, *, proportion: bool
) -> Interval:
    """As shares of 1: between what a percentage of so many people lies by chance around the average,
    or for what rates so many events may stand by chance."""
    if proportion:
        return around(average, people, confidence, scale=1)
    with np.errstate(over="ignore"):  # of next to nothing, on the way to 0
        return rate(events, people, confidence, per=1)


def _side(
    events: Floats, people: Floats, average: Floats, confidence: float, *, proportion: bool
) -> Bytes:
    """Strictly beyond the limits. A rate whose whole interval is above the average is above it."""
    lower, upper = by_chance(events, people, average, confidence, proportion=proportion)
    if proportion:
        figure = events / people
        return (figure > upper).astype(np.int8) - (figure < lower)
    return (average < lower).astype(np.int8) - (average > upper)
