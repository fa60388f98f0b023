"""Reading a column of text once for each text that occurs in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from watchlist.model.reading import Bools, Ints
from watchlist.sources.enough import MOST_FAULTS
from watchlist.sources.sheet import Coded

Read = TypeVar("Read")


@dataclass(eq=False)
class Complaints:
    """What is wrong with N readings: the positions found faulty, and a sentence for each. One more is
    kept than a file may have."""

    found: list[tuple[int, str]] = field(default_factory=list)

    def add(self, positions: Iterable[int], sentences: Iterable[str]) -> None:
        said = zip(positions, sentences, strict=True)
        self.found.extend(islice(said, MOST_FAULTS + 1 - len(self.found)))


@dataclass(frozen=True, eq=False)
class Parsed(Generic[Read]):
    """What was read of N texts: ``results[which[n]]``, None where it could not be read."""

    results: list[Read | None]
    which: Ints

    def array(
        self, get: Callable[[Read], Any], none: Any, dtype: npt.DTypeLike
    ) -> npt.NDArray[Any]:
        """``get`` of each result, shaped [N]; ``none`` where there is no result."""
        each = [none if result is None else get(result) for result in self.results]
        return np.array(each, dtype=dtype)[self.which]


def parse_each(
    column: Coded,
    group: Ints,
    read: Callable[[str, int], Read],
    named: str,
    complaints: Complaints,
) -> Parsed[Read]:
    """``read(text, group)`` for every pair of a text and a group (0 or more) that occurs; a group
    of -1 is not read at all. A ``ValueError`` of ``read`` is the complaint about its rows."""
    width = max(1, len(column.texts))
    keys, which = np.unique(group * width + column.codes, return_inverse=True)
    results: list[Read | None] = []
    wrong: dict[int, str] = {}
    for at, key in enumerate(keys.tolist()):
        result = None
        if key >= 0:
            try:
                result = read(column.texts[key % width], key // width)
            except ValueError as error:
                wrong[at] = f"{named}: {error}" if named else str(error)
        results.append(result)
    _complain(which, wrong, complaints)
    return Parsed(results, which.astype(np.int64))


def _complain(which: Ints, wrong: dict[int, str], complaints: Complaints) -> None:
    if wrong:
        faulty: Bools = np.isin(which, list(wrong))
        positions = np.flatnonzero(faulty)
        complaints.add(positions.tolist(), (wrong[at] for at in which[positions].tolist()))
