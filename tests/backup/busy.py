"""A council that has used everything once, and what its database holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    Double,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    column,
    func,
    insert,
    select,
    type_coerce,
)
from sqlalchemy import table as named
from sqlalchemy.types import TypeEngine

from tests.cli.conftest import Program
from tests.cli.scrutiny import CHAIR, CLERK, HEAD, KEEPER, Council
from tests.cli.village import READINGS
from watchlist.model.sign_in import Session
from watchlist.store.open import open_store
from watchlist.store.store import Store
from watchlist.store.tables import metadata
from watchlist.store.types import Encoded, Numbered, UtcDateTime, Worded

MOMENT = datetime(2026, 10, 25, 0, 59, 59, 999_999, tzinfo=UTC)

#: Tables that a copy has nothing of.
ABSENT = {"daemons", "leases", "rule_folders", "sessions", "sign_in_links"}

Rows = list[tuple[Any, ...]]


def working(folder: Path, url: str, program: Program) -> Council:
    """A council in the middle of its work: figures put right, acts, readers, a public page."""
    council = Council.sits(folder, url, program)
    why = ("--reason", "The clinic's return was counted twice — ‘twice’, \\N and “\t”")
    figure = ("--indicator", "visits", "--period", "December 2013", "--value", "86")
    council.done(KEEPER, "import", "--correct", *figure, *why)
    council.done(
        CHAIR, "add", "A breakdown of the £0.815m", "--reason", "Nobody could say what it was for",
        "--committee", "scrutiny", "--minute", "14/13",
    )  # fmt: skip
    council.done(HEAD, "say", "1", "--cause", "An IT fault\nof two lines")
    council.done(CHAIR, "subscribe", "--committee", "scrutiny")
    council.done(CLERK, "publish", "--to-file", council.village.folder / "public.html")
    revised = {**READINGS, "assessments": {**READINGS["assessments"], "2013-12": 84, "2014-01": 70}}
    council.village.reports(revised)
    council.village.hours_later()
    council.run()
    return council


def busy(folder: Path, url: str, program: Program) -> Council:
    """The same, and of every table that is empty then one row, whatever it says: none of its database
    is."""
    council = working(folder, url, program)
    store = open_store(url)
    store.begin_session("hash", Session("p3", "", (), MOMENT, MOMENT, MOMENT), "by link")
    with store.writing() as connection:
        for table in metadata.sorted_tables:
            if not connection.scalar(select(func.count()).select_from(table)):
                _put_one(connection, table)
    store.close()
    return council


def contents(store: Store) -> dict[str, Rows]:
    """Every table's rows, texts as they are written, in an order that no database decides."""
    with store.reading() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(_as_written(table))), key=repr)
            for table in metadata.sorted_tables
        }


def carried(found: dict[str, Rows]) -> dict[str, Rows]:
    """Of these tables those that a copy has as well; of single values not where the database is, nor
    what that means for its delivery."""
    here = ("home", "delivery held", "last backup")
    copied = {name: rows for name, rows in found.items() if name not in ABSENT}
    return {**copied, "meta": [row for row in found["meta"] if row[0] not in here]}


def _as_written(table: Table) -> Any:
    return select(*map(_plain, table.columns))


def _plain(one: Column[Any]) -> ColumnElement[Any]:
    kept = _kept_as(one.type)
    return one if kept is one.type else type_coerce(one, kept).label(one.name)


def _kept_as(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    if isinstance(kind, Numbered):
        return SmallInteger()
    return Text() if isinstance(kind, Encoded | Worded) else kind


def _put_one(connection: Connection, table: Table) -> None:
    """One row of any table, everything in it filled."""
    columns = [column(each.name, _kept_as(each.type)) for each in table.columns]
    values = {each.name: _value(connection, each) for each in table.columns}
    connection.execute(insert(named(table.name, *columns)).values(values))


def _value(connection: Connection, one: Column[Any]) -> Any:
    for key in one.foreign_keys:
        return connection.scalar(select(key.column).limit(1))
    return next(value for kind, value in _values() if isinstance(_kept_as(one.type), kind))


def _values() -> Iterator[tuple[type[TypeEngine[Any]], Any]]:
    """The first kind that fits."""
    yield UtcDateTime, MOMENT + timedelta(days=1)
    yield Boolean, True
    yield Double, 0.1 + 0.2
    yield Integer, 7
    yield Date, date(2024, 2, 29)
    yield LargeBinary, b"\x00\xff"
    yield Text, "‘Ŵ’, \\N\n\t\"'"
