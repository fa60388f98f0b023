"""People's own forecasts: kept beside the readings, shown, and never judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import Connection, Text, select, type_coerce

from watchlist.model.finding import Cell
from watchlist.model.period import Calendar
from watchlist.model.reading import Marker, Series, Status
from watchlist.store.tables import readings, series


def of_series(
    connection: Connection, wanted: Collection[Series], calendars: Mapping[str, Calendar]
) -> dict[Series, tuple[Cell, ...]]:
    """The forecast figures of these series on the calendars given, the oldest period first."""
    frequency = type_coerce(series.c.frequency, Text)
    query = (
        select(series.c.indicator, series.c.area, series.c.breakdown, frequency, series.c.ends)
        .add_columns(*(readings.c[name] for name in ("period", "span", "value", "digits")))
        .join_from(readings, series)
        .where(
            series.c.indicator.in_({one.indicator for one in wanted}),
            readings.c.forecast == 1,
            readings.c.value.is_not(None),
        )
        .order_by(readings.c.period, readings.c.span)
    )
    found = defaultdict(list)
    for indicator, area, breakdown, every, ends, period, span, value, digits in connection.execute(
        query
    ):
        calendar, one = calendars.get(indicator), Series(indicator, area, breakdown)
        if (
            one in wanted
            and calendar
            and (calendar.frequency.value, calendar.ends) == (every, ends)
        ):
            found[one].append(_cell(period, span, value, digits))
    return {one: tuple(cells) for one, cells in found.items()}


def _cell(period: int, span: int, value: float, digits: int | None) -> Cell:
    return Cell(
        period=period + max(span, 1) - 1,
        value=value,
        digits=digits,
        marker=Marker.FIGURE,
        status=Status.FORECAST,
        length=-span / 12 if span < 0 else float(span),
    )
