import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta

from tests.store.build import CALENDARS, MONTH, NOW, R, take_in
from watchlist.store.open import open_store

_DIES_BEFORE_JUDGING = """
import os, signal, sys
from tests.store.build import NOW, R, a_breach, take_in
from watchlist.model.register import Moves
from watchlist.store.open import open_store

store = open_store(sys.argv[1])
take_in(store, R(70.0))
with store.begin(NOW) as tx:
    tx.save(Moves(breaches=(a_breach(tx.ids.breach()),)))
    tx.judged(tx.to_judge(), [], {})
    os.kill(os.getpid(), signal.SIGKILL)
"""

_CLAIMS = """
import sys
from datetime import timedelta
from tests.store.build import NOW
from watchlist.store.open import open_store

store = open_store(sys.argv[1])
while claim := store.claim(sys.argv[2], NOW, timedelta(minutes=5)):
    print(claim.message, flush=True)
"""


def start(program: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_a_kill_between_readings_and_judging_loses_nothing(store_url: str) -> None:
    """The power fails while a breach is being written: the reading is there, the breach is not,
    and the next cycle knows that it has to be judged."""
    killed = start(_DIES_BEFORE_JUDGING, store_url)
    assert killed.wait(60) == -signal.SIGKILL
    store = open_store(store_url)
    assert store.to_judge().keys() == {"assessments"}
    assert store.panels(["assessments"], CALENDARS)[MONTH].value.tolist() == [[70.0]]
    assert store.live_breaches() == []
    with store.begin(NOW) as tx:
        assert tx.ids.breach() == 1
    assert take_in(store, R(70.0)).unchanged == 1
    store.close()


def test_two_workers_never_hold_one_message(store_url: str) -> None:
    """Two daemons share a database: each message is claimed by one of them."""
    store = open_store(store_url)
    names = [f"{n}@example.org" for n in range(40)]
    with store.begin(NOW) as tx:
        for name in names:
            tx.freeze(
                name,
                channel="mailbox",
                post="p",
                address="a",
                headline="h",
                payload=b"",
                notices=(),
            )
    workers = [start(_CLAIMS, store_url, name) for name in ("one", "two")]
    claimed = Counter(
        name for worker in workers for name in worker.communicate(timeout=60)[0].split()
    )
    assert claimed == Counter(names)
    assert store.claim("three", NOW, timedelta(minutes=5)) is None
    store.close()
