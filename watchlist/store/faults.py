"""Faults of the rule files: what stands, what the keeper knows of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from watchlist.model.errors import Fault, Mark
from watchlist.model.message import Purpose
from watchlist.store.base import Base
from watchlist.store.results import FaultsSaved
from watchlist.store.tables import notices, rule_faults

_STANDS = rule_faults.c.gone_at.is_(None)


class FaultReads(Base):
    def faults(self, ids: Collection[int]) -> dict[int, Fault]:
        """Faults by their numbers, mended ones too, each where it was seen last."""
        query = select(rule_faults).where(rule_faults.c.id.in_(ids)).order_by(rule_faults.c.id)
        with self.reading() as connection:
            return {row.id: _fault_of(row) for row in connection.execute(query)}

    def standing_faults(self) -> frozenset[int]:
        """The numbers of the faults that stand."""
        with self.reading() as connection:
            return frozenset(connection.scalars(select(rule_faults.c.id).where(_STANDS)))


def save_faults(connection: Connection, found: Mapping[str, Fault], now: datetime) -> FaultsSaved:
    """Hold what was found, by key, against what stood."""
    query = select(rule_faults).where(_STANDS)
    stood = {row.key: (row.id, _fault_of(row)) for row in connection.execute(query)}
    for key in stood.keys() - found.keys():
        _change(connection, stood[key][0], gone_at=now)
    for key in stood.keys() & found.keys():
        if stood[key][1] != found[key]:
            _change(connection, stood[key][0], **_values(found[key]))
    new = [
        connection.execute(_inserted(key, fault, now)).scalar_one()
        for key, fault in found.items()
        if key not in stood
    ]
    mended = _told_otherwise(connection) if stood and not found else None
    return FaultsSaved(tuple(new), mended)


def _told_otherwise(connection: Connection) -> int | None:
    """The last fault that was told and has not been followed by word that all is well again."""
    well = select(func.max(notices.c.id)).where(
        notices.c.purpose == Purpose.MENDED, notices.c.silence.is_(None)
    )
    told = select(func.max(notices.c.fault)).where(
        notices.c.purpose == Purpose.FAULTS,
        notices.c.message.is_not(None),
        notices.c.id > func.coalesce(well.scalar_subquery(), 0),
    )
    found: int | None = connection.scalar(told)
    return found


def _inserted(key: str, fault: Fault, now: datetime) -> Any:
    row = {**_values(fault), "key": key, "first_seen": now}
    return rule_faults.insert().values(**row).returning(rule_faults.c.id)


def _change(connection: Connection, number: int, **values: object) -> None:
    connection.execute(update(rule_faults).where(rule_faults.c.id == number).values(values))


def _values(fault: Fault) -> dict[str, object]:
    mark = fault.mark
    place = {"path": mark.path, "line": mark.line, "column": mark.column}
    return {**place, "sentence": fault.sentence}


def _fault_of(row: Row[Any]) -> Fault:
    return Fault(Mark(row.path, row.line, row.column), row.sentence)
