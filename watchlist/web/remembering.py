"""What was worked out for a page is kept as long as nothing changed that it shows."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar

from watchlist.installation import today_of
from watchlist.web.here import Here

T = TypeVar("T")

#: So many things are kept; the one that was asked for longest ago goes first.
_MOST = 512


class Remembered:
    """Things by what they are; safe to share between threads. What several ask for at once may be
    worked out more than once."""

    def __init__(self, most: int = _MOST) -> None:
        self._most, self._lock = most, Lock()
        self._kept: OrderedDict[Hashable, object] = OrderedDict()

    def made(self, here: Here, about: Hashable, make: Callable[[], T]) -> T:
        """What ``about`` says, made where it was not, or where figures, rules, what people said or
        the day are others since."""
        key = (about, here.store.stamp(), here.book.hash, today_of(here))
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]  # type: ignore[return-value]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made
