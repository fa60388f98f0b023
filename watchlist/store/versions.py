"""Which version of a reading stands: the latest published, of two published together the one taken
in later. Pure, in arrays, so that importing in any order and any split comes to the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from watchlist.model.reading import Bools, Floats, Ints, Marker

#: What a version says, in this order in ``Versions.content``.
CONTENT = (
    "value",
    "digits",
    "numerator",
    "denominator",
    "target",
    "growth",
    "marker",
    "status",
)
_MARKER = CONTENT.index("marker")
_DIGITS = CONTENT.index("digits")


@dataclass(frozen=True, eq=False)
class Versions:
    """N versions of readings: ``cell`` says of which reading, ``published`` when, in microseconds
    (NaN: not dated), ``content`` what, ``[N, len(CONTENT)]`` with NaN for what is not given."""

    cell: Ints
    published: Floats
    content: Floats

    def __len__(self) -> int:
        return len(self.cell)

    def pick(self, rows: Ints | Bools) -> Versions:
        return Versions(self.cell[rows], self.published[rows], self.content[rows])


def cell_of(series: Ints, period: Ints, span: Ints, forecast: Ints) -> Ints:
    """One number for each reading: 26 bits of series, 21 of period, 15 of span, 1 of forecast.
    Periods and spans may be negative, from -2^20 and from -2^14."""
    cell: Ints = (
        (((series << 21) + period + (1 << 20)) << 16) + ((span + (1 << 14)) << 1) + forecast
    )
    return cell


@dataclass(frozen=True, eq=False)
class Filing:
    """Where incoming rows go, as positions: ``new`` are readings that nothing was known of,
    ``standing`` take the place of the version that stood, ``earlier`` join the revisions.
    ``changed`` are those of ``new`` and ``standing`` that say something else than what stood."""

    new: Ints
    standing: Ints
    earlier: Ints
    changed: Ints


def file(incoming: Versions, held: Versions, revised: Versions, now: int) -> Filing:
    """Hold incoming versions against those that stand (``held``, one a cell) and the others.

    A row without a date is published ``now``; it is passed over where it says what stands already,
    and so is a "missing" that takes no figure away. A version that is known is passed over.
    """
    match = _Match(incoming, held)
    dated = np.isfinite(incoming.published)
    nothing_there = (incoming.content[:, _MARKER] == Marker.MISSING) & ~match.known
    known = match.same & (~dated | match.same_date)
    rest = np.flatnonzero(~(known | (~dated & nothing_there)))
    if len(revised):
        rest = rest[~(dated[rest] & _among(incoming.pick(rest), revised))]
    published = np.where(dated, incoming.published, now)
    rest = _once(incoming, published, rest)
    last = np.append(np.diff(incoming.cell[rest]) != 0, True)[: len(rest)]
    wins = last & (~match.known[rest] | (published[rest] >= match.published[rest]))
    new, standing = rest[wins & ~match.known[rest]], rest[wins & match.known[rest]]
    changed = np.concatenate([new, standing[~match.same[standing]]])
    return Filing(new, standing, rest[~wins], changed)


def asks_for_revisions(incoming: Versions, held: Versions) -> bool:
    """Whether an incoming version may be one that was superseded already."""
    match = _Match(incoming, held)
    return bool(np.any(match.known & (incoming.published <= match.published)))


def says_again(incoming: Versions, corrected: Versions, revised: Versions) -> Bools:
    """``bool [N]``: which incoming rows are of a reading that somebody put right by hand (one of
    ``corrected``, which stand) and say of it, in all that was put right, what one of the versions
    before (``revised``) says. A source that goes on giving the wrong figure undoes no correction."""
    again = np.zeros(len(incoming), dtype=np.bool_)
    rows = np.flatnonzero(np.isin(incoming.cell, corrected.cell))
    stands = dict(zip(corrected.cell.tolist(), corrected.content, strict=True))
    earlier = revised.pick(np.isin(revised.cell, corrected.cell))
    for row in rows.tolist():
        cell = int(incoming.cell[row])
        before = earlier.content[earlier.cell == cell]
        put_right = ~_same(before, stands[cell])
        put_right[:, _DIGITS] = False
        repeated = _same(before, incoming.content[row]) | ~put_right
        again[row] = np.any(repeated.all(axis=1) & put_right.any(axis=1))
    return again


class _Match:
    """Each incoming row beside the version of its cell that stands."""

    def __init__(self, incoming: Versions, held: Versions) -> None:
        order = np.argsort(held.cell)
        place = np.searchsorted(held.cell, incoming.cell, sorter=order)
        found = order[np.minimum(place, len(held) - 1)] if len(held) else np.zeros_like(place)
        self.known: Bools = np.zeros(len(incoming), dtype=bool)
        self.same: Bools = self.known
        self.published: Floats = np.full(len(incoming), np.nan)
        if len(held):
            self.known = held.cell[found] == incoming.cell
            self.same = self.known & _equal(incoming.content, held.content[found])
            self.published = held.published[found]
        self.same_date: Bools = self.published == incoming.published


def _equal(some: Floats, others: Floats) -> Bools:
    equal: Bools = np.all(_same(some, others), axis=1)
    return equal


def _same(some: Floats, others: Floats) -> Bools:
    """Each figure beside the other: two that are not given are the same."""
    same: Bools = (some == others) | (np.isnan(some) & np.isnan(others))
    return same


def _once(incoming: Versions, published: Floats, rows: Ints) -> Ints:
    """Rows by cell, publication and place in the file; one of those that say the same."""
    rows = rows[np.lexsort((rows, published[rows], incoming.cell[rows]))]
    before, after = rows[:-1], rows[1:]
    repeats = (
        (incoming.cell[before] == incoming.cell[after])
        & (published[before] == published[after])
        & _equal(incoming.content[before], incoming.content[after])
    )
    kept: Ints = rows[np.append(True, ~repeats)[: len(rows)]]
    return kept


def _among(some: Versions, others: Versions) -> Bools:
    """Which of some versions are among the others, date and all."""
    return np.isin(_as_bytes(some), _as_bytes(others))


def _as_bytes(versions: Versions) -> np.ndarray[tuple[int], np.dtype[np.void]]:
    said = np.column_stack([versions.published, versions.content])
    said[np.isnan(said)] = np.nan  # one pattern of bits for all of them
    rows = np.ascontiguousarray(np.column_stack([versions.cell.view(np.float64), said]))
    return np.frombuffer(rows.tobytes(), dtype=f"V{rows.shape[1] * 8}")
