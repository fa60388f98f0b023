"""What a figure is held against, in each cell, and whether there is anything to hold it against."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from watchlist.evaluate.truth import Truth
from watchlist.model.condition import View
from watchlist.model.period import Calendar
from watchlist.model.reading import Bools, Bytes, Floats, Ints


@dataclass(frozen=True, eq=False)
class Held:
    """A reference as arrays ``[N, T]``.

    ``value``     the figure held against, NaN where there is none.
    ``standing``  TRUE where it is known, UNKNOWN where it should be there but is missing or
                  withheld, NOT_JUDGED where there is nothing to compare with.
    ``at``        the ordinal (on ``calendar``) at which another series was read, NEVER where it was
                  not; None where no other series is looked at.
    ``first``     the columns before it hold nothing for any row, since the panel begins too late.
    """

    value: Floats
    standing: Bytes
    at: Ints | None = None
    calendar: Calendar | None = None
    first: int = 0


def standing(known: Bools, begun: Bools) -> Bytes:
    """How a reference stands that is unknown once its series has begun, not judged before."""
    unknown, true = np.int8(Truth.UNKNOWN), np.int8(Truth.TRUE)
    stands: Bytes = np.maximum(begun.view(np.int8) * unknown, known.view(np.int8) * true)
    return stands


def shape(view: View) -> tuple[int, int]:
    """(N, T) of every array that a judgement of this view holds."""
    return len(view.rows), view.panel.shape[1]


def fixed(view: View, value: float) -> Held:
    """The same number everywhere."""
    return Held(
        np.broadcast_to(np.float64(value), shape(view)),
        np.broadcast_to(np.int8(Truth.TRUE), shape(view)),
    )


def nothing(view: View) -> Held:
    """Nothing to hold against anywhere: a series that was never published. (``standing`` is filled,
    since one that is broadcast is taken for TRUE everywhere.)"""
    return Held(
        np.broadcast_to(np.float64("nan"), shape(view)),
        np.full(shape(view), Truth.NOT_JUDGED, dtype=np.int8),
    )
