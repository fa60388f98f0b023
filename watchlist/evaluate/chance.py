"""Chance: the interval of a proportion or rate, and whether all of it is beyond a reference."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from math import isnan

import numpy as np

from watchlist.evaluate.gaps import beyond
from watchlist.evaluate.lengths import given
from watchlist.evaluate.rows import by_row, places
from watchlist.evaluate.spc.intervals import Interval, rate, wilson
from watchlist.model.condition import Part, View
from watchlist.model.facts import Chance, Unjudged
from watchlist.model.indicator import Indicator, UnitKind
from watchlist.model.reading import Bools, Floats, Ints

#: Beyond it floating-point numbers no longer count one by one.
_MOST = 2.0**53


@dataclass(frozen=True, eq=False)
class Counts:
    """The counts behind the figures of N rows, ``[N, T]``, and how they become figures, ``[N, 1]``:
    times ``scale`` (NaN where chance is not reckoned with), as a ``proportion`` or as a rate."""

    numerator: Floats
    denominator: Floats
    scale: Floats
    proportion: Bools
    confidence: float

    def some(self, rows: slice, first: int) -> Counts:
        """Some rows from column ``first`` on."""
        at = (rows, slice(first, None))
        return replace(
            self,
            numerator=self.numerator[at],
            denominator=self.denominator[at],
            scale=self.scale[rows],
            proportion=self.proportion[rows],
        )

    @cached_property
    def sound(self) -> Bools:
        """``bool [N, T]``: both are given, and there is an interval of such counts."""
        above, below = self.numerator, self.denominator
        counted = (above >= 0) & (above <= _MOST) & (below >= 1) & (below <= _MOST)
        counted &= (above <= below) | ~self.proportion
        counted &= ~np.isnan(self.scale)
        return counted

    def clear(self, holds: Bools, reference: Floats, side: Floats) -> Bools:
        """``bool [N, T]``: where it holds and the whole interval is above the reference (``side``,
        ``[N, 1]``, is +1) or below it (-1)."""
        row, column = places(holds & self.sound)
        found, towards = self.interval(row, column), side[row]
        nearest = np.where(towards > 0, found.lower[:, None], found.upper[:, None])
        held = np.broadcast_to(reference, holds.shape)[row, column]
        clear = np.zeros(holds.shape, dtype=np.bool_)
        clear[row, column] = beyond(nearest, held[:, None], towards)[:, 0]
        return clear

    def interval(self, row: Ints, column: Ints) -> Interval:
        """In the unit of the figures, at places where the counts are `sound`."""
        above, below = self.numerator[row, column], self.denominator[row, column]
        lower, upper = np.empty(len(row)), np.empty(len(row))
        whole = self.proportion[row, 0]
        for some, found in ((whole, wilson), (~whole, _of_one)):
            lower[some], upper[some] = found(above[some], below[some], self.confidence)
        scale = self.scale[row, 0]
        return Interval(lower * scale, upper * scale)


def counts(view: View, part: Part, confidence: float) -> Counts:
    """The counts behind what is looked at of each reading: of values only, those of percentages and
    rates."""
    scale = by_row(view, view.panel, view.rows, _scale)
    if part is not Part.VALUE:
        scale = np.full_like(scale, np.nan)
    proportion = by_row(view, view.panel, view.rows, _is_percent).astype(np.bool_)
    above, below = (
        given(view.panel, view.rows, each) for each in (Part.NUMERATOR, Part.DENOMINATOR)
    )
    return Counts(above, below, scale, proportion, confidence)


def chance(view: View, part: Part, confidence: float, n: int, t: int) -> Chance:
    """Between what figures the reading of row ``n`` at column ``t`` lies, allowing for chance."""
    row = int(view.rows[n])
    if isnan(view.panel.value[row, t]):
        return Chance(None, None, confidence, Unjudged.LATEST_MISSING)
    found = counts(replace(view, rows=view.rows[n : n + 1]), part, confidence)
    if not found.sound[0, t]:
        return Chance(None, None, confidence, Unjudged.NO_COUNTS)
    lower, upper = found.interval(np.array([0]), np.array([t]))
    return Chance(float(lower[0]), float(upper[0]), confidence)


def _of_one(above: Floats, below: Floats, confidence: float) -> Interval:
    """A rate per person. Byar's limits of next to nothing are out of range on their way to 0."""
    with np.errstate(over="ignore"):
        return rate(above, below, confidence, per=1)


def _scale(each: Indicator) -> list[float]:
    """What numerator over denominator is multiplied by."""
    if _is_percent(each)[0]:
        return [100.0]
    return [float(each.unit.per or np.nan) if each.unit.kind is UnitKind.RATE else np.nan]


def _is_percent(each: Indicator) -> list[float]:
    return [each.unit.kind is UnitKind.PERCENT]
