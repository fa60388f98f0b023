"""All that is known of a file before anything is written: its sources, indicators and areas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from watchlist.beginning.found import indicators_found
from watchlist.beginning.guess import slug_of
from watchlist.beginning.guessing import (
    Guessed,
    better_of,
    guessed_indicators,
    unit_of,
)
from watchlist.beginning.layout import Layout, literal
from watchlist.beginning.parts import Places, places_of, with_breakdowns
from watchlist.beginning.symbols import symbols_of
from watchlist.model.errors import Fault, FaultsError, Mark
from watchlist.model.indicator import Better

#: So long a history shows what is usual.
LONG = 13


@dataclass(frozen=True)
class Source:
    """``symbols`` as :func:`symbols_of`; ``totals``: there are figures of the whole beside its parts;
    ``passed_over`` are those whose periods are not all known.
    """

    layout: Layout
    indicators: tuple[Guessed, ...]
    places: Places
    symbols: Mapping[str, tuple[str, str]]
    totals: bool
    passed_over: tuple[Guessed, ...] = ()


@dataclass(frozen=True)
class Plan:
    """``file`` is the scorecard's name, ``today`` the day on which one begins."""

    file: str
    sources: tuple[Source, ...]
    today: date

    @cached_property
    def indicators(self) -> dict[str, Guessed]:
        """By id; one that stands in several sources once, as the longer of them has it."""
        found: dict[str, Guessed] = {}
        for source in self.sources:
            for one in source.indicators:
                if one.id not in found or one.history > found[one.id].history:
                    found[one.id] = one
        return found

    @cached_property
    def own(self) -> str:
        """The council's own area: of the source that names areas, if one does."""
        return self._naming.own

    @property
    def why_own(self) -> str:
        return self._naming.why

    @cached_property
    def _naming(self) -> Places:
        named = [source.places for source in self.sources if source.layout.has("area")]
        dfe = [source.places for source in self.sources if source.layout.is_dfe]
        return (*named, *dfe, self.sources[0].places)[0]

    @cached_property
    def newest(self) -> date | None:
        """The last day of the newest period of most indicators."""
        days = Counter(
            one.rhythm.calendar.end(one.rhythm.ordinals[-1])
            for one in self.indicators.values()
            if one.rhythm
        )
        return max(days, key=lambda day: (days[day], day), default=None)

    @property
    def has_rules(self) -> bool:
        """Whether anything can be said of an indicator: it has a merit, or a long history."""
        merit = any(better_of(one) is not Better.NEITHER for one in self.indicators.values())
        return merit or any(one.history >= LONG for one in self.indicators.values())

    @property
    def rehearsed_at(self) -> date | None:
        """The day on which the newest figures are news, where today they are old."""
        if self.newest is None or self.today - self.newest < timedelta(days=45):
            return None
        return self.newest + timedelta(days=1)


def planned(file: str, layouts: Sequence[Layout], own: str, today: date) -> Plan:
    """Raises :class:`FaultsError` where no indicator has a figure, :class:`UsageError` where there is
    no area called ``own``."""
    sources = [source for layout in layouts if (source := _source(layout, own)) is not None]
    if not sources:
        sentence = "has no figures that are numbers: is it the right file, or the right sheet?"
        raise FaultsError([Fault(Mark(file), sentence)])
    return Plan(file, _told_apart(sources), today)


def _source(layout: Layout, own: str) -> Source | None:
    found = indicators_found(layout)
    bare_year = "ends" if layout.said.get("mapping") == "lait" else "starts"
    is_book = layout.kind == "excel"
    indicators = guessed_indicators(
        found, bare_year, fractions=is_book and not layout.sheet.path.lower().endswith(".csv")
    )
    if not indicators:
        return None
    layout, totals = with_breakdowns(layout)
    places = places_of(layout, own)
    kept = {one.found.name for one in indicators}
    empty = [literal(one.name) for one in found if one.name not in kept]
    if empty and is_book:
        layout = layout.adding({"ignore_rows": [*layout.said.get("ignore_rows", ()), *empty]})
    if is_book and any(one.target_apart and one.target is not None for one in indicators):
        layout, indicators = _with_targets_apart(layout, indicators)
    if any(one.fractions for one in indicators):
        why = {"percentages": "some are written as 0.83 without a format"}
        layout = layout.adding({"percentages": "fractions"}, why)
    known = [one for one in indicators if one.rhythm and (is_book or not one.rhythm.lost)]
    lost = bool(empty and not is_book) or len(known) < len(indicators) or not places.whole
    if lost and not layout.is_dfe and layout.said.get("mapping") != "lait":
        layout = layout.adding({"others": "leave out"})
    if not known:
        return None
    passed_over = tuple(one for one in indicators if one not in known)
    return Source(layout, tuple(known), places, symbols_of(known), totals, passed_over)


def _with_targets_apart(
    layout: Layout, indicators: Sequence[Guessed]
) -> tuple[Layout, list[Guessed]]:
    """Where some targets cannot be read with the figures: all are written into the rulebook."""
    columns = {
        ours: name for ours, name in layout.said.get("columns", {}).items() if ours != "target"
    }
    ignored = [*layout.said.get("ignore_columns", ()), literal(layout.column("target"))]
    said = {**layout.said, "columns": columns, "ignore_columns": ignored}
    if not columns:
        del said["columns"]
    return replace(layout, said=said), [replace(one, target_apart=True) for one in indicators]


def _told_apart(sources: Sequence[Source]) -> tuple[Source, ...]:
    """With names that differ. Two sources may have the same indicator where they have it for other
    areas; else it is another one, called after its sheet."""
    if len(sources) == 1:
        return (replace(sources[0], layout=replace(sources[0].layout, name="scorecard")),)
    seen: dict[str, Guessed] = {}
    told: list[Source] = []
    for source in sources:
        sheet = source.layout.name
        indicators = [
            _renamed(one, sheet) if one.id in seen and not _is_same(one, seen[one.id]) else one
            for one in source.indicators
        ]
        seen |= {one.id: one for one in indicators}
        told.append(replace(source, indicators=tuple(indicators)))
    return tuple(told)


def _is_same(one: Guessed, other: Guessed) -> bool:
    apart = not one.found.places & other.found.places and one.found.places != other.found.places
    return apart and one.every == other.every and unit_of(one) == unit_of(other)


def _renamed(one: Guessed, sheet: str) -> Guessed:
    found = replace(one.found, title=f"{one.found.title} ({sheet})")
    return replace(one, id=slug_of(found.title), found=found)
