"""Terse makers of panels and rulebooks, so that a test reads like a table of figures.

figures = panel({"assessments": [90, 84, "c", None, "90/108"]}, first=month(2013, 10))
rules = book(indicator(target=85), rule(amber=worse_than("target")))
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from watchlist.evaluate.combine import Combine
from watchlist.evaluate.compare import Compare
from watchlist.model.condition import Condition, Part, Reference, ReferenceKind, Share
from watchlist.model.indicator import (
    Area,
    Better,
    Committee,
    Indicator,
    Margin,
    TargetStep,
    Unit,
    UnitKind,
)
from watchlist.model.period import Calendar, Frequency
from watchlist.model.reading import NEVER, Bytes, Floats, Ints, Marker, Panel, Series
from watchlist.model.rule import Level, Rule, Rulebook, Selection

OWN = "Harrow"
WEEK, MONTH, QUARTER = (
    Calendar(frequency) for frequency in (Frequency.WEEK, Frequency.MONTH, Frequency.QUARTER)
)
FINANCIAL_YEAR, ACADEMIC_YEAR = (
    Calendar(frequency) for frequency in (Frequency.FINANCIAL_YEAR, Frequency.ACADEMIC_YEAR)
)


@dataclass(frozen=True)
class Over:
    """A figure over another length: ``Over(34, 2)`` is 34 in two periods, ``Over(343, 8 / 12)`` in
    the first eight months of a year."""

    figure: float | str | tuple[float, float, float]
    length: float


Figure = float | str | tuple[float, float, float] | Over | None

Key = str | tuple[str, str] | tuple[str, str, str] | Series

_SYMBOLS = {marker.symbol: marker for marker in Marker if marker.symbol}


def month(year: int, number: int) -> int:
    """The ordinal of a month."""
    return MONTH.containing(date(year, number, 1))


def series(key: Key) -> Series:
    """``"assessments"`` is the own area's total; ``("assessments", "England")`` another area's."""
    if isinstance(key, Series):
        return key
    return Series(key, OWN) if isinstance(key, str) else Series(*key)


def panel(
    rows: Mapping[Any, Sequence[Figure]],
    *,
    first: int = 24_000,
    every: Calendar = MONTH,
    targets: Mapping[Any, Sequence[float | None]] | None = None,
    growth: Mapping[Any, Sequence[float | None]] | None = None,
) -> Panel:
    """A panel of one calendar. Keys are :data:`Key`; a figure is a number, ``None`` (nothing there),
    a symbol (``"c"``, ``"_"``), ``"90/108"`` (a percentage given by its parts) or a triple
    ``(value, numerator, denominator)``. Shorter rows end early."""
    named = {series(key): list(figures) for key, figures in rows.items()}
    columns = max((len(figures) for figures in named.values()), default=0)
    cells = [[_cell(figure) for figure in _padded(row, columns)] for row in named.values()]
    figures = np.array(cells, dtype=np.float64).reshape(len(named), columns, 6)
    indicators = tuple(dict.fromkeys(one.indicator for one in named))
    areas = tuple(dict.fromkeys(one.area for one in named))
    breakdowns = tuple(dict.fromkeys(one.breakdown for one in named))
    return Panel(
        calendar=every,
        first=first,
        indicators=indicators,
        areas=areas,
        breakdowns=breakdowns,
        indicator=_codes([one.indicator for one in named], indicators),
        area=_codes([one.area for one in named], areas),
        breakdown=_codes([one.breakdown for one in named], breakdowns),
        value=figures[:, :, 0],
        marker=figures[:, :, 1].astype(np.int8),
        digits=figures[:, :, 2].astype(np.int8),
        numerator=figures[:, :, 3],
        denominator=figures[:, :, 4],
        target=_layer(named, columns, targets),
        growth=_layer(named, columns, growth),
        length=_lengths(figures[:, :, 5]),
        status=np.zeros((len(named), columns), dtype=np.int8),
        series_id=np.full(len(named), -1, dtype=np.int64),
        judged_to=np.full(len(named), NEVER, dtype=np.int64),
    )


def _padded(row: list[Figure], columns: int) -> list[Figure]:
    return row + [None] * (columns - len(row))


def _lengths(layer: Floats) -> Floats:
    """A broadcast where all are one."""
    return np.broadcast_to(1.0, layer.shape) if (layer == 1).all() else layer


def _cell(figure: Figure) -> tuple[float, ...]:
    """(value, marker, digits, numerator, denominator, length)."""
    if isinstance(figure, Over):
        return *_of_one(figure.figure), figure.length
    return *_of_one(figure), 1.0


def _of_one(figure: float | str | tuple[float, float, float] | None) -> tuple[float, ...]:
    """(value, marker, digits, numerator, denominator)."""
    nothing = float("nan")
    if figure is None:
        return nothing, Marker.NONE, -1, nothing, nothing
    if isinstance(figure, tuple):
        value, numerator, denominator = figure
        return value, Marker.FIGURE, _digits(value), numerator, denominator
    if isinstance(figure, str):
        if figure in _SYMBOLS:
            return nothing, _SYMBOLS[figure], -1, nothing, nothing
        numerator, denominator = map(float, figure.split("/"))
        return 100 * numerator / denominator, Marker.FIGURE, -1, numerator, denominator
    return figure, Marker.FIGURE, _digits(figure), nothing, nothing


def _digits(value: float) -> int:
    text = f"{value:.10g}"
    return len(text.partition(".")[2])


def _codes(names: list[str], among: tuple[str, ...]) -> Ints:
    return np.array([among.index(name) for name in names], dtype=np.int64)


def _layer(
    named: Mapping[Series, object],
    columns: int,
    given: Mapping[Any, Sequence[float | None]] | None,
) -> Floats:
    """A layer that nobody fills is a broadcast, as it comes out of the store."""
    if not given:
        return np.broadcast_to(np.float64("nan"), (len(named), columns))
    layer = np.full((len(named), columns), np.nan)
    where = {one: row for row, one in enumerate(named)}
    for key, figures in given.items():
        layer[where[series(key)], : len(figures)] = np.array(figures, dtype=np.float64)
    return layer


def unit(text: str) -> Unit:
    """``"percent"``, ``"count"``, ``"rate per 10000"``."""
    word, _, per = text.partition(" per ")
    return Unit(UnitKind(word), int(per) if per else None)


def margin(given: float | str | None) -> Margin | None:
    """``5`` is five of the unit, ``"10%"`` is 10% of it."""
    if isinstance(given, str):
        return Margin(float(given.rstrip("%")), relative=True)
    return None if given is None else Margin(given)


def indicator(
    id: str = "assessments",
    *,
    units: str = "percent",
    better: str = "higher",
    every: Calendar = MONTH,
    target: float | Sequence[tuple[int, float]] | None = None,
    tolerance: float | str | None = None,
    **more: Any,
) -> Indicator:
    """``target`` is a number, or pairs of the period's ordinal it holds from and the number."""
    steps: tuple[TargetStep, ...] = ()
    if isinstance(target, int | float):
        steps = (TargetStep(target),)
    elif target is not None:
        steps = tuple(TargetStep(value, since) for since, value in target)
    return Indicator(
        id=id,
        title=id.replace("-", " ").capitalize(),
        unit=unit(units),
        better=Better(better),
        calendar=every,
        targets=steps,
        tolerance=margin(tolerance),
        **more,
    )


