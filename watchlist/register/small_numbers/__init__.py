"""Small numbers, for the public: what is withheld so that nobody can work out a count of a few
children. Pure: figures and what was decided before in, a decision out.

``place`` names figures, ``primary`` finds small counts behind them, ``sums`` what adds up, ``layer``
and ``known`` what anybody can know, ``equations`` how many values a count can take, ``protection``
which withheld counts could be worked out, ``secondary`` what else to withhold, ``decide`` all of it
period by period, ``decision`` what comes out, ``statements`` what may be said of it to whom.
"""

from __future__ import annotations

from watchlist.register.small_numbers.decide import decide
from watchlist.register.small_numbers.decision import (
    EVERYTHING,
    NOTHING_YET,
    Decision,
    Published,
    Why,
)
from watchlist.register.small_numbers.place import Figure, Place
from watchlist.register.small_numbers.statements import (
    USUAL,
    Decisions,
    decide_for,
    resting_on,
    rests_on_withheld,
)

__all__ = [
    "EVERYTHING", "NOTHING_YET", "USUAL", "Decision", "Decisions", "Figure", "Place", "Published",
    "Why", "decide", "decide_for", "resting_on", "rests_on_withheld",
]  # fmt: skip
