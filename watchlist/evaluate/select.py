"""Which series of a panel a rule stands for."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from watchlist.model.reading import Bools, Ints, Panel
from watchlist.model.rule import Rule, Rulebook


def selected(rule: Rule, book: Rulebook, panel: Panel) -> Ints:
    """``int [N]``: the rows of the panel that the rule selects, in their order there."""
    indicators, areas = frozenset(rule.selects.indicators), frozenset(book.areas_of(rule))
    chosen = _which(panel.indicators, indicators.__contains__)[panel.indicator]
    chosen &= _which(panel.areas, areas.__contains__)[panel.area]
    chosen &= _which(panel.breakdowns, rule.selects.takes)[panel.breakdown]
    return np.flatnonzero(chosen)


def _which(names: tuple[str, ...], wanted: Callable[[str], bool]) -> Bools:
    return np.fromiter(map(wanted, names), dtype=np.bool_, count=len(names))
