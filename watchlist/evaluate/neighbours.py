"""The statistical neighbours as a reference: the average or the median of the set in force."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from watchlist.evaluate.averages import Sum
from watchlist.evaluate.held import Held, nothing, standing
from watchlist.evaluate.looked_at import figures
from watchlist.evaluate.rows import Reach, at_once, find_rows, positions, reach, starts
from watchlist.model.condition import Part, View
from watchlist.model.indicator import Area
from watchlist.model.reading import NEVER, Bools, Bytes, Floats, Ints, Panel

#: Rows whose neighbours are gathered at once: ten neighbours over ten years stay under 50 MB.
_BLOCK = 4096


def neighbours(view: View, part: Part, how: str) -> Held:
    """The ``average`` or ``median`` of the neighbours' figures for the same indicator and breakdown,
    at the one latest period (at most two years back) at which at least half of them are known.

    The set is the one in force on the last day of the reading's period, or the earliest one where
    none was yet."""
    panel = view.panel
    areas = [view.areas.get(name) or Area(name) for name in panel.areas]
    within = reach(panel, panel)
    sets = range(max(len(each.neighbours) for each in areas))
    if not sets:
        return nothing(view)
    layers = [
        _of_set(view, part, how, members([_set(each, number) for each in areas], panel), within)
        for number in sets
    ]
    if len(layers) == 1:
        return Held(*layers[0], panel.calendar)
    number = sets_in_force(areas, panel)[panel.area[view.rows]][None]
    value, stands, at = (
        np.take_along_axis(np.stack(each), number, axis=0)[0] for each in zip(*layers, strict=True)
    )
    return Held(value, stands, at, panel.calendar)


def sets_in_force(areas: list[Area], panel: Panel) -> Ints:
    """``int [areas, T]``: which of an area's sets is in force at each period."""
    columns = range(panel.first, panel.first + panel.shape[1])
    ends = [panel.calendar.end(column).toordinal() for column in columns]

    def of(each: Area) -> Ints:
        since: list[int] = [day.toordinal() for day, _ in each.neighbours]
        return np.maximum(np.searchsorted(since, ends, side="right") - 1, 0)

    return np.array([of(each) for each in areas])


def _set(area: Area, number: int) -> tuple[str, ...]:
    return area.neighbours[number][1] if number < len(area.neighbours) else ()


def members(sets: Sequence[Sequence[str]], panel: Panel) -> tuple[Ints, Ints]:
    """For each set of areas their codes in the panel, padded with -1 (which also stands for one that
    has no figures at all), and how many they are."""
    sizes = np.array([len(names) for names in sets], dtype=np.int64)
    codes = np.full((len(sets), max(1, sizes.max())), -1, dtype=np.int64)
    filled = np.arange(codes.shape[1]) < sizes[:, None]
    codes[filled] = positions([name for names in sets for name in names], panel.areas)
    return codes, sizes


def _of_set(
    view: View, part: Part, how: str, group: tuple[Ints, Ints], within: Reach
) -> tuple[Floats, Bytes, Ints]:
    """Value, standing and ordinal ``[N, T]`` as if one set had always been in force."""
    panel, (codes, sizes) = view.panel, group
    own = view.rows[:, None]
    home = panel.area[view.rows]
    rows = find_rows(panel, panel.indicator[own], codes[home], panel.breakdown[own])
    value, known = _centres(view, rows, part, how)
    found = within.latest((2 * known >= sizes[home][:, None]) & (known > 0))
    if part is Part.YEAR_TO_DATE:
        found = at_once(found)
    taken = np.take_along_axis(value, np.maximum(found, 0), axis=1)
    taken[found < 0] = np.nan
    at = np.where(found >= 0, found + panel.first, NEVER)
    return taken, standing(found >= 0, _any_begun(panel, rows)), at


def _any_begun(panel: Panel, rows: Ints) -> Bools:
    """``bool [N, T]``: any of the series in a row of ``rows [N, K]`` has begun."""
    columns = panel.shape[1]
    first = starts(panel, np.arange(panel.shape[0]))
    earliest = np.where(rows >= 0, first[np.maximum(rows, 0)], columns).min(axis=1)
    begun: Bools = np.arange(columns) >= earliest[:, None]
    return begun


def _centres(view: View, rows: Ints, part: Part, how: str) -> tuple[Floats, Ints]:
    """The centre of the known figures of ``rows [N, K]`` in each period, and how many are known."""
    panel = view.panel
    centre = np.full((len(rows), panel.shape[1]), np.nan)
    known = np.zeros(centre.shape, dtype=np.int64)
    for start in range(0, len(rows), _BLOCK):
        block = slice(start, start + _BLOCK)
        wanted = rows[block].T
        stack = figures(view, panel, np.maximum(wanted, 0).ravel(), part)
        stack = stack.reshape(*wanted.shape, panel.shape[1])
        stack = np.where((wanted >= 0)[:, :, None], stack, np.nan)
        known[block] = (~np.isnan(stack)).sum(axis=0)
        centre[block] = (_median if how == "median" else _average)(stack, known[block])
    return centre, known


def _average(stack: Floats, known: Ints) -> Floats:
    total = Sum(known.shape)
    for layer in np.nan_to_num(stack):
        total.add(layer)
    return total.mean(known, known > 0)


def _median(stack: Floats, known: Ints) -> Floats:
    """NaN is sorted last, so the known figures of each cell come first."""
    ordered = np.sort(stack, axis=0)
    middles = [np.maximum(known - 1, 0) // 2, known // 2]
    low, high = (np.take_along_axis(ordered, each[None], axis=0)[0] for each in middles)
    middle: Floats = np.where(known > 0, (low + high) / 2, np.nan)
    return middle
