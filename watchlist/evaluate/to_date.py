"""``of: year to date``: what has come together since the year began.

Counts, pounds and plain numbers add up; of percentages, rates, days and scores their two parts do,
and the one sum is divided by the other. A period of the year without a figure leaves it unknown.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from watchlist.evaluate.averages import Sum
from watchlist.evaluate.definitions import defined_since
from watchlist.evaluate.lengths import Spread, given, of_another_length, spread
from watchlist.evaluate.rows import by_row
from watchlist.model.condition import Part, View
from watchlist.model.indicator import Indicator, UnitKind
from watchlist.model.reading import Bools, Floats, Ints, Panel
from watchlist.model.years import year_begins as _begins


@dataclass(frozen=True, eq=False)
class ToDate:
    """``value`` is NaN where it is not known. ``apart``: a figure stands, but none to date can be
    made of it, since its parts are not given or its definition changed within the year."""

    value: Floats
    apart: Bools


def year_to_date(view: View, panel: Panel, rows: Ints) -> ToDate:
    """Each reading of these rows together with those of its year before it, ``[N, T]``."""
    begins = year_begins(view, panel, rows)
    value = _added_up(spread(view, panel, rows, Part.VALUE), begins)
    stands = ~np.isnan(given(panel, rows, Part.VALUE))
    other = of_another_length(view, panel, rows, Part.VALUE)
    apart = np.zeros(value.shape, dtype=np.bool_) if other is None else other
    adds = by_row(view, panel, rows, lambda each: [each.unit.is_additive]).astype(np.bool_)
    if not adds.all():
        above, below = (
            _added_up(spread(view, panel, rows, part), begins)
            for part in (Part.NUMERATOR, Part.DENOMINATOR)
        )
        scale = by_row(view, panel, rows, _scale)
        ratio = np.divide(scale * above, below, out=np.full(value.shape, np.nan), where=below > 0)
        value, apart = np.where(adds, value, ratio), apart & adds
        parts = [given(panel, rows, part) for part in (Part.NUMERATOR, Part.DENOMINATOR)]
        apart |= ~adds & (np.isnan(parts[0]) | np.isnan(parts[1]) | (below <= 0))
    since = defined_since(view, panel, rows)
    if since is not None:
        apart |= since > begins
    apart &= stands
    return ToDate(np.where(apart, np.nan, value), apart)


def cohort_to_date(view: View, panel: Panel, rows: Ints) -> Floats:
    """``float64 [N, T]``: the denominators of the year so far."""
    return _added_up(spread(view, panel, rows, Part.DENOMINATOR), year_begins(view, panel, rows))


def _added_up(figures: Spread, begins: Ints) -> Floats:
    """The sum from column ``begins [N, T]`` on to each column; NaN where one of them is not known."""
    columns = np.arange(figures.value.shape[1])
    back = columns - begins
    total, count = Sum(figures.value.shape), np.zeros(figures.value.shape, dtype=np.int64)
    for lag in range(min(int(back.max(initial=-1)), len(columns) - 1) + 1):
        used = figures.before(lag, at_most=lag) & (back[:, lag:] >= lag)
        total.add(np.where(used, figures.value[:, : len(columns) - lag], 0.0), since=lag)
        count[:, lag:] += used
    return total.mean(np.ones_like(count), count == back + 1)


def year_begins(view: View, panel: Panel, rows: Ints) -> Ints:
    """``int [N, T]``: the column with which the year of each column begins; negative: before all."""

    def of(each: Indicator) -> list[float]:
        return [_begins(panel.calendar, ordinal, each.year) - panel.first for ordinal in periods]

    periods = range(panel.first, panel.first + panel.shape[1])
    return by_row(view, panel, rows, of).astype(np.int64)


def _scale(each: Indicator) -> list[float]:
    """What numerator over denominator is multiplied by."""
    return [100.0 if each.unit.kind is UnitKind.PERCENT else float(each.unit.per or 1)]
