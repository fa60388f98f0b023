"""Which series of a panel a rule stands for."""

from __future__ import annotations

import numpy as np

from watchlist.evaluate.rows import positions
from watchlist.model.reading import Ints, Panel
from watchlist.model.rule import Rule, Rulebook


def selected(rule: Rule, book: Rulebook, panel: Panel) -> Ints:
    """``int [N]``: the rows of the panel that the rule selects, in their order there."""
    breakdowns = [each for each in panel.breakdowns if rule.selects.takes(each)]
    chosen = (
        np.isin(panel.indicator, positions(rule.selects.indicators, panel.indicators))
        & np.isin(panel.area, positions(book.areas_of(rule), panel.areas))
        & np.isin(panel.breakdown, positions(breakdowns, panel.breakdowns))
    )
    return np.flatnonzero(chosen)
