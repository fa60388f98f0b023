"""Daemons that never live long: each is killed at a random instant, and another takes its place."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.acceptance.daemons import Daemon
from tests.acceptance.fed import Fed
from tests.acceptance.phases import WORK, at_work, phases_of
from watchlist.daemon import TICK

#: Seconds after its first round, at most, for which a daemon lives that comes so far: its jobs begin a
#: tick later.
_RUNS = 2.0 * TICK


#: Of so many looks at a daemon that is at work one kills it, where it is to die at work.
_LOOKS = 2


@dataclass
class _Life:
    """It has ``left`` seconds from a moment on; None: from the end of its first round. Or it is to die
    ``at_work``."""

    daemon: Daemon
    at_work: bool
    left: float
    since: float | None

    def is_over(self, works: bool, chance: random.Random) -> bool:
        if self.at_work:
            return works and chance.randrange(_LOOKS) == 0
        if self.since is None and self.daemon.has_started():
            self.since = time.monotonic()
        return self.since is not None and time.monotonic() > self.since + self.left


@dataclass
class Lives:
    """So many daemons at a time, until enough are dead. Every other one dies in the middle of some
    work, the others within their first round, for which they need ``first`` seconds, or after it;
    ``killed_at`` counts what they were at when they died."""

    town: Fed
    chance: random.Random
    first: float
    at_once: int = 3
    kills: int = 0
    enough: int = 0
    killed_at: Counter[str] = field(default_factory=Counter)
    _living: dict[str, _Life] = field(default_factory=dict)

    def disturb(self, kills: int) -> None:
        """So many more are to die, those who live now among them."""
        self.enough = self.kills + kills
        for life in self._living.values():
            life.since, life.left = time.monotonic(), self.chance.uniform(0, _RUNS)

    def go_on(self) -> None:
        """Half a second of lives and deaths: whose time has come dies, and where somebody is missing
        another is born."""
        end = time.monotonic() + 0.5
        while time.monotonic() < end:
            phases = at_work(self.town.books)
            for name in (f"daemon-{number + 1}" for number in range(self.at_once)):
                self._one_goes_on(name, bool(WORK & phases[name]) or self._sends(name))
            time.sleep(0.01)

    def _sends(self, name: str) -> bool:
        """Whether it talks to the mail server."""
        if not self.town.post.talking or name not in self._living:
            return False
        return self.town.books.in_hand(self._living[name].daemon.number) > 0

    def _one_goes_on(self, name: str, works: bool) -> None:
        life = self._living.get(name)
        if life and self.kills < self.enough and life.is_over(works, self.chance):
            self._dies(name, life.daemon)
            life = None
        if life is None:
            self._living[name] = self._born(name)

    def end(self) -> None:
        """All die, and nobody takes their place."""
        for name, life in self._living.items():
            self._dies(name, life.daemon)
        self._living.clear()

    def _born(self, name: str) -> _Life:
        daemon = self.town.daemons.start(self.town.config(name))
        later, works = self.chance.random() < 0.5, self.chance.random() < 0.5
        left = self.chance.uniform(0, _RUNS if later else self.first)
        return _Life(daemon, works, left, None if later else time.monotonic())

    def _dies(self, name: str, daemon: Daemon) -> None:
        daemon.pauses()
        self.killed_at.update(phases_of(daemon, name, self.town.books))
        daemon.killed()
        self.kills += 1
        self.town.books.claims_run_out(daemon.number)
        self.town.books.leases_run_out(daemon.number)
        self.town.daemons.forget(daemon)
