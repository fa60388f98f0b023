"""Gaps between figures, which are decimals: 85 - 80.1 is 4.9, whatever a binary fraction says.

A reading is off a reference where it lies beyond an *edge*, which is the reference itself or as far
from it as the margin asks. Edges are compared and not gaps, since a reference is often one number
for a row or for all rows: its edge is then one number too, and each reading is looked at once.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from watchlist.model.indicator import Margin
from watchlist.model.reading import Bools, Floats

Kind = TypeVar("Kind", bound=np.generic)

#: Gaps within this share of the figures are none.
_EXACT = 1e-9


def beyond(tested: Floats, reference: Floats, side: Floats, by: Margin | None = None) -> Bools:
    """``bool [N, T]``: the reading is above the reference (``side`` is +1) or below it (-1), by the
    margin where there is one (exactly the margin is enough). False where one of them is NaN, and for
    a side of 0. ``side`` is ``[N, 1]``."""
    one_side, edge = _shared(side), _edge(compact(reference), compact(side), by)
    if one_side == 1:
        return tested > edge
    if one_side == -1:
        return tested < edge
    past: Bools = tested * side > edge * side
    return past


def up_to(tested: Floats, reference: Floats, side: Floats) -> Bools:
    """``bool [N, T]``: both are known and the reading is not on that side; equal is not."""
    one_side, edge = _shared(side), _edge(compact(reference), compact(side), None)
    if one_side == 1:
        return tested <= edge
    if one_side == -1:
        return tested >= edge
    short: Bools = tested * side <= edge * side
    return short


def compact(layer: npt.NDArray[Kind]) -> npt.NDArray[Kind]:
    """A layer without what is only repeated: one row or column of it where all are the same one."""
    return layer[tuple(slice(None if stride else 1) for stride in layer.strides)]


def _edge(reference: Floats, side: Floats, by: Margin | None) -> Floats:
    """Where "off it" begins. A margin is met a little before it is full, and a gap that is less than
    that little is none."""
    size = np.abs(reference)
    if by is None:
        away = size * (_EXACT * side)
    elif by.relative:
        share = by.amount / 100
        away = size * (max(share - _EXACT * (1 + share), _EXACT) * side)
    else:
        little = _EXACT * (size + by.amount)
        away = np.maximum(by.amount - little, little) * side
    away += reference
    return away


def _shared(side: Floats) -> float | None:
    """The side of all rows where they agree."""
    first = side[0, 0] if len(side) else np.nan
    return float(first) if (compact(side) == first).all() else None
