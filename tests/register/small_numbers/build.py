"""Figures of one indicator in one area, written like a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from watchlist.model.finding import Cell
from watchlist.model.indicator import SmallNumbers, Unit, UnitKind
from watchlist.model.reading import Marker
from watchlist.register.small_numbers import (
    NOTHING_YET,
    Decision,
    Figure,
    Place,
    Published,
    decide,
)

COUNT, PERCENT = Unit(UnitKind.COUNT), Unit(UnitKind.PERCENT)
RULE = SmallNumbers()

#: 12, "c", or 15 of 18 as (numerator, denominator).
Written = float | str | tuple[float, float]

_SYMBOLS = {marker.symbol: marker for marker in Marker if marker.symbol}


def figure(
    breakdown: str, written: Written, period: int = 0, span: int = 1, digits: int = 0,
    public: bool = False,
) -> Figure:  # fmt: skip
    place = Place(breakdown, period, span)
    return Figure(place, _cell(written, period, span, digits), public)


def _cell(written: Written, period: int, span: int, digits: int) -> Cell:
    length = -span / 12 if span < 0 else float(span)
    if isinstance(written, str):
        return Cell(period, None, None, _SYMBOLS[written], length=length)
    if isinstance(written, tuple):
        number, among = written
        share = round(100 * number / among, digits)
        return Cell(period, share, digits, Marker.FIGURE, number, among, length=length)
    return Cell(period, float(written), 0, Marker.FIGURE, length=length)


def table(
    rows: Mapping[str, Written], period: int = 0, digits: int = 0, public: bool = False
) -> list[Figure]:
    return [figure(key, each, period, 1, digits, public) for key, each in rows.items()]


@dataclass(frozen=True)
class Case:
    """What stood month by month: each release holds every figure that stood when it left."""

    unit: Unit
    rule: SmallNumbers
    dimensions: tuple[str, ...]
    releases: Sequence[Sequence[Figure]]


@dataclass(frozen=True)
class Release:
    """What stood, what was decided, and what the public saw of it."""

    figures: Mapping[Place, Figure]
    decision: Decision
    seen: Mapping[Place, Cell]


def released(case: Case) -> list[Release]:
    """Every release as the public saw it, each decided knowing the ones before."""
    earlier, found = NOTHING_YET, []
    for figures in case.releases:
        decision = decide(case.unit, case.rule, case.dimensions, figures, earlier)
        found.append(seen(figures, decision))
        earlier = earlier.and_now(decision, figures)
    return found


def seen(figures: Iterable[Figure], decision: Decision) -> Release:
    by_place = {each.place: each for each in figures}
    shown = {p: decision.shown(p.breakdown, each.cell) for p, each in by_place.items()}
    return Release(by_place, decision, shown)


def withheld(
    figures: Sequence[Figure], dimensions: Sequence[str] = ("sex",), unit: Unit = COUNT,
    rule: SmallNumbers = RULE, earlier: Published = NOTHING_YET,
) -> list[str]:  # fmt: skip
    """The breakdowns that are withheld, in order; with the period where there are several."""
    decision = decide(unit, rule, dimensions, figures, earlier)
    several = len({(each.place.period, each.place.span) for each in figures}) > 1
    return [
        f"{place.breakdown}@{place.period}/{place.span}" if several else place.breakdown
        for place in sorted(decision.withheld)
    ]
