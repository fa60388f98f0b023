"""Gaps between figures, which are decimals: 85 - 80.1 is 4.9, whatever a binary fraction says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from watchlist.model.indicator import Margin
from watchlist.model.reading import Bools, Floats, Ints

#: Gaps within this share of the greater of the two figures are none.
_EXACT = 1e-9


@dataclass(frozen=True, eq=False)
class Gap:
    """How far each reading lies on the wrong side of its reference; ``[N, T]``, NaN where one of the
    two is not known. ``slack`` is the gap that counts as none, ``reference`` what the gap is to."""

    width: Floats
    slack: Floats
    reference: Floats

    def is_at_least(self, margin: Margin | None) -> Bools:
        """On the wrong side, and by the margin where there is one (exactly the margin is enough)."""
        wrong = self.width > self.slack
        if margin is None:
            return wrong
        share = margin.amount / 100 * np.abs(self.reference) if margin.relative else margin.amount
        return wrong & (self.width >= share - self.slack)

    def is_none(self) -> Bools:
        """Both are known and the reading is not on the wrong side; equal is right."""
        return self.width <= self.slack


def gap(tested: Floats, reference: Floats, toward: Ints) -> Gap:
    """``toward`` says for each row which side is right: +1 above the reference, -1 below it."""
    width = (reference - tested) * toward[:, None]
    slack = _EXACT * np.maximum(np.abs(tested), np.abs(reference))
    return Gap(width, slack, reference)
