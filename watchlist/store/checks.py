"""Findings about data: what stands, since when, and what is gone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from watchlist.model.register import DataCheck
from watchlist.store import bulk
from watchlist.store.base import Base
from watchlist.store.results import FoundCheck
from watchlist.store.shapes import check_of, check_values
from watchlist.store.tables import data_checks

_STANDS = data_checks.c.gone_at.is_(None)


class CheckReads(Base):
    def checks(self, keys: Collection[str]) -> dict[str, DataCheck]:
        """Findings by their keys, gone ones too; of one that came back, the last."""
        query = select(data_checks).order_by(data_checks.c.id)
        with self.reading() as connection:
            return {
                row.key: check_of(row)
                for chunk in bulk.chunks(keys)
                for row in connection.execute(query.where(data_checks.c.key.in_(chunk)))
            }

    def current_checks(self) -> list[FoundCheck]:
        """What stands, the oldest first."""
        query = select(data_checks).where(_STANDS)
        with self.reading() as connection:
            rows = connection.execute(query.order_by(data_checks.c.first_seen, data_checks.c.key))
            return [FoundCheck(check_of(row), row.first_seen) for row in rows]


def save_checks(
    connection: Connection,
    found: Sequence[DataCheck],
    indicators: Collection[str],
    now: datetime,
) -> tuple[list[DataCheck], bool]:
    """Hold what was found against what stood for these indicators; the new ones come back, and whether
    anything stands otherwise now."""
    query = select(data_checks).where(_STANDS, data_checks.c.indicator.in_(indicators))
    stood = {row.key: check_of(row) for row in connection.execute(query)}
    standing = {check.key: check for check in found}
    gone = stood.keys() - standing.keys()
    for key in gone:
        _change(connection, key, gone_at=now)
    others = [
        key for key in stood.keys() & standing.keys() if stood[key].figures != standing[key].figures
    ]
    for key in others:
        _change(connection, key, figures=standing[key].figures)
    new = [check for key, check in standing.items() if key not in stood]
    if new:
        rows = [{**check_values(check), "first_seen": now} for check in new]
        connection.execute(data_checks.insert(), rows)
    return new, bool(new or gone or others)


def _change(connection: Connection, key: str, **values: object) -> None:
    connection.execute(update(data_checks).where(_STANDS, data_checks.c.key == key).values(values))
