"""What a program was at in the instant of its death: by what its connections stood in, as the database
saw it, and by what it had in its hands."""

from __future__ import annotations

import re

from sqlalchemy import text

from tests.acceptance.books import Books
from tests.acceptance.daemons import Daemon

#: The first that holds of a statement says what it belongs to.
_PHASES = (
    ("import", r"INSERT INTO (readings|series|imports|revisions)|imports\.|to_judge.*mark"),
    (
        "transition",
        r"(INSERT INTO|UPDATE) (transitions|breaches|entries|data_checks|acts)|INSERT INTO notices",
    ),
    ("compose", r"payloads.*VALUES|INSERT INTO (messages|payloads)|notices"),
    ("send", r"messages|attempts|payloads"),
    ("digest", r"digests|subscriptions"),
    ("lease", r"leases|clock_timestamp"),
    ("judging", r"readings|breaches|entries|series|to_judge|rules_judged|data_checks"),
    ("opening", r"meta|alembic|pg_"),
    ("between two statements", r"BEGIN|COMMIT|ROLLBACK"),
)

_AT_WORK = text("SELECT application_name, query FROM pg_stat_activity WHERE state <> 'idle'")


def at_work(books: Books) -> dict[str, list[str]]:
    """What connections are called that are in the middle of something -> their statements."""
    with books.store.reading() as connection:
        rows = connection.execute(_AT_WORK).all()
    return {row.application_name: [r.query for r in rows if r[0] == row[0]] for row in rows}


def phases_of(daemon: Daemon, name: str, books: Books) -> set[str]:
    """``name`` is what its connections are called; the program stands still meanwhile."""
    found = set(map(_phase, at_work(books).get(name, ())))
    if books.in_hand(daemon.number):
        found.add("send")
    return found or {"at rest" if daemon.has_started() else "starting"}


def _phase(statement: str) -> str:
    line = " ".join(statement.split())
    return next((name for name, words in _PHASES if re.search(words, line)), "other: " + line[:60])
