"""Programs that bring a database up to date and count what they tell it."""

from __future__ import annotations

import subprocess
import sys

#: Counts the statements that it gives; killed before the one that is named, or never (0).
_COUNTS = """
import os, signal, sys
from sqlalchemy import Engine, event
from watchlist.store.open import open_store

given, last = [], int(sys.argv[2])

@event.listens_for(Engine, "before_cursor_execute")
def count(connection, cursor, statement, parameters, context, many):
    given.append(statement)
    if len(given) == last:
        os.kill(os.getpid(), signal.SIGKILL)

open_store(sys.argv[1]).close()
print(len(given), sum("ALTER TABLE" in each or "CREATE TABLE" in each for each in given))
"""


def opens(url: str, *, killed_before: int = 0) -> subprocess.Popen[str]:
    """A program that opens a store in a process of its own."""
    command = [sys.executable, "-c", _COUNTS, url, str(killed_before)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def counted(program: subprocess.Popen[str]) -> tuple[int, int]:
    """How many statements it gave, and how many of them changed tables."""
    said, _ = program.communicate(timeout=120)
    assert program.returncode == 0
    all_, changes = map(int, said.split())
    return all_, changes
