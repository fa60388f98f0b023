"""What was decided: which figures one audience is shown, and whether a statement that rests on
figures may be made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from watchlist.model.finding import Cell
from watchlist.model.reading import Marker
from watchlist.register.small_numbers.place import Figure, Place, has_figure, withheld_by_source


class Why(StrEnum):
    """Why a figure is withheld."""

    SMALL = "small number"  # primary: it, what is left of it, or what it is among
    SOURCE = "withheld by its source"
    BEFORE = "withheld before"  # restated since; the difference would tell
    OTHERS = "others could be worked out"  # secondary
    NOT_PUBLIC = "not public"  # nothing of the indicator is
    UNDECIDED = "not decided"  # a figure that nobody asked about is not shown


@dataclass(frozen=True)
class Decision:
    """What of one indicator in one area an audience is shown. ``withheld`` says why for each figure
    that is not; ``rounded`` what totals are shown as; ``exposed`` are withheld figures that what was
    public before gives away, whatever is withheld now. ``decided`` are the figures that were looked
    at: any other is withheld too (None: everything is shown)."""

    withheld: Mapping[Place, Why] = field(default_factory=dict)
    rounded: Mapping[Place, float] = field(default_factory=dict)
    exposed: frozenset[Place] = frozenset()
    decided: frozenset[Place] | None = None

    def why(self, place: Place) -> Why | None:
        """Why a figure is withheld; None where it is shown."""
        found = self.withheld.get(place)
        if found is None and self.decided is not None and place not in self.decided:
            return Why.UNDECIDED
        return found

    def shown(self, breakdown: str, cell: Cell) -> Cell:
        """A cell as the audience sees it: withheld whole, with the two counts behind it, or as it
        is, or rounded. What is no figure (not applicable, missing) stays what it is."""
        place = Place.of(breakdown, cell)
        if not (has_figure(cell) or withheld_by_source(cell)):
            return cell
        if self.why(place) is not None:
            bare = replace(cell, value=None, digits=None, marker=Marker.CONFIDENTIAL)
            return replace(bare, numerator=None, denominator=None)
        return replace(cell, value=self.rounded.get(place, cell.value))

    def may_say(self, rests_on: Iterable[Place]) -> bool:
        """Whether a statement may be made: not if any figure that it rests on is withheld."""
        return all(self.why(place) is None for place in rests_on)


#: For those who see every figure.
EVERYTHING = Decision()


@dataclass(frozen=True)
class Published:
    """What the public has been told of one indicator in one area. ``shown``: the figures, as they
    were shown when last they were; ``withheld``: those that ever were withheld, each with what stood
    there whenever it was, the latest last; ``times``: what stood shown at the same time, once more
    whenever something that had been shown no longer was."""

    shown: Mapping[Place, Cell] = field(default_factory=dict)
    withheld: Mapping[Place, tuple[Cell, ...]] = field(default_factory=dict)
    times: tuple[frozenset[Place], ...] = ()

    def and_now(self, decision: Decision, figures: Iterable[Figure]) -> Published:
        """With what a decision shows and withholds, once that has left."""
        shown, withheld = dict(self.shown), dict(self.withheld)
        for figure in figures:
            place, cell = figure.place, figure.cell
            if decision.why(place) is not None:
                before = withheld.get(place, ())
                withheld[place] = before if before[-1:] == (cell,) else (*before, cell)
            elif has_figure(cell):
                shown[place] = decision.shown(place.breakdown, cell)
        times = self._times(frozenset(shown.keys() - withheld.keys()))
        return Published(MappingProxyType(shown), MappingProxyType(withheld), times)

    def _times(self, now: frozenset[Place]) -> tuple[frozenset[Place], ...]:
        grown = self.times and self.times[-1] <= now
        return (*(self.times[:-1] if grown else self.times), now)


NOTHING_YET = Published()
