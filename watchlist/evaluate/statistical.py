"""What the statistical conditions have in common: one leaf, its facts, and how far they look."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable

import numpy as np

from watchlist.evaluate.elsewhere import read_elsewhere
from watchlist.evaluate.looked_at import figures, incomparable
from watchlist.evaluate.spc.means import LARGEST
from watchlist.evaluate.truth import Truth
from watchlist.model.condition import Asks, Judgement, Kind, Leaf, Part, View, word
from watchlist.model.period import Calendar
from watchlist.model.reading import Bools, Bytes, Floats

#: The figures shown behind a verdict: a year and the same month of the year before.
_SHOWN = 13

INDICATOR = word(
    "indicator",
    Kind.INDICATOR,
    "looks at another indicator of the same area (inside all, any, not)",
    example="indicator: vacancies",
)


class Statistical(ABC):
    """A condition that is one leaf, of the view's own series or of another ``indicator:``."""

    head: str
    indicator: str | None

    @abstractmethod
    def leaf(self, view: View) -> Leaf:
        """What it says of every row and column of a view."""

    def judge(self, view: View) -> Judgement:
        """Its one leaf."""
        if self.indicator is None:
            leaf = self.leaf(view)
        else:
            leaf = read_elsewhere(self.indicator, view, self, self.leaf)
        return Judgement(leaf.truth, np.broadcast_to(np.int8(0), leaf.truth.shape), (leaf,))

    def looks_at(self) -> frozenset[str]:
        """The other indicator that it reads."""
        return frozenset(name for name in (self.indicator,) if name)

    def looks_back(self, _calendar: Calendar, /) -> int | None:
        """Over all history."""
        return None

    @property
    def asks(self) -> Asks:
        return Asks(indicator=self.indicator)

    def shows(self, _calendar: Calendar, period: int, _length: float, /) -> Iterable[int]:
        """The year up to the reading."""
        return range(period - _SHOWN + 1, period + 1)


def tested(view: View) -> Floats:
    """``float64 [N, T]``: the figures that are looked at, NaN where none is known or comparable."""
    return figures(view, view.panel, view.rows, Part.VALUE)


def chartable(view: View) -> Floats:
    """``float64 [N, all history]``: the same, NaN as well for what is too large to be reckoned with."""
    values = figures(view, view.history, view.rows, Part.VALUE)
    endless = np.abs(values) > LARGEST
    return np.where(endless, np.nan, values) if endless.any() else values


def truths(view: View, holds: Bools, judged: Bools, unknown: Bools | None = None) -> Bytes:
    """``int8 [N, T]``: where it can be judged, whether it holds. What cannot be known of the reading
    goes before what it would be judged by; a figure over another length is not judged."""
    truth = np.where(judged, np.where(holds, Truth.TRUE, Truth.FALSE), Truth.NOT_JUDGED)
    missing = np.isnan(tested(view))
    truth[missing if unknown is None else missing | unknown] = Truth.UNKNOWN
    apart = incomparable(view, view.panel, view.rows, Part.VALUE)
    if apart is not None:
        truth[apart] = Truth.NOT_JUDGED
    return truth.astype(np.int8)
