"""The live breaches as they were held, side by side: enough to see which of a nation's have moved,
so that whole breaches, with their figures, are asked for only where one has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from watchlist.model.finding import Findings
from watchlist.model.period import Calendar
from watchlist.model.reading import Bools, Ints, Panel
from watchlist.model.register import Breach
from watchlist.register.tracks import Tracks

#: Indicator, area and breakdown.
Names = tuple[str, str, str]

#: Whole breaches by their numbers.
Whole = Callable[[Collection[int]], Mapping[int, Breach]]


@dataclass(frozen=True, eq=False)
class Held:
    """Live breaches, a place for each. ``opened`` of ``tracks`` is an ordinal here, no column;
    ``whole`` fetches breaches of these by their numbers."""

    ids: Ints
    rules: Sequence[str]
    hashes: Sequence[str]
    series: Sequence[Names]
    calendars: Sequence[Calendar]
    judged_to: Ints
    figures: Sequence[str]
    tracks: Tracks
    whole: Whole

    @classmethod
    def of(cls, breaches: Sequence[Breach]) -> Held:
        """Breaches that are at hand already."""
        known = {breach.id: breach for breach in breaches}
        return cls(
            ids=np.array([each.id for each in breaches], dtype=np.int64),
            rules=[each.rule for each in breaches],
            hashes=[each.rule_hash for each in breaches],
            series=[
                (each.series.indicator, each.series.area, each.series.breakdown)
                for each in breaches
            ],
            calendars=[each.calendar for each in breaches],
            judged_to=np.array([each.judged_to for each in breaches], dtype=np.int64),
            figures=[each.figure for each in breaches],
            tracks=Tracks.of([each.track for each in breaches]),
            whole=lambda ids: {number: known[number] for number in ids},
        )

    def places_of(self, findings: Sequence[Findings]) -> list[tuple[Ints, Ints]]:
        """For each findings the places of its rule's breaches, and the findings' row of each."""
        return [self._places(found) for found in findings]

    def strays(self, matched: Collection[tuple[Ints, Ints]]) -> list[int]:
        """The numbers of breaches for which no findings have a row."""
        stray: Bools = np.ones(len(self.ids), dtype=np.bool_)
        for places, _ in matched:
            stray[places] = False
        numbers: list[int] = self.ids[stray].tolist()
        return numbers

    def _places(self, found: Findings) -> tuple[Ints, Ints]:
        panel = found.panel
        mine = self._by_rule.get((found.rule.id, panel.calendar))
        if mine is None:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        row_of = self._rows(panel)
        rows = np.array([row_of.get(self.series[place], -1) for place in mine], dtype=np.int64)
        number = np.full(panel.shape[0] + 1, -1, dtype=np.int64)  # the last is that of no row
        number[found.rows] = np.arange(len(found.rows))
        there = number[rows] >= 0
        return np.array(mine, dtype=np.int64)[there], number[rows][there]

    @cached_property
    def _by_rule(self) -> dict[tuple[str, Calendar], list[int]]:
        places = defaultdict(list)
        for place, key in enumerate(zip(self.rules, self.calendars, strict=True)):
            places[key].append(place)
        return dict(places)

    @cached_property
    def _known_rows(self) -> dict[int, tuple[Panel, dict[Names, int]]]:
        return {}

    def _rows(self, panel: Panel) -> dict[Names, int]:
        """Names -> row of a panel; made once for all rules that look at it."""
        known = self._known_rows.get(id(panel))
        if known is None:
            known = panel, _rows_by_name(panel)
            self._known_rows[id(panel)] = known
        return known[1]


def _rows_by_name(panel: Panel) -> dict[Names, int]:
    indicators = [panel.indicators[code] for code in panel.indicator.tolist()]
    areas = [panel.areas[code] for code in panel.area.tolist()]
    breakdowns = [panel.breakdowns[code] for code in panel.breakdown.tolist()]
    return {names: row for row, names in enumerate(zip(indicators, areas, breakdowns, strict=True))}
