"""What is worked out every few seconds at most, however many ask for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

from watchlist.model.errors import WorldError

T = TypeVar("T")

#: Seconds that somebody waits while another is at it: a database that hangs must not hold everybody.
_PATIENCE = 3.0


@dataclass
class Lately(Generic[T]):
    """Gives what ``make`` made within the last ``seconds``; safe to share between threads. Raises
    WorldError where whoever is making it takes too long."""

    make: Callable[[], T]
    seconds: float
    _made: float = field(default=float("-inf"), init=False)
    _kept: T = field(init=False, repr=False)
    _lock: Lock = field(default_factory=Lock, init=False, repr=False)

    def __call__(self) -> T:
        if not self._lock.acquire(timeout=_PATIENCE):
            raise WorldError("the database does not answer in time")
        try:
            if time.monotonic() - self._made > self.seconds:
                self._kept = self.make()
                self._made = time.monotonic()
            return self._kept
        finally:
            self._lock.release()
