"""N readings on their way from text to figures: their columns, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from watchlist.model.indicator import Indicator
from watchlist.model.reading import Bools, Ints
from watchlist.sources.names import Names
from watchlist.sources.parsed import Complaints, Parsed, parse_each
from watchlist.sources.raw import Raw
from watchlist.sources.sheet import Coded, constant

Read = TypeVar("Read")
Kind = TypeVar("Kind", bound=Hashable)


@dataclass(frozen=True, eq=False)
class Rows:
    """``indicator`` is each row's position in ``indicators``, -1 where nobody knows it: cells whose
    reading depends on it are then left unread. ``complaints`` go by row, ``remarks`` too: they say
    how a cell was read that could be taken for something else."""

    raw: Raw
    indicators: Sequence[Indicator]
    indicator: Ints
    complaints: Complaints = field(default_factory=Complaints)
    remarks: Complaints = field(default_factory=Complaints)

    def column(self, ours: str) -> Coded:
        """Our column; empty cells where the file has none."""
        return self.raw.columns.get(ours) or constant("", len(self.indicator))

    def parse(self, ours: str, read: Callable[[str], Read]) -> Parsed[Read]:
        """A column whose cells mean the same whatever the indicator."""
        everywhere = np.zeros(len(self.indicator), dtype=np.int64)
        return self._parse(ours, everywhere, lambda text, _: read(text))

    def parse_by(
        self, ours: str, kind: Callable[[Indicator], Kind], read: Callable[[str, Kind], Read]
    ) -> Parsed[Read]:
        """A column that is read by something of the indicator: its calendar, its unit."""
        kinds = list(dict.fromkeys(map(kind, self.indicators)))
        group_of = np.array([*(kinds.index(kind(each)) for each in self.indicators), -1])
        return self._parse(ours, group_of[self.indicator], lambda text, at: read(text, kinds[at]))

    def _parse(self, ours: str, group: Ints, read: Callable[[str, int], Read]) -> Parsed[Read]:
        named = self.raw.named.get(ours, ours)
        return parse_each(self.column(ours), group, read, named, self.complaints)

    def complain_of_unknown(self, ours: str, names: Names, unknown: Bools) -> None:
        positions = np.flatnonzero(unknown)
        column = self.column(ours).take(positions)
        distinct = np.unique(column.codes).tolist()
        few = len(distinct) <= 200  # looking for the nearest name takes its time
        said = {code: names.complaint(column.texts[code], hint=few) for code in distinct}
        self.complaints.add(positions.tolist(), (said[code] for code in column.codes.tolist()))


def positions(column: Coded, names: Names, order: Sequence[str]) -> Ints:
    """Where each row's name stands in ``order``; -1 for one that nobody knows."""
    at = {name: position for position, name in enumerate(order)}
    found = [at.get(names.get(text) or "", -1) for text in column.texts]
    return np.array([*found, -1], dtype=np.int64)[column.codes]


def strings(which: Ints, texts: Sequence[str]) -> pa.Array:
    """Texts by position; "" for -1."""
    indices = pa.array(np.where(which < 0, len(texts), which), pa.int32())
    dictionary = pa.array([*texts, ""], pa.string())
    return pa.DictionaryArray.from_arrays(indices, dictionary).cast(pa.string())


def nullable(values: npt.NDArray[Any], null: Bools, kind: pa.DataType) -> pa.Array:
    return pa.array(values, mask=null).cast(kind)
