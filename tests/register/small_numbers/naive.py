"""Ways of withholding small numbers that look right and are not: the adversary must catch each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from tests.register.small_numbers.build import Case, Release, released, seen
from watchlist.model.indicator import Unit, UnitKind
from watchlist.register.small_numbers import Decision, Figure, Place, Why, decide
from watchlist.register.small_numbers.primary import is_primary

Naive = Callable[[Case], list[Release]]


def only_the_small(case: Case) -> list[Release]:
    """Nothing beside the small number itself: the total and the other parts give it away."""
    return [seen(each, _withholding(_small(case, each))) for each in case.releases]


def one_more(case: Case) -> list[Release]:
    """One other beside it, and that is that: in a crossed table the columns give both away."""
    found = []
    for figures in case.releases:
        small = _small(case, figures)
        others = sorted((f.cell.value or 0, f.place) for f in figures if f.place not in small)
        parts = [place for value, place in others if place.breakdown and value]
        found.append(seen(figures, _withholding({*small, *parts[:1]} if small else set())))
    return found


def percentages_left_in(case: Case) -> list[Release]:
    """The number is withheld, the percentage and what it is of are not: 82.4% of 17."""
    return [
        replace(each, seen={
            place: replace(figure.cell, numerator=None)
            if place in each.decision.withheld else each.seen[place]
            for place, figure in each.figures.items()
        })
        for each in released(case)
    ]  # fmt: skip


def no_complement(case: Case) -> list[Release]:
    """88 of 90 is shown, for 88 is not small."""
    rate = Unit(UnitKind.RATE, 100)
    return [
        seen(each, decide(rate, case.rule, case.dimensions, each)) for each in case.releases
    ]  # fmt: skip


def no_memory(case: Case) -> list[Release]:
    """Each month is decided as if no other had been published."""
    return [
        seen(each, decide(case.unit, case.rule, case.dimensions, each)) for each in case.releases
    ]  # fmt: skip


def _small(case: Case, figures: Sequence[Figure]) -> set[Place]:
    return {f.place for f in figures if is_primary(f.cell, case.unit, case.rule)}


def _withholding(places: set[Place]) -> Decision:
    return Decision(dict.fromkeys(places, Why.SMALL))
