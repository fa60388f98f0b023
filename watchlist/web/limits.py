"""How often somebody may try: so many times in so long, by whatever he is known by."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

#: So many are remembered; whoever was seen longest ago is forgotten first.
_MOST_KNOWN = 10_000


@dataclass
class Window:
    """At most ``most`` times within ``per``; safe to share between threads. Kept in memory: a restart
    forgets, and several processes count each for itself."""

    most: int
    per: timedelta
    _times: OrderedDict[str, deque[datetime]] = field(default_factory=OrderedDict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def wait(self, key: str, now: datetime) -> timedelta | None:
        """How long somebody has to wait before he may try again; None where he need not."""
        with self._lock:
            return self._wait(key, now)

    def count(self, key: str, now: datetime) -> None:
        """He tried."""
        with self._lock:
            self._count(key, now)

    def enter(self, key: str, now: datetime) -> timedelta | None:
        """He tries, where he need not wait: how long he has to, or None, and then it is counted."""
        with self._lock:
            wait = self._wait(key, now)
            if wait is None:
                self._count(key, now)
            return wait

    def _wait(self, key: str, now: datetime) -> timedelta | None:
        times = self._times.get(key, deque())
        while times and times[0] <= now - self.per:
            times.popleft()
        return times[0] + self.per - now if len(times) >= self.most else None

    def _count(self, key: str, now: datetime) -> None:
        self._times.setdefault(key, deque(maxlen=self.most)).append(now)
        self._times.move_to_end(key)
        while len(self._times) > _MOST_KNOWN:
            self._times.popitem(last=False)
