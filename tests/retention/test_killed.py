"""A machine that goes out while what has run out is being removed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.retention.test_what_goes import off_the_list, retained, years
from watchlist.register.retention import Kind
from watchlist.store.open import open_store

#: Removes one row at a time, and says so after each.
_REMOVES = """
import sys
from datetime import datetime
from watchlist import retaining
from watchlist.register.retention import Retention
from watchlist.store.open import open_store

retaining._TOGETHER = 1
now = datetime.fromisoformat(sys.argv[2])
said = lambda: print("one", flush=True)
retaining.retain(open_store(sys.argv[1]), Retention(), "Europe/London", now, said)
"""


@pytest.mark.parametrize("times", [1, 3])
def test_a_kill_leaves_whole_entries(store_url: str, times: int) -> None:
    """What went went whole and is noted, what is left is whole, and the next round removes the rest."""
    store, numbers = open_store(store_url), range(1, 7)
    for number in numbers:
        off_the_list(store, number)
    fingerprint = store.verify().fingerprint
    command = [sys.executable, "-c", _REMOVES, store_url, years(6).isoformat()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(times):
            assert process.stdout.readline() == "one\n"
        process.kill()
    verified = store.verify()
    assert (verified.broken, verified.fingerprint) == ((), fingerprint)
    gone = {number for one in store.removals() for number in one.entries}
    assert len(gone) >= times
    assert store.entries(numbers).keys() == set(numbers) - gone
    assert store.counts()["acts"] == verified.entries
    left = retained(store, years(6)).removed[Kind.ENTRIES]
    assert left == len(numbers) - len(gone)
    assert sum(one.many for one in store.removals()) == len(numbers)
    assert store.verify().fingerprint == fingerprint
    store.close()
