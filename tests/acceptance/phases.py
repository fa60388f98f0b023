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
    ("transition", r"(INSERT INTO|UPDATE) (transitions|breaches|entries|data_checks|acts|notices)"),
    ("compose", r"payloads.*VALUES|INSERT INTO (messages|payloads)|notices"),
    ("send", r"messages|attempts|payloads"),
    ("digest", r"digests|subscriptions"),
    ("lease", r"leases"),
    ("judging", r"readings|breaches|entries|series|to_judge|rules_judged|data_checks"),
)

_ASK = text("SELECT query FROM pg_stat_activity WHERE application_name = :name AND state <> 'idle'")


def phases_of(daemon: Daemon, name: str, books: Books) -> set[str]:
    """``name`` is what its connections are called; the program stands still meanwhile."""
    with books.store.reading() as connection:
        statements = [row.query for row in connection.execute(_ASK, {"name": name})]
    found = set(map(_phase, statements))
    if books.in_hand(daemon.number):
        found.add("send")
    return found or {"at rest" if daemon.has_started() else "starting"}


def _phase(statement: str) -> str:
    line = " ".join(statement.split())
    return next((name for name, words in _PHASES if re.search(words, line)), "other: " + line[:60])
