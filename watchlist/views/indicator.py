"""One indicator whole: what it is, the course of one of its series, all that is known of that. Who may
see it is asked before; ``hidden`` are the indicators of which whoever asks may not know."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import PurePath

import numpy as np

from watchlist.deliver.charts.course import Course, Kind, Step
from watchlist.deliver.charts.timeline import Line
from watchlist.deliver.corrected import by_hand
from watchlist.deliver.figures import (
    amount,
    aside,
    at_rate,
    cell_figure,
    decimals,
    has_figure,
    n_of_d,
)
from watchlist.deliver.measures import Measures, held_beside, measures
from watchlist.deliver.names import Names
from watchlist.evaluate.lengths import covered
from watchlist.installation import Installation
from watchlist.model.calendar import local_date
from watchlist.model.corrections import Correction
from watchlist.model.finding import Cell, cell_of
from watchlist.model.indicator import Indicator
from watchlist.model.pooled import label
from watchlist.model.reading import Marker, Panel, Panels, Series, Status
from watchlist.model.rule import Rule
from watchlist.register.disclosure import shown
from watchlist.store.corrections import SOURCE
from watchlist.store.listed import Shut
from watchlist.store.revisions import Version
from watchlist.views.as_json import check_sentence
from watchlist.views.checks import series_named
from watchlist.views.definition import definition
from watchlist.views.indicators import note
from watchlist.views.listed import standing
from watchlist.views.seeing import tells_of

#: So many periods, up to the newest, are drawn.
_PERIODS = 36


@dataclass(frozen=True)
class Places:
    """The series that there are of an indicator, the council's own areas first, and which one is shown
    (None: there is no figure at all)."""

    areas: tuple[str, ...]
    breakdowns: tuple[str, ...]
    shown: Series | None
    own: bool


@dataclass(frozen=True)
class Said:
    """A version of a figure: what was said, when and by which source; ``by_hand`` says who put it right
    and why, "" where no hand did."""

    figure: str
    published: date
    source: str
    stands: bool
    by_hand: str


@dataclass(frozen=True)
class Revised:
    """A figure that was another one once: its period, what stands, then what stood before."""

    period: str
    versions: tuple[Said, ...]


@dataclass(frozen=True)
class Variant:
    """A second figure of the same thing."""

    id: str
    title: str
    figure: str


@dataclass(frozen=True)
class Doubt:
    """What a check of the data found."""

    series: str
    sentence: str
    since: date


@dataclass(frozen=True)
class RuleLine:
    """A rule that looks at it: ``stands_for``: it judges it (and is not only held against it)."""

    id: str
    title: str
    words: str
    place: str
    stands_for: bool


@dataclass(frozen=True)
class About:
    """An entry of the watch list about it."""

    reference: str
    title: str
    level: str
    opened: date
    left: date | None


@dataclass(frozen=True)
class IndicatorView:
    indicator: Indicator
    note: str
    facts: tuple[tuple[str, str], ...]
    places: Places
    measures: Measures | None
    course: Course | None
    revised: tuple[Revised, ...]
    variants: tuple[Variant, ...]
    doubts: tuple[Doubt, ...]
    rules: tuple[RuleLine, ...]
    entries: tuple[About, ...]


def indicator_view(
    here: Installation, one: Indicator, asked: tuple[str, str], hidden: Collection[str], shut: Shut
) -> IndicatorView:
    """All that is shown of an indicator; ``asked``: of which area and breakdown ("": what comes first).
    What there is no series of is as if nothing was asked."""
    panels = _panels(here, one)
    places = places_of(here, one, panels, *asked)
    versions = here.store.versions(places.shown, one.calendar) if places.shown else []
    sources = sorted({each.source for each in versions} - {SOURCE})
    return IndicatorView(
        one,
        note(one),
        (
            *definition(one, Names.of(here.config.directory, here.book)),
            *((("Source", ", ".join(sources)),) if sources else ()),
        ),
        places,
        measures(places.shown, here.book, panels) if places.shown and places.own else None,
        _course(here, one, panels, places),
        tuple(_revised(here, one, places.shown, versions)) if places.shown else (),
        tuple(_variants(here, one, places.shown, hidden)),
        tuple(_doubts(here, one)),
        tuple(_rules(here, one, hidden)),
        tuple(_entries(here, one, shut)),
    )


def places_of(
    here: Installation, one: Indicator, panels: Panels, area: str, breakdown: str
) -> Places:
    """The series that there are, and the one that is meant; the total goes before its parts."""
    panel = panels.get(one.calendar)
    rows = [] if panel is None else list(map(panel.series, range(panel.shape[0])))
    mine = [each for each in rows if each.indicator == one.id]
    own, all_areas = here.book.own_areas, {each.area for each in mine}
    areas = [name for name in own if name in all_areas]
    areas += sorted(all_areas.difference(own), key=str.casefold)
    if not areas:
        return Places((), (), None, own=False)
    chosen = area if area in all_areas else areas[0]
    breakdowns = sorted(each.breakdown for each in mine if each.area == chosen)
    part = breakdown if breakdown in breakdowns else breakdowns[0]
    shown = Series(one.id, chosen, part)
    return Places(tuple(areas), tuple(breakdowns), shown, own=chosen in own)


def course_of(here: Installation, one: Indicator, area: str, breakdown: str) -> Course | None:
    """The picture of one series alone."""
    panels = _panels(here, one)
    return _course(here, one, panels, places_of(here, one, panels, area, breakdown))


def _panels(here: Installation, one: Indicator) -> Panels:
    return here.store.panels([one.id], {one.id: one.calendar})


def _course(here: Installation, one: Indicator, panels: Panels, places: Places) -> Course | None:
    panel = panels.get(one.calendar)
    row = panel.row(places.shown) if panel and places.shown else None
    if panel is None or row is None or places.shown is None or panel.anchor[row] < 0:
        return None
    columns = _columns(panel, row)
    cells = [cell_of(panel, row, column) for column in columns]
    known = {cell.period for cell in cells}
    forecasts = [
        cell
        for cell in here.store.forecasts([places.shown], {one.id: one.calendar}).get(
            places.shown, ()
        )
        if cell.period not in known
    ]
    beside = held_beside(places.shown, here.book, panels) if places.own else []
    lines = [
        (name, [_plain(value) for value in values[columns].tolist()] + [None] * len(forecasts))
        for name, values in beside
    ]
    lines = [(name, values) for name, values in lines if any(v is not None for v in values)]
    return Course(
        title=", ".join((one.title, *_where(places))),
        subtitle=" · ".join((str(one.unit), f"the last {len(cells)} {one.calendar.noun}s"))
        if len(cells) > 1
        else str(one.unit),
        unit=str(one.unit),
        points=tuple(_step(one, panel, cell) for cell in (*cells, *forecasts)),
        lines=tuple(Line(name, tuple(values)) for name, values in lines),
        beside=tuple(
            tuple("" if value is None else _amount(value, one) for value in values)
            for _, values in lines
        ),
    )


def _columns(panel: Panel, row: int) -> list[int]:
    """The columns of the last periods up to the newest reading, those that a longer figure covers left
    out."""
    anchor, first = int(panel.anchor[row]), int(panel.starts[row])
    within = covered(panel, np.array([row]))[0]
    columns = range(max(first, anchor - _PERIODS + 1), anchor + 1)
    return [column for column in columns if not within[column]]


def _where(places: Places) -> Iterator[str]:
    if places.shown and (len(places.areas) > 1 or not places.own):
        yield places.shown.area
    if places.shown and places.shown.breakdown:
        yield places.shown.breakdown.replace("=", " ").replace(";", ", ")


def _step(one: Indicator, panel: Panel, cell: Cell) -> Step:
    drawn = has_figure(cell) and any(sign.isdigit() for sign in shown(cell))
    return Step(
        label=label(panel.calendar, cell.period, one.pooled),
        spoken=cell.spoken(panel.calendar, one.pooled),
        value=at_rate(cell, one.unit) if drawn else None,
        figure=cell_figure(cell, one.unit),
        kind=_kind(cell),
        detail=n_of_d(cell, one.unit),
    )


def _kind(cell: Cell) -> Kind:
    if cell.status is Status.FORECAST:
        return Kind.FORECAST
    if cell.marker is Marker.UNRELIABLE:
        return Kind.UNRELIABLE
    return Kind.PROVISIONAL if cell.status is Status.PROVISIONAL else Kind.FINAL


def _amount(value: float, one: Indicator) -> str:
    return amount(value, one.unit, min(decimals(value, None), 2))


def _plain(value: float) -> float | None:
    return None if value != value else value


def _revised(
    here: Installation, one: Indicator, series: Series, versions: Sequence[Version]
) -> Iterator[Revised]:
    """The figures of which something else was said once, the newest period first."""
    corrections = here.store.corrections(of={series})
    for _, some in groupby(versions, key=_reading):
        told = list(some)
        if len(told) > 1:
            period = told[0].cell.spoken(one.calendar, one.pooled)
            yield Revised(period, tuple(_said(here, one, each, corrections) for each in told))


def _reading(version: Version) -> tuple[int, int, bool]:
    cell = version.cell
    return cell.period, cell.span, cell.status is Status.FORECAST


def _said(
    here: Installation, one: Indicator, version: Version, corrections: Sequence[Correction]
) -> Said:
    names = Names.of(here.config.directory, here.book)
    made = next(
        (
            each
            for each in corrections
            if version.source == SOURCE
            and each.at == version.recorded
            and each.period == version.cell.period
        ),
        None,
    )
    return Said(
        f"{cell_figure(version.cell, one.unit)}{aside(version.cell, one.unit)}",
        local_date(version.published, here.config.zone),
        "by hand" if version.source == SOURCE else version.source,
        version.stands,
        by_hand(made.by, names) if made else "",
    )


def _variants(
    here: Installation, one: Indicator, series: Series | None, hidden: Collection[str]
) -> Iterator[Variant]:
    for other in here.book.variants(one.id):
        if other.id in hidden:
            continue
        found = None
        if series:
            there = Series(other.id, series.area, series.breakdown)
            found = measures(there, here.book, _panels(here, other))
        yield Variant(other.id, other.title, found.figure if found else "no figure")


def _doubts(here: Installation, one: Indicator) -> Iterator[Doubt]:
    for found in here.store.current_checks():
        series = found.check.series
        if series.indicator == one.id:
            named = series_named(here, series.indicator, series.area, series.breakdown)
            since = local_date(found.first_seen, here.config.zone)
            yield Doubt(named, check_sentence(here, found.check), since)


def _rules(here: Installation, one: Indicator, hidden: Collection[str]) -> Iterator[RuleLine]:
    for rule in here.book.rules.values():
        if one.id in rule.looks_at() and not tells_of(rule, hidden, here.book):
            yield RuleLine(
                rule.id, rule.title, rule.words, place_of(rule), one.id in rule.selects.indicators
            )


def place_of(rule: Rule) -> str:
    """Where a rule is written; the file's name alone, for folders are the machine's business."""
    return f"{PurePath(rule.mark.path).name}, line {rule.mark.line}" if rule.mark.path else ""


def _entries(here: Installation, one: Indicator, shut: Shut) -> Iterator[About]:
    zone = here.config.zone
    for entry in here.store.entries_about(one.id, shut):
        yield About(
            entry.reference,
            entry.title,
            standing(entry) if entry.left_at is None else "left",
            local_date(entry.opened_at, zone),
            local_date(entry.left_at, zone) if entry.left_at else None,
        )


def rule_of(here: Installation, one: Indicator, rule: str, hidden: Collection[str]) -> Rule | None:
    """The rule of that name, where it judges the indicator and may be told of."""
    known = here.book.rules.get(rule)
    if known is None or one.id not in known.selects.indicators:
        return None
    return None if tells_of(known, hidden, here.book) else known
