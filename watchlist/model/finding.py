"""What evaluation says: verdicts in columns, and the figures behind one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from math import isnan

from watchlist.model.condition import Judgement, Leaf, Part, Reference, Share
from watchlist.model.facts import Facts
from watchlist.model.indicator import Margin
from watchlist.model.period import Calendar
from watchlist.model.pooled import spoken
from watchlist.model.reading import Bools, Bytes, Ints, Marker, Panel, Series, Status
from watchlist.model.rule import Level, Rule


class Verdict(IntEnum):
    """What a rule says of a period; of ``red`` and ``amber`` only (``info`` moves nothing)."""

    NOT_JUDGED = 0
    CLEAR = 1
    UNKNOWN = 2
    AMBER = 3
    RED = 4

    @property
    def level(self) -> Level | None:
        return {Verdict.AMBER: Level.AMBER, Verdict.RED: Level.RED}.get(self)


@dataclass(frozen=True, eq=False)
class Findings:
    """One rule over N series of one panel, every column (live takes the new ones, a backtest all).

    ``rows``     the N rows of ``panel`` for which the rule stands.
    ``verdict``  ``int8 [N, T]``, codes of :class:`Verdict`; columns after the anchor are NOT_JUDGED.
    ``info``     ``int8 [N, T]``, the truth of the ``info`` level, or None where the rule has none.
    ``levels``   the judgement of each level.
    ``anchor``   column of each row's latest reading (-1: none).
    ``stale``    the latest reading is too old by ``now``: nothing opens, nothing clears.
    ``expected`` the ordinal of the period that should be in by ``now``.
    """

    rule: Rule
    panel: Panel
    rows: Ints
    verdict: Bytes
    info: Bytes | None
    levels: Mapping[Level, Judgement]
    anchor: Ints
    stale: Bools
    expected: Ints

    def series(self, n: int) -> Series:
        return self.panel.series(int(self.rows[n]))

    def leaf(self, level: Level, index: int) -> Leaf:
        return self.levels[level].leaves[index]


@dataclass(frozen=True)
class Cell:
    """One period of one series, as read."""

    period: int
    value: float | None
    digits: int | None
    marker: Marker
    numerator: float | None = None
    denominator: float | None = None
    status: Status = Status.FINAL
    length: float = 1.0  # how many periods the figure covers, this one the last of them

    @property
    def span(self) -> int:
        """So many periods as one figure; negative: so many months from the beginning of a year."""
        return -round(12 * self.length) if self.length < 1 else round(self.length)

    def spoken(self, calendar: Calendar, years: int = 1) -> str:
        """What it covers, as a sentence says it: "April to May 2013"."""
        if self.span == 1:
            return spoken(calendar, self.period, years)
        return calendar.spoken(self.period - max(self.span, 1) + 1, self.span)


def cell_of(panel: Panel, row: int, column: int) -> Cell:
    """One place of a panel as an object."""
    digits = panel.digits.item(row, column)
    return Cell(
        period=panel.first + column,
        value=number(panel.value.item(row, column)),
        digits=None if digits < 0 else digits,
        marker=_MARKERS[panel.marker.item(row, column)],
        numerator=number(panel.numerator.item(row, column)),
        denominator=number(panel.denominator.item(row, column)),
        status=_STATUSES[panel.status.item(row, column)],
        length=panel.length.item(row, column),
    )


#: Looked up by their codes: a first judgement makes a hundred thousand cells.
_MARKERS, _STATUSES = tuple(Marker), tuple(Status)


def number(figure: float) -> float | None:
    """A figure out of an array; None for NaN."""
    return None if isnan(figure) else float(figure)


@dataclass(frozen=True)
class Evidence:
    """The figures that decided: the cells looked at (oldest first, the last is the period itself),
    what was held against what, and how the rule put it. Figures only: sentences are made from them
    after disclosure.

    ``by``, ``share`` and ``bounds`` (of ``outside``) are the condition's own words where it has
    them; ``indicator`` is the one looked at where it is not the series' own. ``tested`` is the figure
    that was compared, where no cell holds it: the rate of a longer figure, a year to date."""

    calendar: Calendar
    cells: tuple[Cell, ...]
    head: str  # the word that decided: "worse_than"
    reference: Reference | None
    part: Part
    held_against: float | None
    held_period: int | None  # where the reference is another series: the period it was read at
    held_calendar: Calendar | None
    periods: int  # `for:`; how many periods in a row
    words: str  # the condition as written
    by: Margin | None = None
    share: Share | None = None
    bounds: tuple[float, float] | None = None
    indicator: str | None = None
    tested: float | None = None
    facts: Facts | None = None  # of a statistical condition