def ref(given: float | str | Reference | tuple[str, str]) -> Reference:
    """``85``, ``"target"``, ``"average of last 12"``, ``"average of 2012-13"``,
    ``("area", "England")``."""
    if isinstance(given, Reference):
        return given
    if isinstance(given, tuple):
        return Reference(ReferenceKind(given[0]), name=given[1])
    if isinstance(given, str):
        words, _, number = given.rpartition(" ")
        if words == "average of":
            return Reference(ReferenceKind.AVERAGE_OF_YEAR, name=number)
        if number.isdigit():
            return Reference(ReferenceKind(words), number=float(number))
        return Reference(ReferenceKind(given))
    return Reference(ReferenceKind.NUMBER, number=float(given))


def compare(
    head: str,
    subject: Any,
    *,
    by: float | str | None = None,
    periods: int = 1,
    share: tuple[int, int] | None = None,
    out_of: float | None = None,
    of: str = "value",
    indicator: str | None = None,
) -> Compare:
    """One comparison; ``periods`` is ``for:`` and ``share`` is ``in:``."""
    return Compare(
        head=head,
        subject=subject if head == "outside" else ref(subject),
        by=margin(by),
        periods=periods,
        share=Share(*share) if share else None,
        only_if_out_of=out_of,
        of=Part(of),
        indicator=indicator,
    )


def worse_than(subject: Any, **modifiers: Any) -> Compare:
    return compare("worse_than", subject, **modifiers)


def better_than(subject: Any, **modifiers: Any) -> Compare:
    return compare("better_than", subject, **modifiers)


def above(subject: Any, **modifiers: Any) -> Compare:
    return compare("above", subject, **modifiers)


def below(subject: Any, **modifiers: Any) -> Compare:
    return compare("below", subject, **modifiers)


def outside(low: float, high: float, **modifiers: Any) -> Compare:
    return compare("outside", (low, high), **modifiers)


def all_(*conditions: Condition) -> Combine:
    return Combine("all", conditions)


def any_(*conditions: Condition) -> Combine:
    return Combine("any", conditions)


def not_(condition: Condition) -> Combine:
    return Combine("not", (condition,))


def rule(
    id: str = "rule",
    indicators: str | Sequence[str] = "assessments",
    *,
    red: Condition | None = None,
    amber: Condition | None = None,
    info: Condition | None = None,
    areas: tuple[str, ...] | None = None,
    breakdowns: tuple[tuple[str, tuple[str, ...]], ...] | None = (),
    **more: Any,
) -> Rule:
    """A rule over the own areas' totals unless told otherwise."""
    names = (indicators,) if isinstance(indicators, str) else tuple(indicators)
    given = {Level.RED: red, Level.AMBER: amber, Level.INFO: info}
    levels = {level: condition for level, condition in given.items() if condition is not None}
    more = {"title": id, "hash": id, "words": id, **more}
    return Rule(id=id, selects=Selection(names, areas, breakdowns), levels=levels, **more)


def area(name: str, *, own: bool = False, **more: Any) -> Area:
    return Area(name, own=own, **more)


def book(*parts: Indicator | Rule | Area | Committee) -> Rulebook:
    """A rulebook of these; Harrow is the council's own area unless areas are given."""
    areas = [part for part in parts if isinstance(part, Area)]
    return Rulebook(
        indicators={part.id: part for part in parts if isinstance(part, Indicator)},
        rules={part.id: part for part in parts if isinstance(part, Rule)},
        areas={part.name: part for part in areas or [area(OWN, own=True)]},
        committees={part.id: part for part in parts if isinstance(part, Committee)},
        hash="book",
        files={},
    )


def truths(codes: Bytes, row: int = 0) -> str:
    """A row of truths as letters: ``-`` not judged, F, ``?`` unknown, T."""
    return "".join("-F?T"[code] for code in codes[row])


def verdicts(codes: Bytes, row: int = 0) -> str:
    """A row of verdicts as letters: ``-`` not judged, ``.`` clear, ``?`` unknown, A, R."""
    return "".join("-.?AR"[code] for code in codes[row])
