"""What every forecast has in common: how much it needs, and how its figures are put together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import reduce
from typing import NamedTuple

import numpy as np

from watchlist.model.reading import Floats, Ints

#: A forecast takes so many known points.
FEWEST = 6

#: The share of cases in which the figure is to lie in its interval.
CONFIDENCE = 0.8

#: A sum within this share of its parts is nothing but what binary fractions leave behind.
_ROUNDING = 1e-14


class Step(NamedTuple):
    """One period ahead of one series. ``parts``: their sum is the central figure. ``half``: from
    there to either end of the interval. In the unit of the values."""

    parts: tuple[float, ...]
    half: float


class Steps(NamedTuple):
    """All periods ahead of many series, as of one column. ``known``: ``[n]``, the points that they
    come from; ``parts``: each fits ``[horizon, n]``; ``half``: ``[horizon, n]``."""

    known: Ints
    parts: tuple[Floats, ...]
    half: Floats


def added(parts: Sequence[float]) -> float:
    """Their sum. Decimals that cancel out (a line that falls from 0.6 to 0) are 0."""
    total = math.fsum(parts)
    return 0.0 if abs(total) <= _ROUNDING * math.fsum(map(abs, parts)) else total


def added_up(parts: Sequence[Floats]) -> Floats:
    """The same cell by cell."""
    total = np.asarray(reduce(np.add, parts))
    size = reduce(np.add, (np.abs(part) for part in parts))
    total[np.abs(total) <= _ROUNDING * size] = 0
    return total
