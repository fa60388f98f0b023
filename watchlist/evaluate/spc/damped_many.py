"""Holt's method with a damped trend for many series at once: `damped` as of chosen columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from watchlist.evaluate.spc.ahead import CONFIDENCE, FEWEST, Steps
from watchlist.evaluate.spc.damped import EQUAL, FITTED, GRID, Smoothing, reaches
from watchlist.evaluate.spc.intervals import normal_quantile
from watchlist.evaluate.spc.linear import Lines
from watchlist.model.reading import Bools, Floats, Ints


def damped_many(block: Floats, columns: Sequence[int], horizon: int) -> Iterator[tuple[int, Steps]]:
    """Each column and what `damped` says as of it; columns in order of time. ``block``: ``[T, n]``,
    time first, NaN is missing; figures mean nothing where the column is missing or too few are
    known up to it."""
    there = ~np.isnan(block)
    known = there.cumsum(axis=0)
    begun = _begin(block, known)
    reach, wide = np.array([list(reaches(each, horizon)) for each in GRID]).transpose(2, 1, 0)
    half = normal_quantile(CONFIDENCE) * wide
    states, asked = _States(block.shape[1]), set(columns)
    for column in range(max(columns, default=-1) + 1):
        states.set(np.flatnonzero(begun.column == column), begun)
        states.move(block[column] - begun.first, there[column])
        if column in asked:
            best, level, trend, error = states.best()
            typical = error / np.sqrt(np.maximum(known[column] - FITTED, 1))
            parts = (begun.first, level, reach[:, best] * trend)
            yield column, Steps(known[column], parts, half[:, best] * typical)


@dataclass(frozen=True, eq=False)
class _Begun:
    """Of each series, ``[n]``: the column and figure of its first point, and what `_start` says; all
    0 for the level and the trend where too few points are known at any time."""

    column: Ints
    first: Floats
    level: Floats
    trend: Floats


def _begin(block: Floats, known: Ints) -> _Begun:
    at = np.stack([(known < count).sum(axis=0) for count in range(1, FEWEST + 1)])
    enough, at = at[-1] < len(block), np.minimum(at, len(block) - 1)
    first = np.take_along_axis(block, at[:1], axis=0)[0]
    figures = np.take_along_axis(block, at, axis=0) - first
    with np.errstate(invalid="ignore", divide="ignore"):
        fitted = Lines((at - at[0]).astype(np.float64), figures, np.isfinite(figures))
        level = fitted.middle - fitted.slope * (1 + fitted.middle_x)
    return _Begun(at[0], first, np.where(enough, level, 0), np.where(enough, fitted.slope, 0))


class _States:
    """Levels, trends and errors by each of `GRID` (G), ``[G, n]``."""

    def __init__(self, rows: int) -> None:
        self._level, self._trend, self._error = np.zeros((3, len(GRID), rows))
        self._by = Smoothing(*np.array(GRID).T[:, :, None])

    def set(self, rows: Ints, begun: _Begun) -> None:
        """Start some series; the others stand at 0 until then, which no gap moves."""
        self._level[:, rows], self._trend[:, rows] = begun.level[rows], begun.trend[rows]

    def move(self, figures: Floats, there: Bools) -> None:
        """One period on."""
        self._trend *= self._by.damping
        self._level += self._trend
        error = np.where(there, figures - self._level, 0)
        self._level += self._by.level * error
        self._trend += self._by.trend * error
        np.hypot(self._error, error, out=self._error)

    def best(self) -> tuple[Ints, Floats, Floats, Floats]:
        """Of each series the place in `GRID` with the least error, and level, trend and error there."""
        best = (self._error <= self._error.min(axis=0) * (1 + EQUAL)).argmax(axis=0)
        row = np.arange(len(best))
        return best, self._level[best, row], self._trend[best, row], self._error[best, row]
