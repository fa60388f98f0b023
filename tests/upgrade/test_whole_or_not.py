"""The tables of an earlier release become those of today: once, and all of them or none."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text

from tests.upgrade.programs import counted, opens
from tests.upgrade.release import Council
from watchlist.store.engine import make_engine, reading
from watchlist.store.migrate import HEAD, step_of
from watchlist.store.open import open_store

#: A program is killed before its first statement, and then so many later each time.
_STRIDE = 30

#: Tables of which an update takes nothing away.
_LASTING = ("readings", "breaches", "transitions", "messages", "attempts", "notices")

Schema = dict[str, object]


def schema(url: str) -> Schema:
    """Everything that a database knows of its tables: columns, keys and indexes."""
    engine = make_engine(url)
    with reading(engine) as connection:
        known = inspect(connection)
        found: Schema = {
            table: (
                sorted((str(one["name"]), *_kind(one)) for one in known.get_columns(table)),
                known.get_pk_constraint(table),
                sorted(map(str, known.get_foreign_keys(table))),
                sorted(map(str, known.get_unique_constraints(table))),
            )
            for table in known.get_table_names()
        }
        found["indexes"] = _indexes(connection)
        found["step"] = step_of(connection)
    engine.dispose()
    return found


def _kind(column: object) -> tuple[str, ...]:
    assert isinstance(column, dict)
    return tuple(str(column.get(name)) for name in ("type", "nullable", "default"))


def _indexes(connection: Connection) -> list[str]:
    """As they were written, which says of which rows they are and by what."""
    query = (
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'"
        if connection.dialect.name == "postgresql"
        else "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    )
    return sorted(connection.scalars(text(query)))


def test_the_tables_are_those_of_a_new_installation(
    council: Council, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Whoever updates for years has what those have who begin today."""
    kind = "emptied_postgres_url" if council.url.startswith("postgresql") else ""
    fresh = str(request.getfixturevalue(kind)) if kind else f"sqlite:///{tmp_path / 'fresh.db'}"
    for url in (council.url, fresh):
        open_store(url).close()
    assert schema(council.url) == schema(fresh)


@pytest.mark.long
def test_several_that_start_at_once_update_once(council: Council) -> None:
    """Three daemons are started after an update: one changes the tables, the others wait for it."""
    programs = [opens(council.url) for _ in range(3)]
    changes = sorted(counted(program)[1] for program in programs)
    assert changes[:2] == [0, 0]
    assert changes[2] > 0
    assert schema(council.url)["step"] == HEAD


@pytest.mark.long
def test_an_update_that_is_killed_has_not_begun_or_is_done(council: Council) -> None:
    """The power fails in the middle, wherever that is: every table and every row is as the old program
    left it, or all of them are as today's has them. The next start goes on from there."""
    before, rows, place = schema(council.url), counts(council.url), 1
    while (ended := opens(council.url, killed_before=place).wait(120)) == -signal.SIGKILL:
        if schema(council.url)["step"] == before["step"]:
            assert schema(council.url) == before
            assert counts(council.url) == rows
        place += _STRIDE
    assert ended == 0
    assert place > 2 * _STRIDE
    assert schema(council.url)["step"] == HEAD
    kept = counts(council.url)
    assert {table: kept[table] for table in _LASTING} == {table: rows[table] for table in _LASTING}


def counts(url: str) -> dict[str, int]:
    """How many rows each table has."""
    engine = make_engine(url)
    with reading(engine) as connection:
        found = {
            table: connection.scalar(text(f"SELECT count(*) FROM {table}"))
            for table in inspect(connection).get_table_names()
        }
    engine.dispose()
    return found
