"""The rules in force, for pages that are made apart from the daemon that takes them."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from threading import Lock

from watchlist.kept import last_good_rulebook
from watchlist.model.rule import Rulebook
from watchlist.store.store import Store

#: Seconds for which nobody looks again.
_LOOKS = 2.0


@dataclass
class InForce:
    """Gives the rulebook that came into force last; ``book`` until there is one."""

    store: Store
    book: Rulebook
    _looked: float = field(default=float("-inf"), init=False)
    _lock: Lock = field(default_factory=Lock, init=False, repr=False)

    def __call__(self) -> Rulebook:
        with self._lock:
            if time.monotonic() - self._looked > _LOOKS:
                if self.store.last_rulebook() not in (None, self.book.hash):
                    self.book = last_good_rulebook(self.store) or self.book
                self._looked = time.monotonic()
            return self.book
