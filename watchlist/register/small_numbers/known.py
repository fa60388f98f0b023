"""The layers of an indicator in an area: every count behind its figures, what is public of each
already, and what must stay uncertain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor, inf

from watchlist.model.indicator import SmallNumbers, Unit, UnitKind
from watchlist.register.small_numbers.layer import Layer, Quantity, layer_of
from watchlist.register.small_numbers.place import Figure, Place, withheld_by_source
from watchlist.register.small_numbers.primary import Counts, counts, is_small
from watchlist.register.small_numbers.sums import Sum, all_sums, connected

#: Counts are given in whole children, or to a tenth or a hundredth of a full-time worker.
_STEPS = (1, 10, 100)


@dataclass(frozen=True, eq=False)
class Known:
    """``places`` in order with the counts behind them; ``sums`` between them; what totals are
    rounded to when they are shown."""

    unit: Unit
    rule: SmallNumbers
    figures: Mapping[Place, Figure]
    counts: Mapping[Place, Counts]
    sums: Sequence[Sum]
    rounded: Mapping[Place, float]

    @classmethod
    def of(
        cls, unit: Unit, rule: SmallNumbers, dimensions: Sequence[str], figures: Iterable[Figure]
    ) -> Known:
        by_place = {figure.place: figure for figure in figures}
        found = {place: counts(figure.cell, unit) for place, figure in sorted(by_place.items())}
        there = [
            place for place, behind in found.items()
            if behind != Counts() or withheld_by_source(by_place[place].cell)
        ]  # fmt: skip
        sums = all_sums(there, dimensions)
        rounded = _rounded(unit, rule, found, sums)
        return cls(unit, rule, by_place, {place: found[place] for place in there}, sums, rounded)

    def apart(self) -> Iterator[Known]:
        """In portions between which nothing adds up, mostly a period each."""
        for sums in connected(self.sums):
            places = dict.fromkeys(place for one in sums for place in (one.whole, *one.parts))
            inside = {place: self.counts[place] for place in sorted(places) if place in self.counts}
            yield replace(self, counts=inside, sums=sums)
        alone = self.counts.keys() - {p for one in self.sums for p in (one.whole, *one.parts)}
        for place in sorted(alone):
            yield replace(self, counts={place: self.counts[place]}, sums=())

    def numbers(self) -> Layer:
        """The numbers of children that figures count, or are shares of. Those they are among are
        taken to be known."""
        step = _step(behind.number for behind in self.counts.values())
        return self._layer(step, lambda place: self._number(place, step))

    def among(self) -> Layer:
        """Those that figures are among; how many of them count is taken to be known."""
        step = _step(behind.among for behind in self.counts.values())
        return self._layer(step, lambda place: self._among(place, step))

    def _layer(self, step: int, quantity: Callable[[Place], Quantity]) -> Layer:
        given = {place: quantity(place) for place in self.counts}
        if all(each.truth is None for each in given.values()):
            return Layer({}, ())
        return layer_of(given, self.sums, step)

    def _number(self, place: Place, step: int) -> Quantity:
        behind = self.counts[place]
        most = inf if behind.among is None else max(behind.among, behind.number or 0) * step
        if behind.number is None:
            return Quantity(None, 0, ceil(most) if most < inf else inf)
        truth = round(behind.number * step)
        if place in self.rounded:
            to = (self.rule.round_totals_to or 1) * step
            middle = round(self.rounded[place] * step)
            return Quantity(truth, max(0, ceil(middle - to / 2)), ceil(middle + to / 2) - 1, True)
        least = min(step if self.rule.low else 0, truth)
        return Quantity(truth, least, max(ceil(most), truth) if most < inf else inf)

    def _among(self, place: Place, step: int) -> Quantity:
        behind = self.counts[place]
        if behind.among is None:
            return Quantity(None, 0)
        truth = round(behind.among * step)
        return Quantity(truth, min(max(step, ceil((behind.number or 0) * step)), truth))

    def small_among(self) -> set[Place]:
        """The places with few children, or nobody knows how many, behind them."""
        return {
            place for place, behind in self.counts.items()
            if behind.among is None or is_small(behind.among, self.rule)
        }  # fmt: skip


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
