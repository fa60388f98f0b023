"""The readings that a rule test gives: of the series that is tested, and of what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from watchlist.model.indicator import Indicator, Unit, UnitKind
from watchlist.model.labels import PeriodError, clean_label, parse_period
from watchlist.model.period import Period
from watchlist.model.pooled import label
from watchlist.model.reading import Marker, Series, Status
from watchlist.model.rule import Rule, Rulebook
from watchlist.rulebook.case_keys import BESIDE, GIVEN
from watchlist.rulebook.reader import Fields, Value
from watchlist.rulebook.wording import quote
from watchlist.sources.cells import parse_breakdown
from watchlist.sources.numbers import NAN, Figure, FigureError, multiplier, parse_figure

#: ``8.6 (16/244)``: a figure and the two counts that stand beside it.
_WITH_PARTS = re.compile(r"(\S+) \(([^()/]+/[^()/]+)\)")
_SHARE = Unit(UnitKind.PERCENT)


@dataclass(frozen=True)
class Longer:
    """A figure over another length than one period."""

    period: Period
    figure: Figure

    @property
    def last(self) -> int:
        """The period at which it stands."""
        return self.period.ordinal + max(self.period.span, 1) - 1


@dataclass(frozen=True)
class Given:
    """Readings of one series, one for each period from ``first`` (an ordinal) on; ``targets`` are
    those that came with them (NaN: none), ``also`` what is given over other lengths."""

    indicator: Indicator
    series: Series
    first: int
    figures: tuple[Figure, ...]
    targets: tuple[float, ...]
    also: tuple[Longer, ...] = ()

    def label(self, period: int) -> str:
        """A period as it is written."""
        return label(self.indicator.calendar, period, self.indicator.pooled)

    @property
    def end(self) -> int:
        """The period after the last one given."""
        return max([self.first + len(self.figures), *(one.last + 1 for one in self.also)])

    @property
    def latest(self) -> int:
        """The newest period with a figure or a symbol; before ``first`` where there is none."""
        figures = enumerate(self.figures, self.first)
        read = [period for period, one in figures if one.marker is not Marker.MISSING]
        return max([*read, *(one.last for one in self.also)], default=self.first - 1)


def read_given(value: Value, indicator: Indicator, own: str, book: Rulebook) -> Given | None:
    """The readings that are judged."""
    fields = value.keyed(GIVEN)
    series = _series(fields, indicator, _area(fields["area"], book) or own, "")
    given = _given(fields, series, indicator)
    if given and given.latest < given.first:
        fields["values"].fault("values: there is no reading among them")
        return None
    return given


def read_beside(
    value: Value, tested: Series, rule: Rule | None, book: Rulebook
) -> tuple[tuple[Given, ...], tuple[str, ...]]:
    """What stands beside the readings, and the names of the neighbours among it."""
    given, neighbours = list[Given](), list[str]()
    for item in value.items():
        fields = item.keyed(BESIDE)
        neighbour = fields["neighbour"].word()
        area = neighbour or _area(fields["area"], book) or tested.area
        indicator = _indicator(fields["indicator"], tested, rule, book)
        if neighbour:
            neighbours.append(neighbour)
        if indicator is None:
            continue
        series = _series(fields, indicator, area, tested.breakdown)
        if series in (tested, *(one.series for one in given)):
            item.fault(f"readings of {quote(series.indicator)}, {series.area}, are given twice")
        elif one := _given(fields, series, indicator):
            given.append(one)
    return tuple(given), tuple(dict.fromkeys(neighbours))


def _indicator(value: Value, tested: Series, rule: Rule | None, book: Rulebook) -> Indicator | None:
    name = value.word() or tested.indicator
    looked_at = rule.looks_at() if rule else frozenset({name})
    if name not in book.indicators:
        value.fault(f"there is no indicator {value.said()}{value.near(name, book.indicators)}")
        return None
    if name not in looked_at and rule:
        value.fault(f"rule {quote(rule.id)} does not look at {quote(name)}")
    return book.indicators[name]


def _area(value: Value, book: Rulebook) -> str | None:
    """An area by its name; of a rulebook without areas any name is taken."""
    name = value.word()
    if name and book.areas and name not in book.areas:
        value.fault(f"there is no area {quote(name)}{value.near(name, book.areas)}")
    return name


def _series(fields: Fields, indicator: Indicator, area: str, breakdown: str) -> Series:
    written = fields["breakdown"].word()
    if written is not None:
        try:
            breakdown = parse_breakdown(written)
        except ValueError as error:
            fields["breakdown"].fault(f"breakdown: {error}")
    return Series(indicator.id, area, breakdown)


def _given(fields: Fields, series: Series, indicator: Indicator) -> Given | None:
    first = period_of(fields["from"], indicator)
    figures = tuple(_figure(item, indicator.unit) for item in fields["values"].items())
    if not figures and (fields["values"].is_list or fields["values"].is_empty):
        fields["values"].fault("values: there is no reading among them")
    if first is None or not figures:
        return None
    targets = _targets(fields["targets"], indicator, len(figures))
    also = tuple(_longer(fields["also"], indicator))
    return Given(indicator, series, first, figures, targets, also)


def _longer(value: Value, indicator: Indicator) -> Iterator[Longer]:
    """``{2013-04/2013-05: 34, 2019 (forecast): 484}``: what is judged of it."""
    for name, said in value.entries():
        figure = _figure(said, indicator.unit, "also")
        try:
            period = parse_period(name, indicator.calendar, pooled=indicator.pooled)
        except PeriodError as error:
            said.fault(str(error), said.place)
            continue
        if clean_label(name)[1] is Status.FORECAST:
            continue
        if period.span == 1:
            said.fault(f"{quote(name)} is one period; give its figure in values:", said.place)
        elif figure.marker is not Marker.MISSING:
            yield Longer(period, figure)


def _targets(value: Value, indicator: Indicator, count: int) -> tuple[float, ...]:
    """One for each of ``count`` periods."""
    if (value.is_list or value.is_empty) and value.size != count:
        value.fault(f"targets: {value.size} targets beside {count} values; give one for each")
    targets = [_figure(item, indicator.unit, "targets").value for item in value.items()]
    return tuple((targets + [NAN] * count)[:count])


def period_of(value: Value, indicator: Indicator) -> int | None:
    """The ordinal of the period that a label names; None and a fault where it names no single one."""
    written = value.word()
    if written is None:
        return None
    try:
        period = parse_period(written, indicator.calendar, pooled=indicator.pooled)
    except PeriodError as error:
        value.fault(str(error))
        return None
    if period.span != 1:
        value.fault(f"{value.said()} does not cover one whole period; name one")
        return None
    return period.ordinal


def _figure(value: Value, unit: Unit, key: str = "values") -> Figure:
    """What a value says; a missing one where it has a fault."""
    written = value.word()
    try:
        return _parsed(written or "_", unit)
    except FigureError:
        share = "90/108 or 8.6 (16/244)" if multiplier(unit) else "84 (90/108)"
        value.fault(
            f"{key}: {value.said()} is no figure of an indicator in {unit}; write it like 84.5, "
            f"{share}, _ where it is missing, or a symbol (c, z, x, low, u)"
        )
    return Figure(marker=Marker.MISSING)


def _parsed(text: str, unit: Unit) -> Figure:
    found = _WITH_PARTS.fullmatch(text)
    if found is None:
        return parse_figure(text, unit)
    parts = parse_figure(found[2], _SHARE)
    figure = parse_figure(found[1], unit)
    return replace(figure, numerator=parts.numerator, denominator=parts.denominator)
