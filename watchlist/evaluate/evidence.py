"""The figures behind one verdict, made only for the cells that somebody asks about."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from watchlist.evaluate import deciding
from watchlist.evaluate.combine import Combine
from watchlist.evaluate.compare import Compare
from watchlist.evaluate.truth import Truth
from watchlist.evaluate.words import words
from watchlist.model.condition import Condition, Leaf, Reference, ReferenceKind
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
    place, comparison = _place(findings, leaf, n, t), _comparison(leaf.condition)
    if place is None:
        return None
    begins = None if leaf.begins is None else int(leaf.begins[n, t])
    columns = _columns(place, comparison, begins)
    at_rate = begins is not None or place.length != 1
    return Evidence(
        calendar=place.panel.calendar,
        cells=tuple(place.cell(column) for column in columns),
        head=leaf.condition.head,
        reference=comparison.reference,
        part=comparison.of,
        held_against=number(leaf.held_against[n, t]),
        held_period=_held_period(leaf, n, t),
        held_calendar=leaf.held_calendar,
        periods=comparison.periods,
        words=words(leaf.condition),
        by=comparison.by,
        share=comparison.share,
        bounds=comparison.subject if isinstance(comparison.subject, tuple) else None,
        indicator=comparison.indicator,
        tested=number(leaf.tested[n, t]) if at_rate else None,
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
        own = _comparison(leaf.condition).indicator is None
        return _Place(findings.panel, int(findings.rows[n]), t) if own else None
    row, column = int(there.rows[n]), int(there.columns[n, t])
    return _Place(there.panel, row, column) if column >= 0 else None


def _comparison(condition: Condition) -> Compare:
    """The comparison itself, or the first one that a ``not`` denies."""
    while isinstance(condition, Combine):
        condition = condition.subject[0]
    if not isinstance(condition, Compare):
        raise TypeError(f'"{condition.head}" has no evidence yet')
    return condition


def _columns(place: _Place, comparison: Compare, begins: int | None) -> list[int]:
    """The window (from where the year to date begins), and what of the series' own past it was held
    against; the newest thirteen."""
    oldest = place.column - comparison.window.among + 1
    if begins is not None:
        oldest = min(oldest, begins)
    looked_at = {*range(oldest, place.column + 1), *_compared_with(place, comparison, oldest)}
    return sorted(column for column in looked_at if column >= 0)[-_CELLS:]


def _compared_with(place: _Place, comparison: Compare, oldest: int) -> range:
    reference = comparison.reference or Reference(ReferenceKind.NUMBER)
    match reference.kind:
        case ReferenceKind.PREVIOUS:
            before = oldest - ceil(place.length)
            return range(before, before + 1)
        case (
            ReferenceKind.AVERAGE_OF_LAST | ReferenceKind.BEST_OF_LAST | ReferenceKind.WORST_OF_LAST
        ):
            return range(place.column - int(reference.number or 0), place.column)
        case ReferenceKind.YEAR_AGO:
            first, calendar = place.panel.first, place.panel.calendar
            earlier = calendar.a_year_before(first + place.column)
            return range(0) if earlier is None else range(earlier - first, earlier - first + 1)
    return range(0)


def _held_period(leaf: Leaf, n: int, t: int) -> int | None:
    if leaf.held_from is None or leaf.held_from[n, t] == NEVER:
        return None
    return int(leaf.held_from[n, t])
