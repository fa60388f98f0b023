"""Gaps between figures, which are decimals: 85 - 80.1 is 4.9, whatever a binary fraction says."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from watchlist.model.indicator import Margin
from watchlist.model.reading import Bools, Floats, Ints

#: Gaps within this share of the greater of the two figures are none.
_EXACT = 1e-9


@dataclass(frozen=True, eq=False)
class Gap:
    """How far each reading lies on one side of its reference; ``[N, T]``, NaN where one of the two
    is not known. ``slack`` is the gap that counts as none, ``reference`` what the gap is to."""

    width: Floats
    slack: Floats
    reference: Floats

    def is_at_least(self, margin: Margin | None) -> Bools:
        """On that side, and by the margin where there is one (exactly the margin is enough)."""
        apart = self.width > self.slack
        if margin is None:
            return apart
        share = margin.amount / 100 * np.abs(self.reference) if margin.relative else margin.amount
        return apart & (self.width >= share - self.slack)

    def is_none(self) -> Bools:
        """Both are known and the reading is not on that side; equal is none."""
        return self.width <= self.slack

    def turned(self) -> Gap:
        """The gap on the other side."""
        return replace(self, width=-self.width)


def gap(tested: Floats, reference: Floats, right: Ints) -> Gap:
    """The gap on the wrong side; ``right`` says for each row which one is right: +1 above the
    reference, -1 below it."""
    width = reference - tested
    width *= _factor(right)
    slack = np.maximum(np.abs(tested), np.abs(reference))
    slack *= _EXACT
    return Gap(width, slack, reference)


def _factor(right: Ints) -> Floats:
    """The sides as factors, one for all rows where they agree: half the time over few columns."""
    if len(right) and (right == right[0]).all():
        return np.asarray(right[0], dtype=np.float64)
    return right.astype(np.float64)[:, None]
