"""One town of a proof of faults: its clock, its mail server and whatever runs on its behalf."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from tests.acceptance.books import Books
from tests.acceptance.clock import Clock
from tests.acceptance.daemons import Daemon, Daemons, waits
from tests.acceptance.expect import Between, Expected, nothing_else_than, twice
from tests.acceptance.post import Post
from tests.acceptance.town import Town
from tests.deliver.killing.ledger import Ledger
from watchlist.daemon import TICK
from watchlist.store.leases import Held
from watchlist.store.open import open_store
from watchlist.store.store import Store

_MINUTE = timedelta(minutes=1)


@dataclass
class Here:
    """``url`` is the database's."""

    town: Town
    clock: Clock
    post: Post
    daemons: Daemons
    url: str

    @cached_property
    def store(self) -> Store:
        """The database as a test looks into it."""
        return open_store(self.url)

    @property
    def books(self) -> Books:
        return Books(self.store, self.town.folder)

    def start(
        self, name: str, url: str = "", *,
        mail_port: int = 0, clock: Clock | None = None, **words: object,
    ) -> Daemon:  # fmt: skip
        """A daemon that has made its first round; by its own way to the database or the mail server,
        by its own clock and with its own words in the configuration, where they are given."""
        port = mail_port or self.post.port
        config = self.town.config(name, url or self.url, mail_port=port, **words)
        return self.daemons.start(config, **(clock.words if clock else {})).started()

    def waits(self, met: Callable[[], bool], what: str) -> None:
        """Until it is so; meanwhile it is time for another cycle, and for sending, again and again."""
        waits(met, what, self.a_tick_passes)

    def a_tick_passes(self) -> None:
        """Every daemon that runs has looked at the clock, which is a minute on."""
        self.clock.passes(_MINUTE)
        time.sleep(TICK)

    def is_told(self, *heads: str) -> bool:
        """Whether each of them has had a letter, and nothing is left to do."""
        return set(heads) <= {each.to for each in self.post.letters} and self.books.is_quiet()

    def nothing_else_came(self, since: datetime, **words: str) -> None:
        """Each of these had one letter with his words since then, and nobody had anything else,
        whatever the next rounds bring."""
        for _ in range(3):
            self.a_tick_passes()
        when = Between(since, self.clock.now())
        expected = (Expected(when, to, said) for to, said in words.items())
        amiss = nothing_else_than(self.post.letters, *expected)
        assert not amiss, "\n".join(amiss)

    def copies_are_explained(self) -> list[str]:
        """Whoever has a letter twice has it because an attempt is on record as unknown, and it is the
        same letter; all have arrived. Which came twice."""
        ledger = Ledger.read(self.store, self.post)
        ledger.copies_need_unknown_attempts()
        ledger.everything_arrived()
        ledger.no_notice_is_forgotten()
        return twice(self.post.letters)

    def caught(self, *daemons: Daemon) -> Daemon:
        """One of them, stopped in the middle of its cycle."""
        while True:
            self.clock.passes(_MINUTE)
            for _ in range(2 * TICK * 100):
                found = next((each for each in daemons if self._has_a_cycle(each)), None)
                if found and self._stands_still_in_it(found):
                    return found
                time.sleep(0.01)

    def _stands_still_in_it(self, daemon: Daemon) -> bool:
        daemon.pauses()
        if self._has_a_cycle(daemon):
            return True
        daemon.wakes()
        return False

    def _has_a_cycle(self, daemon: Daemon) -> bool:
        return self.cycle_of(daemon) is not None

    def cycle_of(self, daemon: Daemon) -> Held | None:
        """The lease by which it makes a cycle; None where it does not."""
        mine = f":{daemon.number}:"
        held = (each for each in self.store.leases() if each.job == "cycle")
        return next((each for each in held if mine in each.holder), None)

    def close(self) -> None:
        self.store.close()
