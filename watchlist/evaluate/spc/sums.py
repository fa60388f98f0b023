"""The lines of a block of series by plain sums, and how far off those may be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from watchlist.evaluate.spc.limits import LIMIT, NEAR, SCREEN
from watchlist.evaluate.spc.words import Profile
from watchlist.model.reading import Bools, Floats, Ints

#: How far sums of n figures may be off, in units of n and of their magnitude.
_SLACK = 4 * np.finfo(np.float64).eps

#: A remainder smaller than this part of the sum is added up again.
_SMALL = 1e-3


@dataclass(frozen=True)
class Options:
    """See `judge`."""

    baseline: int | None
    screen: bool
    profile: Profile


@dataclass(frozen=True, eq=False)
class ManyLines:
    """All ``[n]``. ``off``: how far any line may be from its exact place."""

    centre: Floats
    far: Floats
    close: Floats
    off: Floats
    ranges: Ints
    doubt: Bools


def held(flags: Bools) -> Ints:
    """How many hold in each column; few do."""
    rows, columns = flags.shape
    return (
        np.bincount(np.flatnonzero(flags) % columns, minlength=columns)
        if rows
        else (np.zeros(columns, dtype=np.int64))
    )


def based(
    cut: Floats, missing: Bools, count: Ints, begins: Ints, options: Options
) -> tuple[Floats, Bools, Ints]:
    """The rows that make the lines, which of them are missing, and how many are known."""
    if options.baseline is None:
        return cut, missing, count
    least = int(begins.min(initial=len(cut)))
    rows = slice(least, int(begins.max(initial=0)) + options.baseline)
    base = cut[rows]
    if (begins != least).any():
        place = np.arange(rows.start, rows.start + len(base))[:, None] - begins
        base = np.where((place >= 0) & (place < options.baseline), base, np.nan)
    missing = np.isnan(base)
    return base, missing, len(base) - held(missing)


def many_lines(base: Floats, missing: Bools, count: Ints, options: Options) -> ManyLines:
    gaps = np.flatnonzero(missing)
    filled = base.copy()
    filled.reshape(-1)[gaps] = 0.0
    steps = np.diff(base, axis=0)
    np.abs(steps, out=steps)
    ranges = len(steps) - held(np.isnan(steps))
    for each in (gaps, gaps - base.shape[1]):
        steps.reshape(-1)[each[(each >= 0) & (each < steps.size)]] = 0.0
    centre = filled.sum(axis=0) / count
    if filled.size and filled.min() < 0:
        np.abs(filled, out=filled)
    size = filled.sum(axis=0) / count
    typical, blurred, doubt = _mean_range(steps, ranges, options)
    slack = _SLACK * (len(base) + 4)
    off = slack * (size + LIMIT * blurred)
    off[np.isnan(off)] = slack * size[np.isnan(off)]
    far = LIMIT * typical
    doubt |= (far > 0) & (far <= off)  # whether there is variation at all
    return ManyLines(centre, far, NEAR * typical, off, ranges, doubt)


def _mean_range(steps: Floats, ranges: Ints, options: Options) -> tuple[Floats, Floats, Bools]:
    """The mean moving range, the magnitude that its rounding comes from, and where it is in doubt
    which ranges are screened out. ``steps``: zero where there is no range."""
    total = steps.sum(axis=0)
    mean = total / ranges
    doubt = np.zeros(steps.shape[1], dtype=np.bool_)
    if not options.screen:
        return mean, mean, doubt
    most, slack = SCREEN * mean, 1 - _SLACK * (len(steps) + 4)
    large = np.flatnonzero((steps >= most * slack) & (total > 0))
    column, size = large % steps.shape[1], steps.reshape(-1)[large]
    doubt[column[size < most[column] / slack]] = True
    kept = ranges - np.bincount(column, minlength=len(total))
    rest = total - np.bincount(column, weights=size, minlength=len(total))
    small = np.flatnonzero(rest <= _SMALL * total)
    few = steps[:, small]
    rest[small] = np.where(few < most[small] * slack, few, 0.0).sum(axis=0)
    typical = rest / kept
    flat = (total == 0) & (ranges > 0)
    typical[flat] = np.nan if options.profile.as_reference else 0.0
    return typical, np.where(flat, 0.0, total / np.maximum(kept, 1)), doubt
