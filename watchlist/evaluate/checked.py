"""One panel as the data checks see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from watchlist.evaluate.rows import which
from watchlist.model.indicator import Indicator
from watchlist.model.reading import Floats, Ints, Panel
from watchlist.model.register import DataCheck
from watchlist.model.rule import Rulebook

#: Figures within this share of each other are the same.
EXACT = 1e-9

Figures = dict[str, float | str]


@dataclass(frozen=True, eq=False)
class Checked:
    """One panel and what the rulebook knows of its rows."""

    book: Rulebook
    panel: Panel

    def rows(self, check: str, *, own: bool = False) -> Ints:
        """The rows for which a check is on, of the own areas only or of all."""
        panel, known = self.panel, self.book.indicators

        def is_on(name: str) -> bool:
            return name in known and check not in known[name].checks.off

        chosen = which(panel.indicators, is_on, panel.indicator)
        if own:
            ours = frozenset(self.book.own_areas)
            chosen &= which(panel.areas, ours.__contains__, panel.area)
        return np.flatnonzero(chosen)

    def facts(self, rows: Ints, of: Callable[[Indicator], float]) -> Floats:
        """``float64 [len(rows)]``: a fact of each row's indicator; only those named in the book."""
        known = [self.book.indicators.get(name) for name in self.panel.indicators]
        facts = [np.nan if each is None else of(each) for each in known]
        return np.array(facts)[self.panel.indicator[rows]]

    def found(self, check: str, row: int, column: int, figures: Figures) -> DataCheck:
        panel = self.panel
        period = panel.first + column
        return DataCheck(check, panel.series(row), panel.calendar, period, figures)
