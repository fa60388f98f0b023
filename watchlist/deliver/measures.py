"""How the newest figure of a series stands beside its target, its own past, England and its statistical
neighbours: each with its own period, which is seldom the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from watchlist.deliver.figures import amount, aside, cell_figure, decimals, has_figure
from watchlist.evaluate.references import resolve
from watchlist.model.condition import Part, Reference, ReferenceKind, View
from watchlist.model.digest import Merit, Spark, Trend
from watchlist.model.finding import Cell, cell_of
from watchlist.model.indicator import Better, Indicator, Unit, UnitKind
from watchlist.model.pooled import spoken
from watchlist.model.reading import Floats, Panel, Panels, Series
from watchlist.model.rule import Rulebook

#: So many periods, up to the newest, are drawn small.
_DRAWN = 24
_POINTS = Unit(UnitKind.NUMBER)


@dataclass(frozen=True)
class Measures:
    """The newest figure in words, and what stands beside it, in words."""

    figure: str
    target: str
    gaps: tuple[str, ...]
    last_period: Trend | None
    last_year: Trend | None
    spark: Spark


def measures(series: Series, book: Rulebook, panels: Panels) -> Measures | None:
    """What can be said of the newest figure of a series; None where nothing was ever read."""
    indicator = book.indicators[series.indicator]
    panel = panels.get(indicator.calendar)
    row = panel.row(series) if panel else None
    if panel is None or row is None or panel.anchor[row] < 0:
        return None
    return _Desk(book, indicator, panels, panel, row).measures()


def held_beside(series: Series, book: Rulebook, panels: Panels) -> list[tuple[str, Floats]]:
    """What stands beside a series in every column of its panel (NaN: nothing): its target, the average
    of its statistical neighbours, the country; those that have a figure anywhere."""
    indicator = book.indicators[series.indicator]
    panel = panels.get(indicator.calendar)
    row = panel.row(series) if panel else None
    if panel is None or row is None:
        return []
    desk = _Desk(book, indicator, panels, panel, row)
    asked = [("target", Reference(ReferenceKind.TARGET)), *desk.others()]
    held = [(name, resolve(one, desk.view, Part.VALUE).value[0]) for name, one in asked]
    return [
        (name.removeprefix("the "), values) for name, values in held if not np.isnan(values).all()
    ]


class _Desk:
    def __init__(
        self, book: Rulebook, indicator: Indicator, panels: Panels, panel: Panel, row: int
    ) -> None:
        self.indicator, self.panel, self.row, self.book = indicator, panel, row, book
        self.column = int(panel.anchor[row])
        self.cell = cell_of(panel, row, self.column)
        self.view = View(panels, panel, np.array([row]), book.indicators, book.areas)

    def measures(self) -> Measures:
        unit, calendar = self.indicator.unit, self.panel.calendar
        when = self.cell.spoken(calendar, self.indicator.pooled)
        target = self._held(Reference(ReferenceKind.TARGET))
        return Measures(
            figure=f"{cell_figure(self.cell, unit)} in {when}{aside(self.cell, unit)}",
            target="" if target is None else amount(target[0], unit),
            gaps=tuple(self._gaps(None if target is None else target[0])),
            last_period=self._trend(ReferenceKind.PREVIOUS, f"the {calendar.noun} before"),
            last_year=None
            if calendar.frequency.is_year
            else self._trend(ReferenceKind.YEAR_AGO, "a year earlier"),
            spark=self._spark(None if target is None else target[0]),
        )

    def _held(self, reference: Reference) -> tuple[float, int] | None:
        """The figure of a reference at the newest one, and the period it was read at."""
        held = resolve(reference, self.view, Part.VALUE)
        value = float(held.value[0, self.column])
        if np.isnan(value):
            return None
        at = self.cell.period if held.at is None else int(held.at[0, self.column])
        return value, at

    def _gaps(self, target: float | None) -> Iterator[str]:
        value = self.cell.value
        if value is None or not has_figure(self.cell):
            return
        if target is not None:
            yield self._beside_target(value, target)
        for name, reference in self.others():
            held = self._held(reference)
            if held is not None:
                yield self._beside(value, name, *held)

    def others(self) -> Iterator[tuple[str, Reference]]:
        """The statistical neighbours, then the country."""
        own = self.book.areas.get(self.panel.series(self.row).area)
        if own and own.neighbours:
            yield "the statistical neighbours", Reference(ReferenceKind.NEIGHBOURS, name="average")
        for area in self.book.areas.values():
            if area.level == "country" and area is not own and area.name in self.panel.areas:
                yield area.name, Reference(ReferenceKind.AREA, name=area.name)

    def _beside_target(self, value: float, target: float) -> str:
        apart, said = self._apart(value, target), amount(target, self.indicator.unit)
        if not apart:
            return f"at the target of {said}"
        merit = self._merit(value, target)
        way = {Merit.BETTER: "better than", Merit.WORSE: "short of"}.get(merit, "off")
        if merit is Merit.WORSE and self.indicator.better is Better.LOWER:
            way = "over"
        return f"{apart} {way} the target of {said}"

    def _beside(self, value: float, name: str, held: float, at: int) -> str:
        when = spoken(self.panel.calendar, at, self.indicator.pooled)
        period = "" if at == self.cell.period else f" in {when}"
        said = f"{name} ({self._amount(held)}{period})"
        apart = self._apart(value, held)
        return f"{apart} {self._way(value, held)} {said}" if apart else f"the same as {said}"

    def _trend(self, kind: ReferenceKind, name: str) -> Trend | None:
        held = self._held(Reference(kind))
        value = self.cell.value
        if held is None or value is None or not has_figure(self.cell):
            return None
        said = f"{name} ({self._amount(held[0])})"
        if not self._apart(value, held[0]):
            return Trend(Merit.SAME, f"the same as {said}")
        way = self._way(value, held[0])
        return Trend(self._merit(value, held[0]), f"{way} {said}", up=value > held[0])

    def _merit(self, value: float, held: float) -> Merit:
        sign = self.indicator.better.sign * (1 if value > held else -1)
        return {1: Merit.BETTER, -1: Merit.WORSE}.get(sign, Merit.SAME)

    def _way(self, value: float, held: float) -> str:
        merit = self._merit(value, held)
        if merit is Merit.SAME:
            return "above" if value > held else "below"
        return f"{merit.value} than"

    def _amount(self, value: float) -> str:
        return amount(round(value, self._digits()), self.indicator.unit)

    def _apart(self, value: float, held: float) -> str:
        """How far apart two figures are: "7 points", "12"; "" where that is nothing as shown."""
        apart = round(abs(value - held), self._digits())
        if not apart:
            return ""
        if self.indicator.unit.kind is UnitKind.PERCENT:
            return f"{amount(apart, _POINTS)} point{'' if apart == 1 else 's'}"
        return amount(apart, self.indicator.unit)

    def _digits(self) -> int:
        value = self.cell.value
        return 0 if value is None else min(decimals(value, self.cell.digits), 2)

    def _spark(self, target: float | None) -> Spark:
        first = max(0, self.column - _DRAWN + 1)
        cells = [cell_of(self.panel, self.row, n) for n in range(first, self.column + 1)]
        while cells and cells[0].value is None and not has_figure(cells[0]):
            cells = cells[1:]
        values = tuple(cell.value if has_figure(cell) else None for cell in cells)
        words = f"{self._told(cells[0])} to {self._told(cells[-1])}" if len(cells) > 1 else ""
        return Spark(values, ("",) * len(values), target, f"From {words}." if words else "")

    def _told(self, cell: Cell) -> str:
        when = cell.spoken(self.panel.calendar, self.indicator.pooled)
        return f"{cell_figure(cell, self.indicator.unit)} in {when}"
