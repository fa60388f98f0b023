"""The layers of an indicator in an area: every count behind its figures, what is public of each
already, and what must stay uncertain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from math import ceil, floor, inf

from watchlist.model.finding import Cell
from watchlist.model.indicator import SmallNumbers, Unit, UnitKind
from watchlist.register.small_numbers.layer import (
    Among,
    Layer,
    Left,
    Node,
    Quantity,
    both,
    layer_of,
)
from watchlist.register.small_numbers.place import Figure, Place, withheld_by_source
from watchlist.register.small_numbers.primary import Counts, counts, is_small
from watchlist.register.small_numbers.sums import Sum, all_sums, connected, needed

#: Counts are given in whole children, or to a tenth or a hundredth of a full-time worker.
_STEPS = (1, 10, 100)


@dataclass(frozen=True, eq=False)
class Known:
    """The counts behind each place, now and at every time it was withheld ``before``; ``sums``
    between them; what totals are ``rounded`` to when they are shown."""

    unit: Unit
    rule: SmallNumbers
    figures: Mapping[Place, Figure]
    counts: Mapping[Place, Counts]
    sums: Sequence[Sum]
    rounded: Mapping[Place, float]
    before: Mapping[Place, tuple[Counts, ...]]

    @classmethod
    def of(
        cls, unit: Unit, rule: SmallNumbers, dimensions: Sequence[str], figures: Iterable[Figure],
        withheld: Mapping[Place, tuple[Cell, ...]],
    ) -> Known:  # fmt: skip
        by_place = {figure.place: figure for figure in figures}
        found = {place: counts(figure.cell, unit) for place, figure in sorted(by_place.items())}
        there = [
            place for place, behind in found.items()
            if behind != Counts() or withheld_by_source(by_place[place].cell)
        ]  # fmt: skip
        sums = all_sums(there, dimensions)
        rounded = _rounded(unit, rule, found, sums)
        before = {
            place: tuple(counts(cell, unit) for cell in cells) for place, cells in withheld.items()
        }
        now = {place: found[place] for place in there}
        return cls(unit, rule, by_place, now, sums, rounded, before)

    def apart(self) -> Iterator[Known]:
        """In portions between which nothing adds up, mostly a period each."""
        for sums in connected(self.sums):
            places = dict.fromkeys(place for one in sums for place in (one.whole, *one.parts))
            inside = {place: self.counts[place] for place in sorted(places) if place in self.counts}
            yield replace(self, counts=inside, sums=sums)
        alone = self.counts.keys() - {p for one in self.sums for p in (one.whole, *one.parts)}
        for place in sorted(alone):
            yield replace(self, counts={place: self.counts[place]}, sums=())

    def up_to(self, end: int, withheld: Set[Place]) -> Known:
        """What is known when figures up to a certain time are out."""
        counts = {place: each for place, each in self.counts.items() if place.covers[1] <= end}
        return replace(self, counts=counts, sums=needed(self.sums, end, withheld))

    def layer(self) -> Layer:
        """All of it: the numbers, and where there are any, those they are among."""
        counts = self.counts
        step = _step(each for one in counts.values() for each in (one.number, one.among))
        numbers = self._layer({place: self._number(place, step) for place in counts}, step)
        if all(behind.among is None for behind in counts.values()):
            return numbers
        among = self._layer({place: self._among(place, step) for place in counts}, step)
        return both(numbers, among)

    def _layer(self, given: dict[Place, Quantity], step: int) -> Layer:
        if all(each.truth is None for each in given.values()):
            return Layer({}, (), step)
        return layer_of(given, self.sums, step)

    def _number(self, place: Place, step: int) -> Quantity:
        """No more than those it is among, who may be known from elsewhere unless they are few."""
        behind = self.counts[place]
        most = inf
        if behind.among is not None and not is_small(behind.among, self.rule):
            most = ceil(max(behind.among, behind.number or 0) * step)
        if behind.number is None:
            return Quantity(None, 0, most)
        truth = round(behind.number * step)
        if place in self.rounded:
            to = (self.rule.round_totals_to or 1) * step
            middle = round(self.rounded[place] * step)
            return Quantity(truth, max(0, ceil(middle - to / 2)), ceil(middle + to / 2) - 1, True)
        first = step if self.rule.low else 0
        then = (round(one.number * step) for one in self._before(place) if one.number is not None)
        return Quantity(truth, _at_least(truth, then, first), most)

    def _among(self, place: Place, step: int) -> Quantity:
        among = self.counts[place].among
        if among is None:
            return Quantity(None, 0)
        truth = round(among * step)
        then = (round(one.among * step) for one in self._before(place) if one.among is not None)
        return Quantity(truth, _at_least(truth, then, step))

    def _before(self, place: Place) -> tuple[Counts, ...]:
        return self.before.get(place, ())

    def asked(self, place: Place) -> list[Node]:
        """The counts behind a figure that must stay uncertain when it is withheld: a large number
        of those that it is among need not."""
        found: list[Node] = [place]
        behind = self.counts[place]
        if behind.among is None or is_small(behind.among, self.rule):
            found.append(Among(place))
        known = behind.among is not None and behind.number is not None
        left = (behind.among or 0) - (behind.number or 0)
        if self.unit.kind is UnitKind.PERCENT and known and is_small(left, self.rule):
            found.append(Left(place))
        return found


def _at_least(truth: int, before: Iterable[int], first: int) -> int:
    """The least that a count can be, for whoever knows by how much it was corrected: it was not under
    ``first`` (or what it was, if that was less) at any time."""
    return max(min(first, then) + truth - then for then in (truth, *before))


def _step(given: Iterable[float | None]) -> int:
    """Into how many steps one child, or one worker, is cut by figures as they are given."""
    all_given = [each for each in given if each is not None]
    fits = (
        step for step in _STEPS
        if all(abs(each * step - round(each * step)) < 1e-6 for each in all_given)
    )  # fmt: skip
    return next(fits, _STEPS[-1])


def _rounded(
    unit: Unit, rule: SmallNumbers, found: Mapping[Place, Counts], sums: Sequence[Sum]
) -> dict[Place, float]:
    """What the totals of counts are shown as where the rule rounds them, half upwards."""
    to = rule.round_totals_to
    if not to or unit.kind is not UnitKind.COUNT:
        return {}
    wholes = {one.whole for one in sums if one.over}
    numbers = ((place, found[place].number) for place in sorted(wholes & found.keys()))
    return {
        place: float(floor(number / to + 0.5) * to) for place, number in numbers
        if number is not None
    }  # fmt: skip
