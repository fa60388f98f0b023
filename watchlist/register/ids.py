"""Where the numbers of new rows come from: the store's transaction in earnest, a counter in tests."""

from __future__ import annotations

from itertools import count
from typing import Protocol


class Ids(Protocol):
    """Each call gives a number that was never given before."""

    def breach(self) -> int: ...

    def entry(self) -> int: ...

    def transition(self) -> int: ...

    def act(self) -> int: ...


class Counting:
    """Numbers from 1 (or ``first``), for decisions that nobody keeps."""

    def __init__(self, first: int = 1) -> None:
        self._breaches, self._entries = count(first), count(first)
        self._transitions, self._acts = count(first), count(first)

    def breach(self) -> int:
        return next(self._breaches)

    def entry(self) -> int:
        return next(self._entries)

    def transition(self) -> int:
        return next(self._transitions)

    def act(self) -> int:
        return next(self._acts)
