"""Which series of a panel a rule stands for."""

from __future__ import annotations

import numpy as np

from watchlist.evaluate.rows import which
from watchlist.model.reading import Ints, Panel
from watchlist.model.rule import Rule, Rulebook


def selected(rule: Rule, book: Rulebook, panel: Panel) -> Ints:
    """``int [N]``: the rows of the panel that the rule selects, in their order there."""
    indicators, areas = frozenset(rule.selects.indicators), frozenset(book.areas_of(rule))
    chosen = which(panel.indicators, indicators.__contains__, panel.indicator)
    chosen &= which(panel.areas, areas.__contains__, panel.area)
    chosen &= which(panel.breakdowns, rule.selects.takes, panel.breakdown)
    return np.flatnonzero(chosen)
