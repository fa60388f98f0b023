"""XmR over many series at once: what each chart says of its latest point, as of chosen columns.

Blocks of series are laid out time first, so that each step is one pass over what the processor's
cache holds. Sums are plain ones here, a few units of the last place off; wherever a comparison is so
close that this could decide it, the series is decided exactly (`exact`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from watchlist.evaluate.spc.chart import check_baseline
from watchlist.evaluate.spc.exact import judge_exactly
from watchlist.evaluate.spc.latest import NOT_ASSURED, Latest, latest, open_trends
from watchlist.evaluate.spc.means import LARGEST
from watchlist.evaluate.spc.sums import Options
from watchlist.evaluate.spc.words import WATCHLIST, Profile, State
from watchlist.model.reading import Bytes, Floats, Ints

#: Series in one block: 2048 × 120 figures are 2 MB.
_BLOCK = 2048


@dataclass(frozen=True, eq=False)
class Judged:
    """Of each series (N) as of each column asked for (C); all ``[N, C]``.

    ``state``: numbers of `State`. ``fired``: the signals of the latest point, bits as in `latest.bit`.
    ``against``: where the target stands: 1 above the upper limit, -1 below the lower one, 0 between
    them, `NOT_ASSURED` where there is no target or limits cannot be judged. ``centre``, ``lower``,
    ``upper``: in the unit of the values; NaN, as everywhere in panels, where there is none: then
    ``state`` says why.
    """

    state: Bytes
    fired: npt.NDArray[np.uint8]
    against: Bytes
    centre: Floats
    lower: Floats
    upper: Floats


def judge(
    values: Floats,
    columns: Sequence[int] | None = None,
    *,
    begins: Ints | None = None,
    rebase: Sequence[int] = (),
    baseline: int | None = None,
    screen: bool = True,
    target: Floats | None = None,
    profile: Profile = WATCHLIST,
) -> Judged:
    """What `chart` says of each series, cut to what is at or before each of ``columns`` (left out:
    the last one alone; ``range(T)`` is all history).

    ``values``: ``[N, T]``, NaN is missing. ``begins``: ``[N]``, the first column of each series (left
    out: 0); it matters to ``baseline``, which counts rows from there. ``rebase``: columns at which
    new lines start, for all series. ``target``: ``[N]`` or ``[N, C]``, NaN for none; in the unit of
    the values. The others as in `chart`.

    Raises ValueError for infinite values and those beyond 1e300, for columns that are not there, and
    for a baseline under 12 rows.
    """
    check_baseline(baseline)
    rows, width = values.shape
    asked = [width - 1] if columns is None else list(columns)
    if any(not 0 <= column < width for column in (*asked, *rebase)):
        raise ValueError(f"columns are 0 to {width - 1}")
    first = np.zeros(rows, dtype=np.int64) if begins is None else begins
    aims = _aims(target, rows, len(asked))
    into = _empty(rows, len(asked))
    options = Options(baseline, screen, profile)
    for start in range(0, rows, _BLOCK):
        part = slice(start, start + _BLOCK)
        block = np.ascontiguousarray(values[part, : max(asked, default=0) + 1].T)
        _refuse_endless(block)
        for place, column in enumerate(asked):
            starts = sorted({0, *(each for each in rebase if each <= column)})
            cut, begin = block[starts[-1] : column + 1], np.maximum(first[part] - starts[-1], 0)
            found = latest(cut, begin, aims[part, place], options)
            judge_exactly(found, cut, begin, aims[part, place], options)
            if profile.as_reference:
                _stop(found, block, [*starts, column + 1])
            _put(found, into, part, place)
    return into


def _aims(target: Floats | None, rows: int, columns: int) -> Floats:
    if target is None:
        return np.broadcast_to(np.nan, (rows, columns))
    return np.broadcast_to(target if target.ndim == 2 else target[:, None], (rows, columns))


def _empty(rows: int, columns: int) -> Judged:
    shape = (rows, columns)
    state, against = (np.zeros(shape, dtype=np.int8) for _ in range(2))
    centre, lower, upper = (np.full(shape, np.nan) for _ in range(3))
    return Judged(state, np.zeros(shape, dtype=np.uint8), against, centre, lower, upper)


def _refuse_endless(block: Floats) -> None:
    if block.size and (
        np.fmax.reduce(block, axis=None) > LARGEST or np.fmin.reduce(block, axis=None) < -LARGEST
    ):
        value = block[np.abs(block) > LARGEST][0]
        raise ValueError(f"a value is {value:g}: nothing beyond {LARGEST:g} can be judged")


def _stop(found: Latest, block: Floats, bounds: Sequence[int]) -> None:
    """Where the reference stops: at a trend left open in any group."""
    for first, last in pairwise(bounds):
        stopped = open_trends(block[first:last])
        found.state[stopped] = State.OPEN_TREND.value
        found.against[stopped] = NOT_ASSURED


def _put(found: Latest, into: Judged, part: slice, place: int) -> None:
    for each in fields(Judged):
        getattr(into, each.name)[part, place] = getattr(found, each.name)
