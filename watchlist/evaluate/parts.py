"""The *parts* check: parts that should add up to their total and do not.

For each dimension of ``adds_up`` the series that are broken down by it are parts of the one that is
not, whatever else both are broken down by. Counts are added up themselves; of percentages and rates
the numerators and the denominators are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from watchlist.evaluate.checked import EXACT, Checked, Figures
from watchlist.evaluate.rows import find_rows, pick, positions, which
from watchlist.model.indicator import Indicator, UnitKind
from watchlist.model.reading import Bools, Floats, Ints, Panel
from watchlist.model.register import DataCheck


def parts(data: Checked) -> Iterator[DataCheck]:
    """At most one for each total and period: the first dimension, and its first figure, that
    disagrees (``figures``: dimension, of, total, parts, known, among)."""
    disagree: dict[tuple[int, int], Figures] = {}
    for dimension in _dimensions(data):
        whole, part = _joined(data, dimension)
        for of in ("value", "numerator", "denominator"):
            ours = data.facts(part, partial(_counts, of)) > 0
            if ours.any():
                added = _Added.of(data, of, whole[ours], part[ours])
                for row, column, figures in added.disagreeing():
                    said: Figures = {"dimension": dimension, "of": of, **figures}
                    disagree.setdefault((row, column), said)
    for (row, column), figures in sorted(disagree.items()):
        yield data.found("parts", row, column, figures)


def _counts(of: str, indicator: Indicator) -> float:
    """1 where this figure of an indicator is a count."""
    return float((of == "value") == (indicator.unit.kind is UnitKind.COUNT))


def _dimensions(data: Checked) -> list[str]:
    """Every dimension by which something here adds up."""
    known = (data.book.indicators.get(name) for name in data.panel.indicators)
    return list(dict.fromkeys(each for one in known if one for each in one.adds_up))


def _joined(data: Checked, dimension: str) -> tuple[Ints, Ints]:
    """The row of each total, and of each of its parts."""
    panel, known = data.panel, data.book.indicators
    rows = data.rows("parts")
    adds_up = which(
        panel.indicators, lambda name: name in known and dimension in known[name].adds_up,
        panel.indicator[rows],
    )  # fmt: skip
    without = [_without(name, dimension) for name in panel.breakdowns]
    parent = positions([_NO_NAME if name is None else name for name in without], panel.breakdowns)
    rows = rows[adds_up & (parent[panel.breakdown[rows]] >= 0)]
    above = parent[panel.breakdown[rows]]
    whole = find_rows(panel, panel.indicator[rows], panel.area[rows], above)
    return whole[whole >= 0], rows[whole >= 0]


_NO_NAME = "\0"


def _without(breakdown: str, dimension: str) -> str | None:
    """A breakdown without one of its dimensions; None where it does not have it."""
    given = breakdown.split(";")
    left = [part for part in given if not part.startswith(f"{dimension}=")]
    return ";".join(left) if len(left) < len(given) else None


@dataclass(frozen=True, eq=False)
class _Added:
    """Totals beside what their parts come to, ``[W, T]``. ``slack``: how far both may be apart by
    the rounding of each; ``known`` parts of ``among`` ``[W]`` have a figure."""

    rows: Ints
    total: Floats
    sums: Floats
    slack: Floats
    known: Ints
    among: Ints

    @classmethod
    def of(cls, data: Checked, of: str, whole: Ints, part: Ints) -> _Added:
        panel = data.panel
        order = np.argsort(whole, kind="stable")
        part = part[order]
        rows, starts, among = np.unique(whole[order], return_index=True, return_counts=True)
        figures, total = pick(getattr(panel, of), part), pick(getattr(panel, of), rows)
        there = ~np.isnan(figures) & _as_long(panel, part, np.repeat(rows, among))
        added = np.where(there, figures, 0.0)
        slack = np.where(there, _rounding(data, of, part, figures), 0.0)
        return cls(
            rows,
            total,
            np.add.reduceat(added, starts, axis=0),
            np.add.reduceat(slack, starts, axis=0) + _rounding(data, of, rows, total),
            np.add.reduceat(there.astype(np.int64), starts, axis=0),
            among,
        )

    def disagreeing(self) -> Iterator[tuple[int, int, Figures]]:
        """Where all parts are known and come to something else, or where some come to more than the
        total. One part alone is never all of them."""
        over = self.sums - self.total
        apart = np.abs(over) > self.slack + EXACT * np.maximum(self.sums, np.abs(self.total))
        among = self.among[:, None]
        complete = (self.known == among) & (among > 1)
        for n, column in np.argwhere(apart & (complete | (over > 0))).tolist():
            yield int(self.rows[n]), column, {
                "total": float(self.total[n, column]),
                "parts": float(self.sums[n, column]),
                "known": float(self.known[n, column]),
                "among": float(self.among[n]),
            }  # fmt: skip


def _as_long(panel: Panel, part: Ints, whole: Ints) -> Bools | np.bool_:
    """Whether parts cover as many periods as their totals do."""
    if panel.of_one_length:
        return np.True_
    same: Bools = panel.length[part] == panel.length[whole]
    return same


def _rounding(data: Checked, of: str, rows: Ints, figures: Floats) -> Floats:
    """How far each figure may be off: half its last decimal, and half of ``round_totals_to`` where it
    is a multiple of that. A whole number that nobody rounds is a count of children, and exact."""
    off = np.zeros(figures.shape)
    if of == "value":
        digits = pick(data.panel.digits, rows).astype(np.int64)
        off = np.where(digits > 0, 0.5 * 10.0 ** -np.maximum(digits, 0), 0.0)
    to = data.facts(rows, _rounded_to)[:, None]
    off += np.where(np.mod(figures, to) == 0, to / 2, 0.0)
    return off


def _rounded_to(indicator: Indicator) -> float:
    """NaN, of which nothing is a multiple, where totals are not rounded."""
    rounded = indicator.small_numbers.round_totals_to if indicator.small_numbers else None
    return float("nan") if rounded is None else float(rounded)
