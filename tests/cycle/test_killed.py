"""A daemon that dies at the worst moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.cycle.town import Town
from watchlist.model.register import Reason
from watchlist.store.open import open_store

ROOT = Path(__file__).parents[2]

_TAKES_IN_AND_DIES = """
import os, signal, sys
from tests.cycle.town import Town, monthly
from watchlist.store.open import open_store

town = Town.founded(open_store(sys.argv[1]))
town.takes_in(monthly("assessments", "2013-10", 90, 88, 70))
{between}
os.kill(os.getpid(), signal.SIGKILL)
"""

_DIES_INSIDE_THE_TRANSACTION = """
import watchlist.store.transaction as transaction
transaction.Transaction.judged = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)
town.judges()
"""


def _killed(url: str, between: str) -> None:
    child = subprocess.run(
        [sys.executable, "-c", _TAKES_IN_AND_DIES.format(between=between), url],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert child.returncode == -signal.SIGKILL, child.stderr.decode()


def test_killed_after_the_readings_nothing_is_lost(store_url: str) -> None:
    """A daemon killed between taking a bad month in and judging it opens the breach at its next
    cycle, although no new figure comes."""
    _killed(store_url, "")
    store = open_store(store_url)
    report = Town.founded(store).judges()
    assert report.moved == {Reason.ALREADY_SO: 1}
    assert report.notices == 1
    store.close()


def test_killed_while_judging_nothing_is_half_written(store_url: str) -> None:
    """Killed inside the transaction that writes breaches and notices, neither is there; the next
    cycle writes both, once."""
    _killed(store_url, _DIES_INSIDE_THE_TRANSACTION)
    store = open_store(store_url)
    town = Town.founded(store)
    assert town.breaches() == []
    assert town.told() == []
    assert town.judges().moved.total() == 1
    assert town.judges().moved.total() == 0
    assert len(town.told()) == 1
    store.close()
