"""Figures over more or less than one period, made comparable.

A count over several periods, or over the first part of one, is read at the rate of one period (34 in
two months is 17 a month); figures of other units are not compared over another length. A figure
stands at the last period that it covers. Those before it have none of their own: where the past is
looked at they are read at the same rate, once that figure is in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from watchlist.evaluate.rows import by_row, pick
from watchlist.model.condition import Part, View
from watchlist.model.indicator import Indicator, UnitKind
from watchlist.model.reading import Bools, Floats, Ints, Panel


@dataclass(frozen=True, eq=False)
class Spread:
    """Figures that reach back over all periods that they cover, ``[N, T]``, NaN where none is known;
    ``late`` says how many periods later each came, None where all came in their own."""

    value: Floats
    late: Ints | None = None

    def before(self, lag: int, *, at_most: int) -> Bools:
        """``bool [N, T - lag]``: the figure so many periods before each column is known, and came
        ``at_most`` so many periods later."""
        columns = self.value.shape[1] - lag
        known = ~np.isnan(self.value[:, :columns])
        if self.late is not None:
            known &= self.late[:, :columns] <= at_most
        return known


def given(panel: Panel, rows: Ints, part: Part) -> Floats:
    """``float64 [N, T]``: a part of each reading as it stands, NaN where none is known."""
    layers = {Part.NUMERATOR: panel.numerator, Part.DENOMINATOR: panel.denominator}
    return pick(layers.get(part, panel.value), rows)


def at_rate(view: View, panel: Panel, rows: Ints, part: Part) -> Floats:
    """``float64 [N, T]``: the figures of one period, NaN where none is known or comparable."""
    stands = given(panel, rows, part)
    if panel.of_one_length:
        return stands
    length = pick(panel.length, rows)
    return np.where(_by_rate(view, panel, rows, part) | (length == 1), stands / length, np.nan)


def of_another_length(view: View, panel: Panel, rows: Ints, part: Part) -> Bools | None:
    """``bool [N, T]``: a figure stands that has no rate of one period; None: nowhere."""
    if panel.of_one_length:
        return None
    apart: Bools = (pick(panel.length, rows) != 1) & ~_by_rate(view, panel, rows, part)
    return apart & ~np.isnan(given(panel, rows, part))


def _by_rate(view: View, panel: Panel, rows: Ints, part: Part) -> Bools:
    """``bool [N, 1]``: whether figures can be shared out over their periods: counts can."""
    if part is not Part.VALUE:
        return np.ones((len(rows), 1), dtype=np.bool_)
    return by_row(view, panel, rows, _is_count).astype(np.bool_)


def _is_count(each: Indicator) -> list[float]:
    return [each.unit.kind is UnitKind.COUNT]


def spread(view: View, panel: Panel, rows: Ints, part: Part) -> Spread:
    """Every period with its own figure or, where it has none, at the rate of the next longer one
    after it, if that one reaches back so far."""
    value = at_rate(view, panel, rows, part)
    if panel.of_one_length:
        return Spread(value)
    ends = _next_longer(pick(panel.length, rows), value)
    columns = np.arange(value.shape[1])
    covered = (ends >= 0) & np.isnan(value)
    at = np.maximum(ends, 0)
    reached = np.take_along_axis(value, at, axis=1)
    return Spread(np.where(covered, reached, value), np.where(covered, ends - columns, 0))


def covered(panel: Panel, rows: Ints) -> Bools:
    """``bool [N, T]``: the period lies within a figure over several periods that stands later."""
    if panel.of_one_length:
        return np.broadcast_to(np.False_, (len(rows), panel.shape[1]))
    stands = np.where(pick(panel.length, rows) > 1, 1.0, np.nan)
    within: Bools = _next_longer(pick(panel.length, rows), stands) > np.arange(panel.shape[1])
    return within


def _next_longer(length: Floats, stands: Floats) -> Ints:
    """``int [N, T]``: where the next figure over several periods stands (not NaN in ``stands``, at
    the column or after it), -1 where it does not reach back to the column."""
    columns = np.arange(length.shape[1])
    longer = np.where((length > 1) & ~np.isnan(stands), columns, len(columns))
    after = np.minimum.accumulate(longer[:, ::-1], axis=1)[:, ::-1]
    at = np.minimum(after, len(columns) - 1)
    reaches = (after < len(columns)) & (at - columns < np.take_along_axis(length, at, axis=1))
    return np.where(reaches, at, -1)
