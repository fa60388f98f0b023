"""The four truths, ordered so that `any` is the greatest and `all` the least.

not judged (the condition does not apply here) < false < unknown (a figure that should be there is
missing or withheld) < true.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from watchlist.model.reading import Bytes


class Truth(IntEnum):
    NOT_JUDGED = 0
    FALSE = 1
    UNKNOWN = 2
    TRUE = 3


def any_of(truths: list[Bytes]) -> Bytes:
    """``int8 [N, T]``: the greatest of them at each cell."""
    greatest: Bytes = np.maximum.reduce(truths)
    return greatest


def all_of(truths: list[Bytes]) -> Bytes:
    """``int8 [N, T]``: the least of them at each cell."""
    least: Bytes = np.minimum.reduce(truths)
    return least


def negated(truth: Bytes) -> Bytes:
    """True and false swapped; unknown and not judged stay as they are."""
    swapped = np.array([Truth.NOT_JUDGED, Truth.TRUE, Truth.UNKNOWN, Truth.FALSE], dtype=np.int8)
    return swapped[truth]
