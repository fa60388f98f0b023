"""Which figures are ours alone: read from sources that are not public."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import Connection, select

from watchlist.model.reading import Series
from watchlist.register.small_numbers import Place
from watchlist.store.tables import readings, series


def own_figures(
    connection: Connection, indicators: Collection[str], public: Collection[str]
) -> dict[Series, set[Place]]:
    """The readings (no forecasts) of these indicators that come from none of the ``public``
    sources."""
    query = (
        select(series.c.indicator, series.c.area, series.c.breakdown)
        .add_columns(readings.c.period, readings.c.span)
        .join_from(readings, series)
        .where(
            series.c.indicator.in_(indicators),
            readings.c.forecast == 0,
            readings.c.source.not_in(public),
        )
    )
    found: dict[Series, set[Place]] = defaultdict(set)
    for indicator, area, breakdown, period, span in connection.execute(query):
        last = period + max(span, 1) - 1
        found[Series(indicator, area, breakdown)].add(Place(breakdown, last, span))
    return dict(found)
