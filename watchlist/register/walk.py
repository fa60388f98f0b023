"""The walk: one rule's findings, period by period, through the breach table, for all rows at once.

A loop over columns; every step is arithmetic on arrays of one place per row. Objects are made only
for what moved after the columns that were judged before.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from watchlist.model.condition import Leaf
from watchlist.model.finding import Findings, Verdict
from watchlist.model.reading import Bools, Bytes, Floats, Ints
from watchlist.model.register import Reason, State, Track
from watchlist.model.rule import Level
from watchlist.register.table import NEXT_REASON, NEXT_STATE, REASONS, Seen
from watchlist.register.tracks import NO_COLUMN, Tracks

# The codes as plain numbers: arrays are compared with them thousands of times in a cycle, and to
# look up a member of an enumeration takes as long as the comparison.
_WORSE, _SAME, _BETTER, _BETTER_LONG_ENOUGH = map(
    np.int8, (Seen.WORSE, Seen.SAME, Seen.BETTER, Seen.BETTER_LONG_ENOUGH)
)
_GOOD, _ENOUGH, _FOR_COMMITTEE, _NOT_GOOD = map(
    np.int8, (Seen.GOOD, Seen.GOOD_ENOUGH, Seen.GOOD_FOR_COMMITTEE, Seen.NOT_GOOD)
)
_UNKNOWN, _UNKNOWN_TOO_LONG = map(np.int8, (Seen.UNKNOWN, Seen.UNKNOWN_TOO_LONG))
_CLEAR, _AMBER = np.int8(Verdict.CLEAR), np.int8(Verdict.AMBER)
_OPEN, _RECOVERING, _CLEARED = map(np.int8, (State.OPEN, State.RECOVERING, State.CLEARED))

#: A verdict of red or amber less this is its level.
_ABOVE = np.int8(Verdict.RED - Level.RED)

#: Figures closer than this part of the greater one are equal: they are decimals.
_EQUAL = 1e-9


@dataclass(frozen=True)
class Terms:
    """What a breach asks for before it leaves, how long it may go unmeasured, and what was let go of.

    ``needed`` good readings in a row; ``agrees``: the committee must agree; ``stale`` periods
    (one number a row) may pass unknown; after the column ``let_go`` (one a row, NO_COLUMN for none;
    left out: none anywhere) there is no breach, for the committee let go of it."""

    needed: int
    agrees: bool
    stale: Ints
    let_go: Ints | None = None


@dataclass(frozen=True)
class Move:
    """Something that happened at a column: why, the level before it, and how it stood after it."""

    column: int
    reason: Reason
    level_before: Level | None
    track: Track


@dataclass(frozen=True, eq=False)
class Walk:
    """What the walk found, by place in ``rows``: the tracks after the column judged last
    (``before``), those at the anchor (``after``), and all that moved in between."""

    rows: Ints
    before: Tracks
    after: Tracks
    moves: dict[int, list[Move]] = field(default_factory=dict)


def walk(findings: Findings, rows: Ints, judged: Ints, terms: Terms) -> Walk:
    """Walk these rows (numbers of ``findings``' rows) through all their columns.

    ``judged`` is, per row, the last column judged before (-1: none); ``terms.stale`` likewise has
    a place for each of ``rows``.
    """
    count, first = len(rows), findings.panel.first
    tracks, result = Tracks.none(count), Walk(rows, Tracks.none(count), Tracks.none(count))
    anchor = findings.anchor[rows]
    judged_all = judged.min(initial=anchor.max(initial=NO_COLUMN))
    let_go = None if terms.let_go is None else np.minimum(terms.let_go, anchor)
    for column in _columns(findings, rows):
        level_before = tracks.level * tracks.live
        reasons = _step(findings, rows, column, tracks, terms)
        if column > judged_all:
            news = (reasons > 0) & (judged < column) & (column <= anchor)
            for place in np.flatnonzero(news).tolist():
                move = _move(column, int(reasons[place]), int(level_before[place]))
                track = tracks.track(place, first)
                result.moves.setdefault(place, []).append(Move(*move, track))
        if let_go is not None:
            tracks.let_go(np.flatnonzero((let_go == column) & tracks.live), column)
        result.before.keep(np.flatnonzero((judged == column) & (anchor > column)), tracks)
        result.after.keep(np.flatnonzero(anchor == column), tracks)
    result.before.keep(np.flatnonzero(judged == anchor), result.after)
    return result


def _columns(findings: Findings, rows: Ints) -> range:
    """From the first column in which any row shows a level (before it nothing is counted) to the
    last that any row is judged at."""
    shows = (findings.verdict[rows] >= Verdict.AMBER).any(axis=0)
    if not shows.any():
        return range(0)
    return range(int(shows.argmax()), int(findings.anchor[rows].max()) + 1)


def _move(column: int, reason: int, level: int) -> tuple[int, Reason, Level | None]:
    named = REASONS[reason]
    if named is None:  # pragma: no cover - only moves with a reason are asked for
        raise ValueError("a move has a reason")
    return column, named, Level(level) if level else None


def _step(findings: Findings, rows: Ints, column: int, tracks: Tracks, terms: Terms) -> Bytes:
    """Take ``tracks`` one column on; the codes of the reasons, 0 where nothing moved."""
    live = tracks.live
    verdict = findings.verdict[rows, column]
    good, known = _readings(findings, rows, column, tracks)
    clear = verdict == _CLEAR
    bad = verdict >= _AMBER
    good &= clear
    blank = ~bad & (~clear | ~(good | known))
    level: Bytes = (verdict - _ABOVE) * bad
    _count(tracks, live, level, good, blank)
    seen = _observe(tracks, live, level, good, blank, terms)
    reasons: Bytes = NEXT_REASON[tracks.state, seen]
    tracks.state = NEXT_STATE[tracks.state, seen]
    opening = np.flatnonzero(~live & (tracks.state == _OPEN))
    _open(findings, rows, column, tracks, opening, level)
    _mark(tracks, live, level, seen, blank, terms)
    tracks.ended[live & (tracks.state == _CLEARED)] = column
    return reasons


def _readings(findings: Findings, rows: Ints, column: int, tracks: Tracks) -> tuple[Bools, Bools]:
    """For live breaches: whether the reading is good by the leaf that decided the opening, and
    whether that leaf knows its figure at all. Elsewhere (False, True)."""
    good, known = np.zeros(len(rows), dtype=np.bool_), np.ones(len(rows), dtype=np.bool_)
    live = tracks.live
    if not live.any():
        return good, known
    for level, judgement in findings.levels.items():
        of_level = live & (tracks.by_level == level)
        for number, leaf in enumerate(judgement.leaves):
            mine = np.flatnonzero(of_level & (tracks.by_leaf == number))
            if mine.size:
                alike = _alike(leaf, rows[mine], column, tracks.opened[mine])
                good[mine] = alike & _good(leaf, rows[mine], column, tracks.held_against[mine])
                known[mine] = alike & ~np.isnan(leaf.tested[rows[mine], column])
    return good, known


def _good(leaf: Leaf, rows: Ints, column: int, held: Floats) -> Bools:
    """Good by the column's own reference or, for a change or another series, by the opening's."""
    own: Bools = leaf.good[rows, column]
    if not leaf.anchored:
        return own
    tested = leaf.tested[rows, column]
    gap = (tested - held) * leaf.sign[rows]
    bound = -_EQUAL * np.maximum(np.abs(tested), np.abs(held))
    good: Bools = np.where(np.isnan(held), own, gap >= bound)
    return good


def _alike(leaf: Leaf, rows: Ints, column: int, opened: Ints) -> Bools | np.bool_:
    """Whether the reading can be held against the opening's reference: that its definition did not
    change in between. Where it did, nothing is known of the breach: it is neither good nor bad."""
    if leaf.since is None or not leaf.anchored:
        return np.True_
    alike: Bools = leaf.since[rows, column] <= opened
    return alike


def _count(tracks: Tracks, live: Bools, level: Bytes, good: Bools, blank: Bools) -> None:
    """Count good, better and unknown periods in a row. What is unknown neither counts nor resets;
    for ``better``, nor does a clear reading that is not good."""
    bad = level > 0
    better = good | (bad & (level < tracks.level) & live)
    tracks.better = np.where(better, tracks.better + 1, np.where(bad, 0, tracks.better))
    tracks.good = np.where(blank, tracks.good, np.where(good, tracks.good + 1, 0))
    tracks.unknown = np.where(blank & live, tracks.unknown + 1, 0)


def _observe(
    tracks: Tracks, live: Bools, level: Bytes, good: Bools, blank: Bools, terms: Terms
) -> npt.NDArray[np.int8]:
    """What the column shows to each row, codes of `Seen`."""
    enough = tracks.good >= terms.needed
    leaving = np.where(enough, _ENOUGH, _GOOD)
    if terms.agrees:
        leaving = np.where(tracks.good == terms.needed, _FOR_COMMITTEE, _GOOD)
    standing = tracks.level * live
    bad = np.where(tracks.better >= terms.needed, _BETTER_LONG_ENOUGH, _BETTER)
    bad = np.where(level > standing, _WORSE, np.where(level == standing, _SAME, bad))
    seen = np.where(level > 0, bad, _NOT_GOOD)
    lasting = np.where(tracks.unknown == terms.stale + 1, _UNKNOWN_TOO_LONG, _UNKNOWN)
    shown: npt.NDArray[np.int8] = np.where(blank, lasting, np.where(good, leaving, seen))
    return shown


def _open(
    findings: Findings, rows: Ints, column: int, tracks: Tracks,
    places: npt.NDArray[np.intp], level: Bytes,
) -> None:  # fmt: skip
    """Begin breaches at these places: what decided them, and the reference it was held against."""
    if not places.size:
        return
    tracks.opened[places] = column
    tracks.by_level[places] = level[places]
    for word, judgement in findings.levels.items():
        mine = places[level[places] == word]
        deciding = judgement.deciding[rows[mine], column]
        tracks.by_leaf[mine] = deciding
        for number in np.unique(deciding).tolist():
            its = mine[deciding == number]
            leaf = judgement.leaves[number]
            tracks.held_against[its] = leaf.held_against[rows[its], column]


def _mark(
    tracks: Tracks, live: Bools, level: Bytes, seen: Bytes, blank: Bools, terms: Terms
) -> None:
    """Set the level, and the marks *unmeasured* and *proposed*, as the column leaves them."""
    moved = (seen == _WORSE) | (seen == _BETTER_LONG_ENOUGH)
    tracks.level = np.where(moved, level, tracks.level)
    tracks.better[moved] = 0
    tracks.unmeasured = (tracks.unmeasured & blank & live) | (live & (seen == _UNKNOWN_TOO_LONG))
    good_enough = (tracks.state == _RECOVERING) & (tracks.good >= terms.needed)
    tracks.proposed = tracks.unmeasured | (good_enough & terms.agrees)
