"""Bringing the tables up to date: done by the program itself whenever it opens a store, by one
program at a time, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, func, inspect, select, text

from watchlist.model.errors import WorldError
from watchlist.store.engine import reading, writing
from watchlist.store.tables import metadata
from watchlist.store.world import place

#: The newest step; kept here so that opening a store need not load Alembic.
HEAD = "0016"

#: Any number, the same in every copy of the program: PostgreSQL's lock for those who migrate.
_ADVISORY_LOCK = 7_305_429_118


def migrate(engine: Engine) -> None:
    """Create the tables or bring them up to date.

    Raises WorldError for a database that a newer program made or that is somebody else's.
    """
    with reading(engine) as connection, connection.begin():
        if is_up_to_date(connection):
            return
    with writing(engine) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
        if not is_up_to_date(connection):
            _upgrade(connection)


def is_up_to_date(connection: Connection) -> bool:
    """Whether the tables are those of this program, and not of an older or a newer one."""
    return _step(connection) == HEAD


def _step(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    steps = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    _refuse_strangers(connection, steps)
    command.upgrade(config, HEAD)


def _refuse_strangers(connection: Connection, steps: set[str]) -> None:
    step, name = _step(connection), place(connection.engine.url)
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
