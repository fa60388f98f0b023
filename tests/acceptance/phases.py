"""What a program was at in the instant of its death: by what its connections stood in, as the database
saw it, and by what it had in its hands."""

from __future__ import annotations

import re
from collections import defaultdict

from sqlalchemy import text

from tests.acceptance.books import Books
from tests.acceptance.daemons import Daemon

#: What makes a difference to the list and to its readers; the first that holds of a statement says what
#: it belongs to.
_WORK = (
    ("import", r"INSERT INTO (readings|series|imports|revisions)|imports|to_judge.*mark"),
    (
        "transition",
        r"(INSERT INTO|UPDATE) (transitions|breaches|entries|data_checks|acts|counters)",
    ),
    ("transition", r"INSERT INTO notices"),
    ("compose", r"INSERT INTO (messages|payloads)|notices"),
    ("send", r"messages|attempts|payloads"),
    ("digest", r"digests|subscriptions"),
    ("judging", r"readings|breaches|entries|series|to_judge|rules_judged|data_checks"),
)
_AROUND = (
    ("lease", r"leases|clock_timestamp"),
    ("book-keeping", r"daemons|jobs|rule_faults|rulebooks|rule_folders|removed"),
    ("opening", r"meta|alembic|pg_|standard_conforming_strings"),
    ("between two statements", r"BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE"),
)

WORK = frozenset(name for name, _ in _WORK)

_AT_WORK = text("SELECT application_name, query FROM pg_stat_activity WHERE state <> 'idle'")


def at_work(books: Books) -> dict[str, set[str]]:
    """What connections are called that are in the middle of something -> what they are at."""
    found = defaultdict[str, set[str]](set)
    with books.store.reading() as connection:
        for name, statement in connection.execute(_AT_WORK):
            found[name].add(_phase(statement))
    return found


def phases_of(daemon: Daemon, name: str, books: Books) -> set[str]:
    """``name`` is what its connections are called; the program stands still meanwhile."""
    found = set(at_work(books)[name])
    if books.in_hand(daemon.number):
        found.add("send")
    return found or {"at rest" if daemon.has_started() else "starting"}


def _phase(statement: str) -> str:
    line = " ".join(statement.split())
    known = (name for name, words in (*_WORK, *_AROUND) if re.search(words, line))
    return next(known, "something else")
