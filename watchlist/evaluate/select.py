"""Which series of a panel a rule stands for."""

from __future__ import annotations

import numpy as np

from watchlist.evaluate.rows import positions
from watchlist.model.reading import Ints, Panel
from watchlist.model.rule import Rule, Rulebook

#: What a rule may say of breakdowns: None for all, () for the total, or dimension -> values.
Breakdowns = tuple[tuple[str, tuple[str, ...]], ...] | None


def selected(rule: Rule, book: Rulebook, panel: Panel) -> Ints:
    """``int [N]``: the rows of the panel that the rule selects, in their order there."""
    breakdowns = [each for each in panel.breakdowns if _takes(rule.selects.breakdowns, each)]
    chosen = (
        np.isin(panel.indicator, positions(rule.selects.indicators, panel.indicators))
        & np.isin(panel.area, positions(book.areas_of(rule), panel.areas))
        & np.isin(panel.breakdown, positions(breakdowns, panel.breakdowns))
    )
    return np.flatnonzero(chosen)


def _takes(wanted: Breakdowns, breakdown: str) -> bool:
    """A series broken down by exactly the dimensions named, with one of the values of each."""
    if wanted is None:
        return True
    given = dict(part.split("=", 1) for part in breakdown.split(";") if part)
    asked = dict(wanted)
    return given.keys() == asked.keys() and all(given[name] in asked[name] for name in given)
