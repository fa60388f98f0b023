"""Every version of a figure: what was said of it, when, and by which source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from watchlist.model.finding import Cell
from watchlist.model.period import Calendar
from watchlist.model.reading import Marker, Series, Status
from watchlist.store.base import Base
from watchlist.store.tables import readings, revisions, series

_SAYS = ("value", "numerator", "denominator", "digits", "marker", "status")
_COLUMNS = ("period", "span", "forecast", *_SAYS, "published", "recorded", "source")


@dataclass(frozen=True)
class Version:
    """``stands``: it is the one that counts; of each figure there is one such."""

    cell: Cell
    published: datetime
    recorded: datetime
    source: str
    stands: bool


class RevisionReads(Base):
    def versions(self, one: Series, calendar: Calendar) -> list[Version]:
        """All versions of the figures of a series (forecasts too), the newest period first, of each
        the one that stands before the others, and those the newest published first."""
        mine = (
            series.c.indicator == one.indicator,
            series.c.area == one.area,
            series.c.breakdown == one.breakdown,
            series.c.frequency == calendar.frequency,
            series.c.ends == calendar.ends,
        )
        with self.reading() as connection:
            found = [
                _version(row, stands=table is readings)
                for table in (readings, revisions)
                for row in connection.execute(
                    select(*(table.c[name] for name in _COLUMNS))
                    .join_from(table, series)
                    .where(*mine)
                )
            ]
        return sorted(found, key=_order)


def _order(one: Version) -> tuple[Any, ...]:
    cell = one.cell
    forecast = cell.status is Status.FORECAST
    told = -one.published.timestamp(), -one.recorded.timestamp()
    return -cell.period, cell.span, forecast, not one.stands, *told


def _version(row: Row[Any], *, stands: bool) -> Version:
    cell = Cell(
        period=row.period + max(row.span, 1) - 1,
        value=row.value,
        digits=row.digits,
        marker=Marker(row.marker),
        numerator=row.numerator,
        denominator=row.denominator,
        status=Status.FORECAST if row.forecast else Status(row.status),
        length=-row.span / 12 if row.span < 0 else float(row.span),
    )
    return Version(cell, row.published, row.recorded, row.source, stands)
