"""References to a series' own past: previous, a year ago, averages, best and worst.

Only figures of the same definition are compared, and each is known from the period on in which it
came: what a longer figure covers is read at its rate, once that is in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from watchlist.evaluate.averages import Sum
from watchlist.evaluate.definitions import defined_since
from watchlist.evaluate.held import Held, shape, standing
from watchlist.evaluate.lengths import Spread
from watchlist.evaluate.looked_at import incomparable, reaching_back
from watchlist.evaluate.rows import begun_by, by_row, pick, starts
from watchlist.evaluate.truth import Truth
from watchlist.model.condition import Part, View
from watchlist.model.indicator import Indicator
from watchlist.model.period import Calendar
from watchlist.model.reading import Bools, Floats, Ints, Panel
from watchlist.model.years import periods_of


@dataclass(frozen=True, eq=False)
class _Past:
    """A view's own figures as its past. ``since``: from which column on they are defined as at each
    column; ``apart``: where one stands that cannot be compared. None: nowhere."""

    figures: Spread
    since: Ints | None
    apart: Bools | None

    @property
    def plain(self) -> bool:
        """Every figure is of its own period, and comparable with every other."""
        return self.figures.late is None and self.since is None and self.apart is None


def _past(view: View, part: Part) -> _Past:
    of = (view, view.panel, view.rows)
    return _Past(reaching_back(*of, part), defined_since(*of), incomparable(*of, part))


def previous(view: View, part: Part) -> Held:
    """The period before those that the figure covers; not judged at the first."""
    columns = np.arange(view.panel.shape[1])
    if view.panel.of_one_length:
        return _earlier(view, part, columns - 1)
    covers = np.ceil(pick(view.panel.length, view.rows)).astype(np.int64)
    return _each(view, _past(view, part), columns - covers)


def year_ago(view: View, part: Part) -> Held:
    """The same period one year earlier. A week 53 mostly has none, and is not judged then."""
    return _earlier(view, part, year_ago_columns(view.panel))


def _earlier(view: View, part: Part, columns: Ints) -> Held:
    """The figures at other columns ``[T]`` of the same rows; a negative one is before the panel."""
    past = _past(view, part)
    if not past.plain:
        return _each(view, past, np.broadcast_to(columns, shape(view)))
    first = _within(columns)
    value, stands = np.full(shape(view), np.nan), np.full(shape(view), np.int8(Truth.NOT_JUDGED))
    read = columns[first:]
    value[:, first:] = _at(past.figures.value, read)
    known = ~np.isnan(value[:, first:])
    stands[:, first:] = standing(known, begun_by(view.panel, view.rows, read))
    return Held(value, stands, first=first)


def _each(view: View, past: _Past, columns: Ints) -> Held:
    """The figures at a column of its own for each cell, ``columns [N, T]``."""
    now, at = np.arange(view.panel.shape[1]), np.maximum(columns, 0)
    value = np.take_along_axis(past.figures.value, at, axis=1)
    inside = columns >= 0
    if past.figures.late is not None:
        inside &= columns + np.take_along_axis(past.figures.late, at, axis=1) < now
    value[~inside] = np.nan
    begun = (columns >= 0) & (columns >= starts(view.panel, view.rows)[:, None])
    stands = standing(~np.isnan(value), begun)
    never = np.zeros(value.shape, dtype=np.bool_)
    if past.apart is not None:
        never |= (columns >= 0) & np.take_along_axis(past.apart, at, axis=1)
    if past.since is not None:
        never |= columns < past.since
    value[never], stands[never] = np.nan, Truth.NOT_JUDGED
    return Held(value, stands)


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
    window = _Window(view, part, periods)
    filled = np.where(window.known, window.value, 0.0)
    total, count = Sum(filled.shape), window.none()
    for lag in window.lags:
        used = window.used(lag)
        total.add(np.where(used, filled[:, :-lag], 0.0) if window.picks else filled[:, :-lag], lag)
        count[:, lag:] += used
    return window.held(count, lambda enough: total.mean(count, enough))


def extreme_of_last(view: View, part: Part, periods: int, side: Ints) -> Held:
    """The highest (``side [N]`` +1) or the lowest (-1) of the known among so many periods before
    each; unknown where under half are known."""
    window = _Window(view, part, periods)
    sides = side.astype(np.float64)[:, None]
    turned = np.where(window.known, window.value * sides, -np.inf)
    most, count = np.full(turned.shape, -np.inf), window.none()
    for lag in window.lags:
        used = window.used(lag)
        some = np.where(used, turned[:, :-lag], -np.inf) if window.picks else turned[:, :-lag]
        np.maximum(most[:, lag:], some, out=most[:, lag:])
        count[:, lag:] += used
    return window.held(count, lambda enough: np.where(enough, most * sides, np.nan))


def average_of_year(view: View, part: Part, name: str) -> Held:
    """The mean of the known periods of a named year; unknown where under half are known, not judged
    up to its end, nor where the series began after it."""
    past, columns = _past(view, part), np.arange(view.panel.shape[1])
    first, last = _named(view, name)
    alone = past.figures.late is None and past.since is None
    size = (len(view.rows), 1) if alone else shape(view)
    total, count, alike = Sum(size), *(np.zeros(size, dtype=np.int64) for _ in range(2))
    for at in range(int((last - first).max(initial=-1)) + 1):
        period = first + at
        value, used = _in_year(past, period, columns)
        of_year = period <= last
        same = True if past.since is None else period >= past.since
        alike += of_year & same
        total.add(np.where(used & of_year & same, value, 0.0))
        count += used & of_year & same
    number = last - first + 1
    enough = (2 * count >= number) & (columns > last)
    stands = standing(
        enough, np.broadcast_to(starts(view.panel, view.rows)[:, None] <= last, shape(view))
    )
    stands[(columns <= last) | (2 * alike < number)] = Truth.NOT_JUDGED
    mean = total.mean(count, count > 0)
    return Held(np.where(enough, mean, np.nan), stands)


def _in_year(past: _Past, period: Ints, columns: Ints) -> tuple[Floats, Bools]:
    """The figures of one column for each row ``[N, 1]``, and whether they are known, for each cell
    where that is not the same for all."""
    inside = (period >= 0) & (period < len(columns))
    at = np.clip(period, 0, len(columns) - 1)
    value = np.take_along_axis(past.figures.value, at, axis=1)
    known = inside & ~np.isnan(value)
    if past.figures.late is not None:
        known = known & (period + np.take_along_axis(past.figures.late, at, axis=1) < columns)
    return value, known


def _named(view: View, name: str) -> tuple[Ints, Ints]:
    """``int [N, 1]``: the first and the last column of a named year."""
    panel = view.panel

    def edge(of: Callable[[range], int]) -> Ints:
        def column(each: Indicator) -> list[float]:
            return [of(periods_of(name, panel.calendar, each.year)) - panel.first]

        return by_row(view, panel, view.rows, column).astype(np.int64)

    return edge(lambda periods: periods[0]), edge(lambda periods: periods[-1])


class _Window:
    """The periods before each column, so many of them."""

    def __init__(self, view: View, part: Part, periods: int) -> None:
        self._view, self._periods, self._past = view, periods, _past(view, part)
        self.value = self._past.figures.value
        self.known: Bools = ~np.isnan(self.value)
        self.lags = range(1, min(periods, self.value.shape[1] - 1) + 1)

    @property
    def picks(self) -> bool:
        """Whether some of the known figures may not be used everywhere."""
        return self._past.figures.late is not None or self._past.since is not None

    def none(self) -> Ints:
        """None counted yet."""
        return np.zeros(self.value.shape, dtype=np.int64)

    def used(self, lag: int) -> Bools:
        """``bool [N, T - lag]``: the figure so many periods before each column is used there."""
        if not self.picks:
            return self.known[:, :-lag]
        used = self._past.figures.before(lag, at_most=lag - 1)
        if self._past.since is not None:
            used &= np.arange(self.value.shape[1] - lag) >= self._past.since[:, lag:]
        return used

    def held(self, count: Ints, value: Callable[[Bools], Floats]) -> Held:
        """What comes of the figures used, given how many they are."""
        view, before = self._view, np.arange(self.value.shape[1]) - 1
        enough = 2 * count >= self._periods
        stands = standing(enough, begun_by(view.panel, view.rows, before))
        if self._past.since is not None:
            alike = before + 1 - self._past.since
            stands[2 * alike < self._periods] = Truth.NOT_JUDGED
        return Held(value(enough), stands)
