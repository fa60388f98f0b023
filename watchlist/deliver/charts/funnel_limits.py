"""Limits of funnels as lines over sizes, for percentages and for rates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from watchlist.evaluate.spc import funnels
from watchlist.evaluate.spc.intervals import Interval
from watchlist.model.indicator import Unit, UnitKind
from watchlist.model.reading import Bytes, Floats

_COUNTS = 80  # of events, from which a line of a rate is drawn


class Counts(NamedTuple):
    """Of the areas that are drawn."""

    events: Floats
    sizes: Floats


class Method(Protocol):
    """``scale``: what a share of 1 is in the unit; ``most``: the most that it allows. Counts below 0,
    and a numerator above the denominator of a percentage, are ValueErrors."""

    @property
    def scale(self) -> float: ...
    @property
    def most(self) -> float | None: ...

    def standing(self, counts: Counts) -> Bytes:
        """Of each area against the average of all, as `funnels.Standing`."""

    def limits(self, mean: float, counts: Counts) -> funnels.Funnel:
        """Of each area; NaN where there are none."""

    def lines(self, mean: float, sizes: Floats) -> funnels.Funnel:
        """Over sizes in ascending order."""


@dataclass(frozen=True)
class Percentages:
    scale: float = 100.0
    most: float = 100.0

    def standing(self, counts: Counts) -> Bytes:
        return funnels.proportion_standing(counts.events, counts.sizes)

    def limits(self, mean: float, counts: Counts) -> funnels.Funnel:
        return funnels.proportion_limits(mean, counts.sizes, self.scale)

    def lines(self, mean: float, sizes: Floats) -> funnels.Funnel:
        return funnels.proportion_limits(mean, sizes, self.scale)


@dataclass(frozen=True)
class Rates:
    scale: float
    most: None = None

    def standing(self, counts: Counts) -> Bytes:
        return funnels.rate_standing(counts.events, counts.sizes)

    def limits(self, mean: float, counts: Counts) -> funnels.Funnel:
        drawn = funnels.rate_limits(mean, np.maximum(counts.events, 1), self.scale)
        return _changed(drawn, lambda line, _: np.where(counts.events < 1, np.nan, line))

    def lines(self, mean: float, sizes: Floats) -> funnels.Funnel:
        """Limits are known for so many events; an area with so many of them that stands on a limit
        has the size of events over limit. Areas that small have no lower limit: it is 0."""
        most = mean * sizes[-1]
        events = np.geomspace(1, most + 4 * np.sqrt(most) + 10, _COUNTS)
        drawn = funnels.rate_limits(mean, events, self.scale)

        def over_sizes(line: Floats, least: float | None) -> Floats:
            return np.interp(sizes, self.scale * events / line, line, left=least)

        return _changed(drawn, over_sizes)


def method_of(unit: Unit) -> Method:
    """Raises ValueError for a unit that has no funnel."""
    if unit.kind is UnitKind.PERCENT:
        return Percentages()
    if unit.kind is UnitKind.RATE and unit.per:
        return Rates(float(unit.per))
    raise ValueError(f"a funnel shows percentages or rates per so many people, not {unit}")


def _changed(
    drawn: funnels.Funnel, change: Callable[[Floats, float | None], Floats]
) -> funnels.Funnel:
    """Each line changed; of lower ones it is said that they begin at 0."""
    return funnels.Funnel(
        *(
            Interval(change(pair.lower, 0.0), change(pair.upper, None))
            for pair in (drawn.warning, drawn.control)
        )
    )
