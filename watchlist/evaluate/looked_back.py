"""The readings that findings looked at, all at once: a list of them for each finding."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from watchlist.evaluate.evidence import columns_shown, comparison
from watchlist.evaluate.rows import distinct, taken
from watchlist.model.condition import Leaf
from watchlist.model.finding import Findings
from watchlist.model.reading import Bools, Bytes, Floats, Ints, Panel

#: One reading that a finding looked at, as in READINGS; the last is that of its period itself.
WINDOW = pa.struct(
    [
        pa.field("period", pa.int32()),
        pa.field("length", pa.float64()),
        pa.field("value", pa.float64()),
        pa.field("digits", pa.int8()),
        pa.field("numerator", pa.float64()),
        pa.field("denominator", pa.float64()),
        pa.field("marker", pa.int8()),
        pa.field("status", pa.int8()),
    ]
)


@dataclass(frozen=True, eq=False)
class Cells:
    """Some cells of one rule's findings: row ``n[i]`` and column ``t[i]``."""

    findings: Findings
    n: Ints
    t: Ints

    @property
    def rows(self) -> Ints:
        """Their rows of the panel."""
        rows: Ints = self.findings.rows[self.n]
        return rows

    def some(self, chosen: Ints) -> Cells:
        return Cells(self.findings, self.n[chosen], self.t[chosen])


def windows_of(decided: Iterable[tuple[Ints, Leaf, Cells]], size: int) -> pa.ListArray:
    """For each of ``size`` findings the readings of its evidence, oldest first; none where the
    comparison is of another indicator that has no figure there. ``decided`` has, for each deciding
    comparison, the places of the findings that it decided, and their cells."""
    looked = [_looked_at(at, leaf, cells) for at, leaf, cells in decided]
    many = np.zeros(size, dtype=np.int64)
    for each in looked:
        many[each.at] = each.shown.sum(axis=1)
    readings = pa.chunked_array([each.readings() for each in looked], WINDOW).combine_chunks()
    order = _order(np.concatenate([np.empty(0, np.int64), *(each.at for each in looked)]), many)
    ends = np.concatenate([[0], np.cumsum(many)]).astype(np.int32)
    return pa.ListArray.from_arrays(ends, readings if order is None else readings.take(order))


def _order(at: Ints, many: Ints) -> Ints | None:
    """Where in the order of the findings each reading stands that was gathered comparison by
    comparison; None where it stands there already."""
    if np.array_equal(at, np.arange(len(at))):
        return None
    begins = np.zeros(len(many), dtype=np.int64)
    begins[at] = np.cumsum(many[at]) - many[at]
    within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    order: Ints = np.repeat(begins, many) + within
    return order


@dataclass(frozen=True, eq=False)
class _Looked:
    """Findings at places ``at``; of each the row of a panel and, where ``shown``, columns of it."""

    at: Ints
    panel: Panel
    row: Ints
    columns: Ints  # ``[M, W]``

    @property
    def shown(self) -> Bools:
        shown: Bools = self.columns >= 0
        return shown

    def readings(self) -> pa.StructArray:
        """All of their readings, finding by finding."""
        shown, panel = self.shown, self.panel
        row = np.repeat(self.row, shown.sum(axis=1))
        column = self.columns[shown]
        fields = {
            "period": pa.array((panel.first + column).astype(np.int32)),
            "length": pa.array(taken(panel.length, row, column)),
            "digits": _known(taken(panel.digits, row, column)),
            "marker": pa.array(taken(panel.marker, row, column)),
            "status": pa.array(taken(panel.status, row, column)),
        }
        for name in ("value", "numerator", "denominator"):
            fields[name] = _figures(getattr(panel, name), row, column)
        return pa.StructArray.from_arrays(
            [fields[each.name] for each in WINDOW], fields=list(WINDOW)
        )


def _figures(layer: Floats, row: Ints, column: Ints) -> pa.Array:
    if not any(layer.strides):
        return pa.nulls(len(row), pa.float64())
    return pa.array(taken(layer, row, column), from_pandas=True)


def _known(digits: Bytes) -> pa.Array:
    return pa.array(digits, mask=digits < 0)


def _looked_at(at: Ints, leaf: Leaf, cells: Cells) -> _Looked:
    """Where the readings of these findings are: the same cells as in `evidence`."""
    condition, there = comparison(leaf.condition), leaf.elsewhere
    panel, row, column = cells.findings.panel, cells.rows, cells.t
    if there is not None:
        panel, row, column = (
            there.panel,
            there.rows[cells.n],
            taken(there.columns, cells.n, cells.t),
        )
    elif condition.asks.indicator is not None:
        column = np.full(len(at), -1)
    length = taken(panel.length, row, np.maximum(column, 0))
    begins = np.full(len(at), -1) if leaf.begins is None else taken(leaf.begins, cells.n, cells.t)
    kinds, which = _kinds(column, length, begins)
    shown = [
        columns_shown(
            panel, condition, int(t), size, int(since) if leaf.begins is not None else None
        )
        if t >= 0
        else []
        for t, size, since in kinds
    ]
    wide = max(map(len, shown), default=0)
    table = np.array([[-1] * (wide - len(each)) + each for each in shown], dtype=np.int64)
    return _Looked(at, panel, row, table.reshape(len(shown), wide)[which])


def _kinds(column: Ints, length: Floats, begins: Ints) -> tuple[list[tuple[float, ...]], Ints]:
    """The different columns, lengths and beginnings, and which of them each finding has."""
    if len(column) and (length == length[0]).all() and (begins == begins[0]).all():
        columns, which = distinct(column + 1, int(column.max()) + 2)
        return [(t - 1, length[0], begins[0]) for t in columns.tolist()], which
    given = np.column_stack([column, length, begins])
    kinds, which = np.unique(given, axis=0, return_inverse=True)
    return [tuple(each) for each in kinds.tolist()], which
