"""The figures behind one verdict, made only for the cells that somebody asks about."""

from __future__ import annotations

from dataclasses import dataclass

from watchlist.evaluate import deciding
from watchlist.evaluate.combine import Combine
from watchlist.evaluate.truth import Truth
from watchlist.evaluate.words import words
from watchlist.model.condition import Condition, Leaf
from watchlist.model.finding import Cell, Evidence, Findings, cell_of, number
from watchlist.model.reading import NEVER, Panel
from watchlist.model.rule import Level

#: A year and the same month of the year before.
_CELLS = 13


def evidence(findings: Findings, n: int, t: int, level: Level | None = None) -> Evidence | None:
    """Why row ``n`` stands as it does at column ``t``: the deciding comparison of the verdict's
    level; where it names none, the first comparison of the worst level. ``level`` asks for another
    level (``info``). None where the comparison is of another indicator that has no figure there."""
    asked = level or deciding.level(findings, n, t)
    return _evidence(findings, deciding.leaf(findings, n, t, asked), n, t)


def holding(findings: Findings, n: int, t: int, level: Level) -> list[Evidence]:
    """Every comparison of a level that is true at column ``t``, as written: "better than the
    neighbours" and "better than England"."""
    leaves = findings.levels[level].leaves
    found = (_evidence(findings, leaf, n, t) for leaf in leaves if leaf.truth[n, t] == Truth.TRUE)
    return [each for each in found if each is not None]


def _evidence(findings: Findings, leaf: Leaf, n: int, t: int) -> Evidence | None:
    place, condition = _place(findings, leaf, n, t), comparison(leaf.condition)
    if place is None:
        return None
    begins = None if leaf.begins is None else int(leaf.begins[n, t])
    at_rate = begins is not None or place.length != 1
    return Evidence(
        calendar=place.panel.calendar,
        cells=tuple(
            place.cell(column)
            for column in columns_shown(place.panel, condition, place.column, place.length, begins)
        ),
        head=leaf.condition.head,
        held_against=number(leaf.held_against[n, t]),
        held_period=_held_period(leaf, n, t),
        held_calendar=leaf.held_calendar,
        words=words(leaf.condition),
        tested=number(leaf.tested[n, t]) if at_rate else None,
        facts=leaf.facts(n, t) if leaf.facts else None,
        **vars(condition.asks),
    )


@dataclass(frozen=True, eq=False)
class _Place:
    """One cell of a panel."""

    panel: Panel
    row: int
    column: int

    @property
    def length(self) -> float:
        """How many periods its figure covers."""
        return float(self.panel.length[self.row, self.column])

    def cell(self, column: int) -> Cell:
        return cell_of(self.panel, self.row, column)


def _place(findings: Findings, leaf: Leaf, n: int, t: int) -> _Place | None:
    there = leaf.elsewhere
    if there is None:
        own = comparison(leaf.condition).asks.indicator is None
        return _Place(findings.panel, int(findings.rows[n]), t) if own else None
    row, column = int(there.rows[n]), int(there.columns[n, t])
    return _Place(there.panel, row, column) if column >= 0 else None


def comparison(condition: Condition) -> Condition:
    """The comparison itself, or the first one that a ``not`` denies."""
    while isinstance(condition, Combine):
        condition = condition.subject[0]
    return condition


def columns_shown(
    panel: Panel, condition: Condition, column: int, length: float, begins: int | None
) -> list[int]:
    """The columns of the figures that count for what is said of one, whose figure covers so many
    periods (and from where a year to date begins); the newest thirteen."""
    period = panel.first + column
    shown = {each - panel.first for each in condition.shows(panel.calendar, period, length)}
    if begins is not None:
        shown |= set(range(begins, column))
    return sorted(each for each in shown | {column} if each >= 0)[-_CELLS:]


def _held_period(leaf: Leaf, n: int, t: int) -> int | None:
    if leaf.held_from is None or leaf.held_from[n, t] == NEVER:
        return None
    return int(leaf.held_from[n, t])
