"""A comparison of another indicator of the same area, inside ``all``, ``any`` and ``not``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from watchlist.evaluate.held import shape
from watchlist.evaluate.rows import begun, reach, read, same_series
from watchlist.evaluate.truth import Truth
from watchlist.model.condition import Condition, Elsewhere, Leaf, View
from watchlist.model.facts import Facts
from watchlist.model.reading import NEVER, Bools, Bytes, Ints, Panel

Kind = TypeVar("Kind", bound=np.generic)


def read_elsewhere(
    indicator: str, view: View, condition: Condition, judge: Callable[[View], Leaf]
) -> Leaf:
    """The comparison judged over the other indicator's own series, on its own calendar, and read
    from there: on the same calendar at the same period, on another at the latest reading that had
    ended by then, at most two years back. Not judged before that series began."""
    panel = view.panels.get(view.indicators[indicator].calendar)
    rows = _rows(view, panel, indicator)
    if panel is None or not (rows >= 0).any():
        return _not_judged(view, condition)
    there = View(view.panels, panel, np.maximum(rows, 0), view.indicators, view.areas)
    columns, absent = _columns(view, there, rows)
    return _moved(judge(there), Elsewhere(panel, rows, columns), absent)


def _rows(view: View, panel: Panel | None, indicator: str) -> Ints:
    if panel is None:
        return np.full(len(view.rows), -1, dtype=np.int64)
    return same_series(view, panel, indicator=indicator, area=None)


def _columns(view: View, there: View, rows: Ints) -> tuple[Ints, Bytes]:
    """For each cell the column to be read over there (-1: none), and the truth where there is none."""
    within = reach(view.panel, there.panel)
    started = begun(there.panel, there.rows) & (rows >= 0)[:, None]
    if there.panel is view.panel:
        usable: Bools = started
    else:
        usable = read(there.panel, there.rows) & started
    columns = within.latest(usable)
    unknown, not_judged = np.int8(Truth.UNKNOWN), np.int8(Truth.NOT_JUDGED)
    return columns, np.where(within.at(started, False), unknown, not_judged)


def _moved(leaf: Leaf, place: Elsewhere, absent: Bytes) -> Leaf:
    def moved(layer: npt.NDArray[Kind], nothing: float) -> npt.NDArray[Kind]:
        taken = np.take_along_axis(layer, np.maximum(place.columns, 0), axis=1)
        taken[place.columns < 0] = nothing
        return taken

    truth = moved(leaf.truth, Truth.NOT_JUDGED)
    return Leaf(
        condition=leaf.condition,
        truth=np.where(place.columns < 0, absent, truth),
        tested=moved(leaf.tested, np.nan),
        held_against=moved(leaf.held_against, np.nan),
        good=moved(leaf.good, False),
        anchored=leaf.anchored,
        sign=leaf.sign,
        held_from=None if leaf.held_from is None else moved(leaf.held_from, NEVER),
        held_calendar=leaf.held_calendar,
        elsewhere=place,
        since=_since(leaf, place),
        begins=None if leaf.begins is None else moved(leaf.begins, 0),
        facts=_facts(leaf, place),
    )


def _facts(leaf: Leaf, place: Elsewhere) -> Callable[[int, int], Facts] | None:
    """The facts over there, by our own places."""
    facts = leaf.facts
    return None if facts is None else lambda n, t: facts(n, int(place.columns[n, t]))


def _since(leaf: Leaf, place: Elsewhere) -> Ints | None:
    """From which of our own columns on the figures over there are defined as at each column."""
    if leaf.since is None:
        return None
    there = np.take_along_axis(leaf.since, np.maximum(place.columns, 0), axis=1)
    since = np.zeros_like(there)
    for change in np.unique(there).tolist():
        before = (place.columns < change).sum(axis=1)
        since = np.where(there == change, before[:, None], since)
    return since


def _not_judged(view: View, condition: Condition) -> Leaf:
    none = np.broadcast_to(np.float64("nan"), shape(view))
    return Leaf(
        condition=condition,
        truth=np.full(shape(view), Truth.NOT_JUDGED, dtype=np.int8),
        tested=none,
        held_against=none,
        good=np.broadcast_to(np.False_, shape(view)),
        anchored=False,
        sign=np.zeros(len(view.rows), dtype=np.int64),
    )
