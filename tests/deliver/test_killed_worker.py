"""The promise of delivery, held against workers that die at any instant.

Workers compose and deliver, alone or two at a time, and are killed with SIGKILL after a random time:
while they write messages, claim, talk to the mail server or to Teams, or record what they were
answered. All the while new figures bring new notices, and the mail server now and then takes a mail
without an answer or wants to be asked later. What was handed over is known from the other side
alone, a process that nobody kills.
"""

from __future__ import annotations

import json
import random
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from tests.deliver.killing.council import council, desk_channels, time_of, writes_notices
from tests.deliver.killing.ledger import Ledger
from tests.deliver.killing.nursery import KILLED, Life, Nursery, nursery
from tests.deliver.killing.sinks import Sinks, sinks
from tests.deliver.world import World
from watchlist.deliver.worker import Worker
from watchlist.store.open import open_store
from watchlist.store.results import MessageState
from watchlist.store.store import Store
from watchlist.store.tables import messages

#: In five long proofs on each of two databases: 500 kills.
KILLS, PROOFS = 50, 5

#: The longest life, in times of what a worker needs from its birth to have sent what waits.
_LONGEST_LIFE = 1.1

_BEFORE_ALL_LEASES = time_of(-100)


def _time_passes(store: Store, worker: str) -> None:
    """The lease of a worker that was killed runs out."""
    ours = update(messages).where(messages.c.state == MessageState.SENDING)
    with store.writing() as connection:
        dead = ours.where(messages.c.claimed_by == worker)
        connection.execute(dead.values(claimed_until=_BEFORE_ALL_LEASES))


@dataclass
class Proof:
    """Workers are born and die; between two deaths new notices are written and the ledger is read."""

    here: World
    url: str
    sink: Sinks
    cradle: Nursery
    chance: random.Random
    bulk: int = 0
    killed: int = 0
    alive: list[tuple[str, int]] = field(default_factory=list)

    def goes_on_until(self, kills: int) -> None:
        needed = self._needed()
        while self.killed < kills:
            writes_notices(self.here, self.bulk)
            self._one_is_born()
            time.sleep(self.chance.uniform(0, _LONGEST_LIFE * needed))
            while len(self.alive) > self.chance.randrange(2):
                self._one_dies()
        while self.alive:
            self._one_dies()

    def ends_calmly(self) -> Ledger:
        """A last worker has all the time it needs."""
        store, channels = self.here.store, self.here.channels
        assert channels is not None
        for later in range(1, 30):
            moment = time_of(self.bulk + later)
            self.here.compose(moment)
            Worker(store, channels, "calm", lambda now=moment: now).deliver_once()  # type: ignore[misc]
            if not self._waiting():
                break
            _time_passes(store, "calm")
        ledger = Ledger.read(store, self.sink)
        self._ledger_holds(ledger)
        ledger.everything_arrived()
        ledger.no_notice_is_forgotten()
        assert len(ledger.told) > len(ledger.frozen), "some news was told together"
        return ledger

    def _needed(self) -> float:
        """How long the first worker takes, of which nobody is in the way, on this machine today."""
        writes_notices(self.here, self.bulk)
        began = time.monotonic()
        self._one_is_born()
        while not self.here.store.deliveries(limit=1) or self._waiting():
            time.sleep(0.01)
            assert time.monotonic() < began + 60, "nothing is sent"
        return time.monotonic() - began

    def _one_is_born(self) -> None:
        self.bulk += 1
        name = f"worker {self.bulk}"
        life = Life(self.url, self.sink.mail, self.sink.teams, f"{time_of(self.bulk)}", name)
        self.alive.append((name, self.cradle.born(life)))

    def _one_dies(self) -> None:
        name, child = self.alive.pop(0)
        assert self.cradle.killed(child) == KILLED, "it died of a fault of its own: see above"
        self.killed += 1
        self._ledger_holds(Ledger.read(self.here.store, self.sink))
        _time_passes(self.here.store, name)

    def _ledger_holds(self, ledger: Ledger) -> None:
        ledger.copies_need_unknown_attempts()
        ledger.what_is_called_delivered_was_taken()

    def _waiting(self) -> int:
        on_its_way = (MessageState.WAITING, MessageState.SENDING)
        query = select(func.count()).where(messages.c.state.in_(on_its_way))
        with self.here.store.reading() as connection:
            return int(connection.execute(query).scalar_one())


def _proved(url: str, folder: Path, kills: int, seed: int) -> dict[str, int]:
    with sinks(folder) as sink, nursery() as cradle:
        store = open_store(url)
        here = council(store, folder, desk_channels(sink.mail, sink.teams))
        proof = Proof(here, url, sink, cradle, random.Random(seed))
        proof.goes_on_until(kills)
        ledger = proof.ends_calmly()
        store.close()
    return {"kills": proof.killed, **ledger.counts()}


def test_a_killed_worker_loses_nothing_and_repeats_only_what_nobody_knows(
    store_url: str, tmp_path: Path
) -> None:
    """Five kills on each database."""
    _proved(store_url, tmp_path, 5, 7)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(PROOFS))
def test_five_hundred_kills(store_url: str, tmp_path: Path, seed: int) -> None:
    """Fifty kills each time. That the proof proves something is seen by this: some were killed
    between sending and recording, so that some were told twice."""
    counts = _proved(store_url, tmp_path, KILLS, seed)
    print(json.dumps(counts))  # noqa: T201 -- for the report of the test run
    assert counts["kills"] >= KILLS
    assert counts["unknown attempts"] > 0
    assert counts["twice or more"] > 0
