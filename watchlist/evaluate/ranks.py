"""The place of each figure among those of its group, counted from one end."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from watchlist.evaluate.groups import Groups, Turnout
from watchlist.evaluate.references import merit
from watchlist.model.condition import View
from watchlist.model.reading import Bools, Floats, Ints

#: Figures are decimals: those within this share of each other are the same one.
_EXACT = 1e-9


@dataclass(frozen=True, eq=False)
class Ranks:
    """Over the columns of ``groups``.

    ``turnout``  of how many areas the figure is known.
    ``keys``     ``float64 [R, T]``: the figures, turned so that the greatest comes first; NaN where
                 none is known.
    ``rank``     ``int [N, T]``: 1 and how many of the group come before it; ties share a place.
    """

    groups: Groups
    turnout: Turnout
    keys: Floats
    rank: Ints

    @property
    def placed(self) -> Bools:
        """``bool [N, T]``: the reading itself is known."""
        return ~np.isnan(self.keys[self.groups.own])

    def ties(self, n: int, column: int) -> int:
        """How many others share the place of a reading."""
        groups = self.groups
        members = groups.members[groups.of[n]]
        keys = self.keys[members[members < len(groups.rows)], column]
        own = self.keys[groups.own[n], column]
        alike = np.abs(keys - own) <= _EXACT * np.maximum(np.abs(keys), np.abs(own))
        return int(alike.sum()) - 1


def ranks(view: View, groups: Groups, end: int) -> Ranks:
    """``end``: +1 where the best comes first, -1 where the worst does."""
    panel, columns = view.panel, groups.columns
    value = np.where(groups.layer(panel.length) == 1, groups.layer(panel.value), np.nan)
    keys: Floats = value * (end * merit(replace(view, rows=groups.rows))[:, None])
    turnout = groups.turnout(panel, ~np.isnan(keys))
    padded = np.concatenate([keys, np.full((1, len(columns)), np.nan)])
    rank = np.zeros((len(view.rows), len(columns)), dtype=np.int64)
    for rows, members, of in groups.blocks():
        ordered = np.sort(padded[members], axis=1)
        own = keys[groups.own[rows]]
        known = turnout.known[groups.of[rows]].astype(np.int64)
        rank[rows] = 1 + known - _up_to(ordered, of, own + _EXACT * np.abs(own))
    return Ranks(groups, turnout, keys, rank)


def _up_to(ordered: Floats, of: Ints, edge: Floats) -> Ints:
    """``int [n, T]``: how many of the group's keys (``[g, K, T]``, ascending, NaN last) do not pass the
    edge. All rows are halved at once."""
    group, columns, most = of[:, None], np.arange(edge.shape[1]), ordered.shape[1]
    low = np.zeros(edge.shape, dtype=np.int64)
    high = np.full(edge.shape, most)
    for _ in range(most.bit_length()):
        middle = (low + high) // 2
        within = ordered[group, np.minimum(middle, most - 1), columns] <= edge
        within &= low < high
        low, high = np.where(within, middle + 1, low), np.where(within, high, middle)
    return low
