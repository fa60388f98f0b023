"""Bringing the tables up to date: done by the program itself whenever it opens a store, by one
program at a time, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, inspect, select, text

from watchlist.model.errors import WorldError
from watchlist.store.engine import reading, writing
from watchlist.store.tables import metadata
from watchlist.store.world import place

#: The newest step; kept here so that opening a store need not load Alembic.
HEAD = "0017"

#: Any number, the same in every copy of the program: PostgreSQL's lock for those who migrate.
_ADVISORY_LOCK = 7_305_429_118

#: How long one program waits for another that changes the tables: the more they hold, the longer that
#: takes.
_PATIENCE_SECONDS = 3600


def migrate(engine: Engine) -> None:
    """Create the tables or bring them up to date.

    Raises WorldError for a database that a newer program made or that is somebody else's.
    """
    with reading(engine) as connection, connection.begin():
        if is_up_to_date(connection):
            return
    with changing(engine) as connection:
        if not is_up_to_date(connection):
            bring_to(connection, HEAD)


@contextmanager
def changing(engine: Engine) -> Iterator[Connection]:
    """A transaction in which tables may be made or changed, of one program at a time. The others wait
    for as long as that takes, which may be longer than anybody waits for a write."""
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            with connection.begin():
                _take_the_lock(connection)
                yield connection
        else:
            with _patience(connection), connection.begin():
                yield connection


@contextmanager
def _patience(connection: Connection) -> Iterator[None]:
    """SQLite waits for so long, unless the URL says for how long it does."""
    driver: Any = connection.connection.driver_connection
    usual = driver.execute("PRAGMA busy_timeout").fetchone()[0]
    if "timeout" not in connection.engine.url.query:
        driver.execute(f"PRAGMA busy_timeout = {_PATIENCE_SECONDS * 1000}")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA busy_timeout = {usual}")


def _take_the_lock(connection: Connection) -> None:
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_PATIENCE_SECONDS}s'")
    connection.execute(select(func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
    connection.exec_driver_sql("SET LOCAL lock_timeout TO DEFAULT")


def is_up_to_date(connection: Connection) -> bool:
    """Whether the tables are those of this program, and not of an older or a newer one."""
    return step_of(connection) == HEAD


def step_of(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def bring_to(connection: Connection, step: str) -> None:
    """Make the tables, or change them, into those of a step. Raises WorldError as `migrate` does."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    steps = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    _refuse_strangers(connection, steps)
    command.upgrade(config, step)


def _refuse_strangers(connection: Connection, steps: set[str]) -> None:
    step, name = step_of(connection), place(connection.engine.url)
    if step is not None and step not in steps:
        raise WorldError(
            f"The database {name} was made by a newer version of this program (step {step});"
            " install that version, or name another database"
        )
    taken = sorted(set(inspect(connection).get_table_names()) & set(metadata.tables))
    if step is None and taken:
        raise WorldError(
            f"The database {name} already holds tables of another program ({', '.join(taken)});"
            " name a database of its own"
        )
