"""What was worked out for a page is kept as long as nothing changed that it shows."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Any, TypeVar

from watchlist.installation import today_of
from watchlist.web.here import Here

T = TypeVar("T")

#: So many things are kept; the one that was asked for longest ago goes first.
_MOST = 512


class Remembered:
    """Things by what they are; safe to share between threads. What several ask for at once is worked
    out once."""

    def __init__(self, most: int = _MOST) -> None:
        self._most, self._lock = most, Lock()
        self._kept: OrderedDict[Hashable, Future[Any]] = OrderedDict()

    def made(self, here: Here, about: Hashable, make: Callable[[], T]) -> T:
        """What ``about`` says, made where it was not, or where figures, rules, what people said or
        the day are others since. What cannot be made is made anew for the next who asks."""
        key = (about, here.store.stamp(), here.book.hash, today_of(here))
        mine, promised = self._promised(key)
        if mine:
            try:
                promised.set_result(make())
            except BaseException as error:
                self._forget(key)
                promised.set_exception(error)
                raise
        made: T = promised.result()
        return made

    def _promised(self, key: Hashable) -> tuple[bool, Future[Any]]:
        """Whether he who asks has to make it, and where it will be."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return False, self._kept[key]
            promised = self._kept[key] = Future()
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return True, promised

    def _forget(self, key: Hashable) -> None:
        with self._lock:
            self._kept.pop(key, None)
