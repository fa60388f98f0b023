"""Forecasts of many series at once, as of chosen columns: `forecast` for each, cut to that column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from watchlist.evaluate.spc.ahead import FEWEST, Steps, added_up
from watchlist.evaluate.spc.damped_many import damped_many
from watchlist.evaluate.spc.forecast import Method, Outlook, check_horizon
from watchlist.evaluate.spc.linear import linear_many
from watchlist.evaluate.spc.means import LARGEST
from watchlist.model.reading import Bools, Bytes, Floats, Ints

#: Series in one block: by 24 smoothings they are 400 kB.
_BLOCK = 2048


@dataclass(frozen=True, eq=False)
class Projected:
    """Of each series (N) as of each column asked for (C). ``state``: ``[N, C]``, numbers of
    `Outlook`. ``central``, ``lower``, ``upper``: ``[N, C, horizon]``, in the unit of the values, the
    interval an 80% one and not clipped; NaN where ``state`` says why."""

    state: Bytes
    central: Floats
    lower: Floats
    upper: Floats


def project(
    values: Floats,
    horizon: int,
    columns: Sequence[int] | None = None,
    method: Method = Method.LINEAR,
    *,
    begins: Ints | None = None,
    since: Ints | None = None,
) -> Projected:
    """What `forecast` says of each series, cut to what is at or before each of ``columns`` (left out:
    the last one alone; ``range(T)`` is all history).

    ``values``: ``[N, T]``, NaN is missing. ``begins``: ``[N]``, the first column of each series.
    ``since``: ``[N, T]``, the column from which on figures are comparable with those of a column.
    What is before either does not count (left out: all does).

    Raises ValueError for infinite values and those beyond 1e300, for columns that are not there, and
    for a horizon under 1.
    """
    check_horizon(horizon)
    rows, width = values.shape
    asked = np.array([width - 1] if columns is None else columns, dtype=np.int64)
    if ((asked < 0) | (asked >= width)).any():
        raise ValueError(f"columns are 0 to {width - 1}")
    into = _empty(rows, len(asked), horizon)
    ordered = np.unique(asked)
    stretches = _stretches(_from(begins, since, rows, ordered))
    for start in range(0, len(stretches.row), _BLOCK):
        part = stretches.part(slice(start, start + _BLOCK))
        block = _block(values[:, : int(ordered.max(initial=-1)) + 1], part)
        for place, (column, steps) in enumerate(_ahead(method, block, ordered, horizon)):
            own = (part.first <= place) & (place < part.end)
            for each in np.flatnonzero(asked == column):
                _put(steps, np.isnan(block[column]), own, into, part.row, int(each))
    return into


def _ahead(
    method: Method, block: Floats, columns: Ints, horizon: int
) -> Iterator[tuple[int, Steps]]:
    many = linear_many if method is Method.LINEAR else damped_many
    return many(block, columns.tolist(), horizon)


def _empty(rows: int, columns: int, horizon: int) -> Projected:
    shape = (rows, columns, horizon)
    central, lower, upper = (np.full(shape, np.nan) for _ in range(3))
    return Projected(np.zeros(shape[:2], dtype=np.int8), central, lower, upper)


@dataclass(frozen=True, eq=False)
class _Stretches:
    """Columns of a series, one after the other, that look back to the same beginning; all ``[m]``.
    ``first`` and ``end`` (not included): places among the columns asked for."""

    row: Ints
    begin: Ints
    first: Ints
    end: Ints

    def part(self, of: slice) -> _Stretches:
        return _Stretches(self.row[of], self.begin[of], self.first[of], self.end[of])


def _from(begins: Ints | None, since: Ints | None, rows: int, columns: Ints) -> Ints:
    """``[N, C]``: the first column that counts as of each one."""
    from_column = np.zeros((rows, len(columns)), dtype=np.int64)
    if begins is not None:
        np.maximum(from_column, begins[:, None], out=from_column)
    if since is not None:
        np.maximum(from_column, since[:, columns], out=from_column)
    return from_column


def _stretches(from_column: Ints) -> _Stretches:
    """A change of definition starts a series anew: most have one stretch, some two."""
    new = np.ones(from_column.shape, dtype=np.bool_)
    new[:, 1:] = from_column[:, 1:] != from_column[:, :-1]
    row, first = np.nonzero(new)
    end = np.full(len(row), from_column.shape[1])
    same = np.flatnonzero(row[1:] == row[:-1])
    end[same] = first[same + 1]
    return _Stretches(row, from_column[new], first, end)


def _block(values: Floats, part: _Stretches) -> Floats:
    """``[T, n]``, time first, without what is before the beginning."""
    block = np.ascontiguousarray(values[part.row].T)
    _refuse_endless(block)
    block[np.arange(len(block))[:, None] < part.begin] = np.nan
    return block


def _refuse_endless(block: Floats) -> None:
    endless = np.abs(block) > LARGEST
    if endless.any():
        raise ValueError(
            f"a value is {block[endless][0]:g}: nothing beyond {LARGEST:g} can be projected"
        )


def _put(steps: Steps, missing: Bools, own: Bools, into: Projected, row: Ints, place: int) -> None:
    """Write what is said as of one column, of the series whose stretch it is in."""
    state = np.where(missing, np.int8(Outlook.LATEST_MISSING.value), np.int8(0))
    state[steps.known < FEWEST] = Outlook.TOO_FEW.value
    into.state[row[own], place] = state[own]
    told = own & (state == Outlook.PROJECTED.value)
    central, half, row = added_up(steps.parts)[:, told].T, steps.half[:, told].T, row[told]
    into.central[row, place] = central
    into.lower[row, place], into.upper[row, place] = central - half, central + half
