"""What conditions on the place of a reading among those of other areas have in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import isnan

import numpy as np

from watchlist.evaluate.groups import Groups, Turnout, groups
from watchlist.evaluate.held import shape
from watchlist.evaluate.references import merit
from watchlist.evaluate.statistical import Statistical, tested, truths
from watchlist.evaluate.truth import Truth
from watchlist.model.condition import Among, Kind, Leaf, View, word
from watchlist.model.facts import Position, Unjudged
from watchlist.model.indicator import Area
from watchlist.model.period import Calendar
from watchlist.model.reading import Bools, Floats

AMONG = word(
    "among",
    Kind.AMONG,
    "the areas that it is placed among, its own included: all of its level, or its statistical "
    "neighbours",
    example="among: neighbours",
    default=Among.ALL_AREAS,
)


#: What is found of row n, so many columns into those of its groups.
Facts = Callable[[int, int], Position]


@dataclass(frozen=True, eq=False)
class Placed:
    """What is said over the columns of one set of groups, ``[N, T]`` each."""

    holds: Bools
    judged: Bools
    unknown: Bools
    held: Floats
    facts: Facts


class Placing(Statistical):
    """A condition on where a reading stands among those of other areas for the same period."""

    among: Among

    @abstractmethod
    def placed(self, view: View, among: Groups) -> Placed:
        """Every row of a view in its group."""

    def looks_back(self, _calendar: Calendar, /) -> int | None:
        """At the reading's own period alone."""
        return None if self.indicator else 0

    def shows(self, _calendar: Calendar, period: int, _length: float, /) -> Iterable[int]:
        return (period,)

    def leaf(self, view: View) -> Leaf:
        """Good means that it does not hold."""
        size = shape(view)
        holds, judged, unknown = (np.zeros(size, dtype=np.bool_) for _ in range(3))
        held, known = np.full(size, np.nan), []
        for among in groups(view, self.among, range(view.asked, size[1])):
            found, at = self.placed(view, among), slice(among.columns.start, among.columns.stop)
            holds[:, at], judged[:, at] = found.holds, found.judged
            unknown[:, at], held[:, at] = found.unknown, found.held
            known.append((among.columns, found.facts))
        truth = truths(view, holds, judged, unknown)
        held[(truth != Truth.TRUE) & (truth != Truth.FALSE)] = np.nan
        return Leaf(
            condition=self,
            truth=truth,
            tested=tested(view),
            held_against=held,
            good=truth == Truth.FALSE,
            anchored=False,
            sign=merit(view),
            facts=lambda n, t: self._facts(view, known, n, t),
        )

    def _facts(self, view: View, known: list[tuple[range, Facts]], n: int, t: int) -> Position:
        for columns, facts in known:
            if t in columns:
                return facts(n, columns.index(t))
        (among,) = groups(view, self.among, range(t, t + 1))  # of what was not asked for
        return self.placed(view, among).facts(n, 0)


class About:
    """One reading in its group."""

    def __init__(self, view: View, among: Groups, turnout: Turnout, n: int, column: int) -> None:
        self.turnout = turnout.at(int(among.of[n]), column)
        self._view, self._at = view, (int(view.rows[n]), among.columns[column])

    @property
    def missing(self) -> Unjudged | None:
        """A figure over another length is none that could be set beside the others."""
        panel = self._view.panel
        absent = isnan(panel.value[self._at]) or panel.length[self._at] != 1
        return Unjudged.LATEST_MISSING if absent else None

    def position(self, among: Among, why: Unjudged | None) -> Position:
        """What is said whatever was found."""
        panel, areas = self._view.panel, self._view.areas
        name = panel.areas[panel.area[self._at[0]]]
        return Position(
            among=among.value,
            areas=int(self.turnout.areas[0, 0]),
            known=int(self.turnout.known[0, 0]),
            level=areas[name].level if name in areas else Area(name).level,
            unjudged=why,
        )
