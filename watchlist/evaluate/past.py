"""References to a series' own past: previous, a year ago, average of last N."""

from __future__ import annotations

import numpy as np

from watchlist.evaluate.averages import Sum
from watchlist.evaluate.held import Held, shape, standing
from watchlist.evaluate.rows import begun_by, figures
from watchlist.evaluate.truth import Truth
from watchlist.model.condition import Part, View
from watchlist.model.period import Calendar
from watchlist.model.reading import Floats, Ints, Panel


def previous(view: View, part: Part) -> Held:
    """The period before; not judged at the first."""
    return _earlier(view, part, np.arange(view.panel.shape[1]) - 1)


def year_ago(view: View, part: Part) -> Held:
    """The same period one year earlier. A week 53 mostly has none, and is not judged then."""
    return _earlier(view, part, year_ago_columns(view.panel))


def _earlier(view: View, part: Part, columns: Ints) -> Held:
    """The figures at other columns ``[T]`` of the same rows; a negative one is before the panel."""
    first = _within(columns)
    value, stands = np.empty(shape(view)), np.empty(shape(view), dtype=np.int8)
    read = columns[first:]
    value[:, :first], stands[:, :first] = np.nan, Truth.NOT_JUDGED
    value[:, first:] = _at(figures(view.panel, view.rows, part), read)
    known = ~np.isnan(value[:, first:])
    stands[:, first:] = standing(known, begun_by(view.panel, view.rows, read))
    return Held(value, stands, first=first)


def _at(layer: Floats, columns: Ints) -> Floats:
    """The figures of some columns, NaN for a negative one; no copy where they are consecutive."""
    if len(columns) and (np.diff(columns) == 1).all():
        return layer[:, columns[0] : columns[-1] + 1]
    found = layer.take(np.maximum(columns, 0), axis=1)
    found[:, columns < 0] = np.nan
    return found


def _within(columns: Ints) -> int:
    """From where on columns are read at all."""
    inside = columns >= 0
    return int(inside.argmax()) if inside.any() else len(columns)


def year_ago_columns(panel: Panel) -> Ints:
    """``int [T]``: for each column that of the same period one year earlier; negative: outside."""
    ordinals = range(panel.first, panel.first + panel.shape[1])
    return np.array([_year_before(panel.calendar, each) - panel.first for each in ordinals])


def _year_before(calendar: Calendar, ordinal: int) -> int:
    earlier = calendar.a_year_before(ordinal)
    return -1 if earlier is None else earlier


def average_of_last(view: View, part: Part, periods: int) -> Held:
    """The mean of the known among so many periods before each; unknown where under half are known."""
    value = figures(view.panel, view.rows, part)
    known = ~np.isnan(value)
    filled = np.where(known, value, 0.0)
    total, count = Sum(value.shape), np.zeros(value.shape, dtype=np.int64)
    for lag in range(1, min(periods, value.shape[1] - 1) + 1):
        total.add(filled[:, :-lag], since=lag)
        count[:, lag:] += known[:, :-lag]
    enough = 2 * count >= periods
    before = np.arange(value.shape[1]) - 1
    stands = standing(enough, begun_by(view.panel, view.rows, before))
    return Held(total.mean(count, enough), stands)
