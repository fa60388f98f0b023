"""The order of a READINGS table, and the rows of it that give the same figure twice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from watchlist.model.reading import Bools, Ints, Status
from watchlist.sources.cells import UNPUBLISHED


@dataclass(frozen=True, eq=False)
class Settled:
    """``order`` sorts a table by what a figure is of; ``again[i]``: the row ``order[i]`` is of the
    same as ``order[i - 1]``, and published at the same time. Equal rows keep their order."""

    order: Ints
    again: Bools

    def pairs(self, most: int) -> list[tuple[int, int]]:
        """Neighbours in the order that are of the same, so many at most."""
        later = np.flatnonzero(self.again)[:most]
        return list(zip(self.order[later - 1].tolist(), self.order[later].tolist(), strict=True))

    def single(self) -> Ints:
        """The rows, in order, that no other row is of the same as."""
        return self.order[~self.again & ~self._before_again]

    def last(self) -> Ints:
        """The rows, in order; of those of the same the last."""
        return self.order[~self._before_again]

    @property
    def _before_again(self) -> Bools:
        return np.append(self.again[1:], False)[: len(self.order)]


def settle(table: pa.Table) -> Settled:
    """A figure is of an indicator, area, breakdown and period (or span); a forecast stands apart."""
    published = table["published"].cast(pa.int64()).fill_null(UNPUBLISHED)
    keys = [
        *(_ranks(table[name]) for name in ("indicator", "area", "breakdown")),
        _array(table["period"]),
        _array(table["span"]),
        _array(table["status"]) == Status.FORECAST,
        _array(published),
    ]
    order = np.lexsort(keys[::-1])
    again = np.ones(len(order), dtype=np.bool_)
    again[:1] = False
    for key in keys:
        again[1:] &= key[order[1:]] == key[order[:-1]]
    return Settled(order, again)


def _array(column: pa.ChunkedArray) -> Ints:
    values: Ints = column.to_numpy()
    return values


def _ranks(column: pa.ChunkedArray) -> Ints:
    """Numbers that sort as the texts do."""
    encoded = column.combine_chunks().dictionary_encode()
    ranks = np.empty(len(encoded.dictionary), dtype=np.int64)
    ranks[pc.sort_indices(encoded.dictionary).to_numpy()] = np.arange(len(ranks))
    ranked: Ints = ranks[encoded.indices.to_numpy()]
    return ranked
