"""The areas that a figure is placed among: all of its own level, or its statistical neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from watchlist.evaluate.neighbours import members, sets_in_force
from watchlist.evaluate.rows import distinct, find_rows, pick, starts
from watchlist.model.condition import Among, View
from watchlist.model.indicator import Area
from watchlist.model.reading import Bools, Floats, Ints, Panel

#: With fewer areas nobody can be told from the others.
FEWEST = 3

#: Figures that are laid out side by side at once: 16 MB.
_BLOCK = 1 << 21


@dataclass(frozen=True, eq=False)
class Groups:
    """The groups of a view's rows, the same ones over some ``columns`` of its panel.

    ``rows``     ``int [R]``: the rows of the panel that stand in any of them, in order.
    ``members``  ``int [G, K]``: where in ``rows`` the series of each group are, R for none; ordered by
                 their areas, so that no sum hangs on the order of the panel.
    ``named``    ``int [G]``: how many areas the rulebook names; None where all that have begun are it.
    ``of``       ``int [N]``: the group of each row of the view.
    ``own``      ``int [N]``: where in ``rows`` it is itself.
    """

    columns: range
    rows: Ints
    members: Ints
    named: Ints | None
    of: Ints
    own: Ints

    def layer(self, whole: npt.NDArray[np.float64]) -> Floats:
        """``float64 [R, T]``: of a layer of the panel the rows and columns that are looked at."""
        return pick(whole, self.rows)[:, self.columns.start : self.columns.stop]

    def total(self, layer: Floats | Bools) -> npt.NDArray[np.float64]:
        """``float64 [G, T]``: a layer ``[R, T]`` added up over each group, always in one order."""
        wide = layer.shape[1]
        padded = np.concatenate([layer, np.zeros((1, wide), layer.dtype)])
        whole = np.zeros((len(self.members), wide))
        for place in self.members.T:
            whole += padded[place]
        return whole

    def turnout(self, panel: Panel, known: Bools) -> Turnout:
        """How many areas there are, given where in ``[R, T]`` a figure is known."""
        begun = self.total(np.array(self.columns) >= starts(panel, self.rows)[:, None])
        areas = begun
        if self.named is not None:
            areas = np.broadcast_to(self.named[:, None].astype(np.float64), begun.shape)
        return Turnout(areas, begun, self.total(known))

    def blocks(self) -> Iterator[tuple[Ints, Ints, Ints]]:
        """Some groups at a time: the rows of the view that are in them, their members, and which of
        them each row is in."""
        order = np.argsort(self.of, kind="stable")
        step = max(1, _BLOCK // (self.members.shape[1] * len(self.columns)))
        for first in range(0, len(self.members), step):
            low, high = np.searchsorted(self.of[order], [first, first + step])
            rows = order[low:high]
            yield rows, self.members[first : first + step], self.of[rows] - first


@dataclass(frozen=True, eq=False)
class Turnout:
    """Of each group and column (``[G, T]``, whole numbers): how many ``areas`` it has, how many of
    their series have ``begun``, and of how many the figure is ``known``."""

    areas: Floats
    begun: Floats
    known: Floats

    def at(self, group: int, column: int) -> Turnout:
        """Of one group and column."""
        one = (slice(group, group + 1), slice(column, column + 1))
        return Turnout(self.areas[one], self.begun[one], self.known[one])

    @property
    def enough(self) -> Bools:
        """Whether there are areas enough to place one among them."""
        enough: Bools = self.begun >= FEWEST
        return enough

    @property
    def half(self) -> Bools:
        """Whether at least half of the figures are known."""
        half: Bools = 2 * self.known >= self.areas
        return half


def groups(view: View, among: Among, columns: range) -> list[Groups]:
    """The groups over some columns; several one after the other where they change, none of no
    columns."""
    if not columns:
        return []
    if among is Among.ALL_AREAS:
        return [_all_areas(view, columns)]
    return list(_neighbours(view, columns))


def _all_areas(view: View, columns: range) -> Groups:
    """Of each row: all areas of the rulebook with the level of its own, for the same indicator and
    breakdown. An area that the rulebook does not know is in a group by itself."""
    panel = view.panel
    levels, spread = _levels(view)
    series = panel.indicator * np.int64(len(panel.breakdowns)) + panel.breakdown
    keys = series * spread + levels[panel.area]
    wanted, of = np.unique(keys[view.rows], return_inverse=True)
    chosen = np.flatnonzero(np.isin(keys, wanted))
    by_name = np.argsort(np.argsort(np.array(panel.areas)))
    chosen = chosen[np.lexsort((by_name[panel.area[chosen]], keys[chosen]))]
    group = np.searchsorted(wanted, keys[chosen])
    first = np.searchsorted(group, np.arange(len(wanted)))
    place = np.arange(len(chosen)) - first[group]
    rows = np.full((len(wanted), int(place.max()) + 1), -1, dtype=np.int64)
    rows[group, place] = chosen
    return _grouped(view, columns, rows, None, of)


def _levels(view: View) -> tuple[Ints, int]:
    """For each area of the panel a code of its level, and how many codes there are."""
    names = view.panel.areas
    known = sorted({each.level for each in view.areas.values()})
    codes = {level: code for code, level in enumerate(known)}
    levels = [
        codes[view.areas[name].level] if name in view.areas else len(known) + at
        for at, name in enumerate(names)
    ]
    return np.array(levels, dtype=np.int64), len(known) + len(names)


def _neighbours(view: View, columns: range) -> Iterator[Groups]:
    """Of each row: its own area and the neighbours in the set that is in force."""
    panel = view.panel
    codes, home = distinct(panel.area[view.rows], len(panel.areas))
    areas = [view.areas.get(name) or Area(name) for name in (panel.areas[code] for code in codes)]
    numbers = sets_in_force(areas, panel)
    own = view.rows[:, None]
    for stretch in _stretches(numbers, columns):
        sets = [_with_own(*each) for each in zip(areas, numbers[:, stretch.start], strict=True)]
        found, sizes = members(sets, panel)
        rows = find_rows(panel, panel.indicator[own], found[home], panel.breakdown[own])
        yield _grouped(view, stretch, rows, sizes[home], np.arange(len(view.rows)))


def _with_own(area: Area, number: int) -> Sequence[str]:
    """The area itself and its neighbours, in the order of their names."""
    others = area.neighbours[number][1] if area.neighbours else ()
    return sorted({area.name, *others})


def _stretches(numbers: Ints, columns: range) -> Iterator[range]:
    """Columns over which the sets of all areas stay the same."""
    some = numbers[:, columns.start : columns.stop]
    changes = np.flatnonzero((some[:, 1:] != some[:, :-1]).any(axis=0)) + 1
    bounds = [0, *changes.tolist(), len(columns)]
    return (columns[first:last] for first, last in pairwise(bounds))


def _grouped(view: View, columns: range, rows: Ints, named: Ints | None, of: Ints) -> Groups:
    """``rows``: ``int [G, K]``, the rows of the panel in each group, -1 for none."""
    used = np.unique(rows[rows >= 0])
    places = np.where(rows >= 0, np.searchsorted(used, rows), len(used))
    return Groups(columns, used, places, named, of, np.searchsorted(used, view.rows))
