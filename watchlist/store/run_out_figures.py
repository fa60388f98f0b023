"""Superseded versions of figures that have run out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, exists, or_, select

from watchlist.store.tables import corrections, data_checks, readings, revisions, series

_CELL = ("series", "period", "span", "forecast")


def superseded(before: datetime) -> ColumnElement[bool]:
    """Versions that stood no more before a moment, and that nothing asks for since: none of a figure
    that was put right by hand, which a source may repeat; none published with what stands, which would
    stand again if it came again; none of an indicator that is shown as restated."""
    later = revisions.alias()
    overtakes = later.c.published > revisions.c.published, later.c.recorded < before
    overtaken = or_(
        exists().where(*_of_same(readings), readings.c.recorded < before),
        exists().where(*_of_same(later), *overtakes),
    )
    older = exists().where(*_of_same(readings), readings.c.published > revisions.c.published)
    by_hand = exists().where(*_of_same(corrections))
    shown = revisions.c.series.in_(_restated())
    return and_(revisions.c.recorded < before, overtaken, older, ~by_hand, ~shown)


def _of_same(table: FromClause) -> list[ColumnElement[bool]]:
    return [table.c[name] == revisions.c[name] for name in _CELL]


def _restated() -> Select[Any]:
    """The series of indicators whose figures are shown as others than they were."""
    shown = select(data_checks.c.indicator)
    shown = shown.where(data_checks.c.check == "restated", data_checks.c.gone_at.is_(None))
    return select(series.c.id).where(series.c.indicator.in_(shown))
