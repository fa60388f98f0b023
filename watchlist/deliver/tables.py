"""The small table under an item: the last periods of its series, as they may be shown."""

from __future__ import annotations

import numpy as np

from watchlist.deliver.figures import amount, at_rate, cell_figure, n_of_d
from watchlist.evaluate.lengths import covered
from watchlist.model.finding import Cell, cell_of, number
from watchlist.model.indicator import Indicator
from watchlist.model.message import Row
from watchlist.model.period import Calendar
from watchlist.model.reading import Marker, Panel, Series

_PERIODS = 6


def recent_rows(panel: Panel, series: Series, indicator: Indicator) -> tuple[Row, ...]:
    """The newest periods up to the series' latest reading, oldest first; none where it has none."""
    row = panel.row(series)
    if row is None:
        return ()
    anchor, read = int(panel.anchor[row]), np.flatnonzero(panel.marker[row] != Marker.NONE)
    first = max(anchor - _PERIODS + 1, int(read[0]) if len(read) else 0)
    within = covered(panel, np.array([row]))[0]
    columns = (column for column in range(first, anchor + 1) if not within[column])
    return tuple(_row(panel, row, column, indicator) for column in columns)


def _row(panel: Panel, row: int, column: int, indicator: Indicator) -> Row:
    cell = cell_of(panel, row, column)
    target = number(panel.target[row, column])
    if target is None:
        target = indicator.target_at(cell.period)
    when = cell.spoken(panel.calendar, indicator.pooled).removeprefix("the ")
    return Row(
        period=when[:1].upper() + when[1:],
        figure=cell_figure(cell, indicator.unit),
        detail=n_of_d(cell, indicator.unit) or _by_period(cell, indicator, panel.calendar),
        target="" if target is None else amount(target, indicator.unit),
    )


def _by_period(cell: Cell, indicator: Indicator, calendar: Calendar) -> str:
    """ "17 a month" beside a figure over several, or over the first part of one."""
    rate = at_rate(cell, indicator.unit)
    if cell.span == 1 or rate is None:
        return ""
    return f"{amount(rate, indicator.unit)} a {calendar.noun}"
