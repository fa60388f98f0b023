"""The officers' own forecasts, beside what was counted so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from watchlist.deliver.figures import amount, at_rate, cell_figure
from watchlist.model.finding import Cell
from watchlist.model.indicator import Indicator


def forecast(cells: Iterable[Cell], latest: Cell | None, indicator: Indicator) -> Iterator[str]:
    """A sentence for each forecast of a period that is not known whole; with the rate so far where
    a part of it is: "The officers’ own forecast for 2019 is 484; at the rate so far it would be
    514.5."."""
    for cell in cells:
        if latest is None or cell.period > latest.period:
            yield f"{_said(cell, indicator)}."
        elif cell.period == latest.period and latest.span < 0:
            rate = at_rate(latest, indicator.unit)
            so_far = "" if rate is None else amount(rate, indicator.unit)
            known = f"; at the rate so far it would be {so_far}" if so_far else ""
            yield f"{_said(cell, indicator)}{known}."


def _said(cell: Cell, indicator: Indicator) -> str:
    when = cell.spoken(indicator.calendar, indicator.pooled)
    return f"The officers’ own forecast for {when} is {cell_figure(cell, indicator.unit)}"
