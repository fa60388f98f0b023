"""Which breaches of one rule must be looked at: all its series are walked as arrays, and those that
stand as they were held are left alone. Nothing is decided here; see `breaches`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from watchlist.model.acts import LetGo
from watchlist.model.finding import Findings, Verdict
from watchlist.model.indicator import usual_good_readings
from watchlist.model.reading import NEVER, Bools, Ints
from watchlist.model.rule import Rule, Rulebook
from watchlist.register.held import Held
from watchlist.register.ledger import figures
from watchlist.register.tracks import NO_COLUMN
from watchlist.register.walk import Terms, Walk, walk


@dataclass(frozen=True, eq=False)
class Review:
    """``places`` of ``walked`` are to be looked at, ``judged`` is the column judged last at each
    place; ``held`` names the breaches held there and ``silent`` those whose series has been stale
    for too long, by findings' row."""

    walked: Walk
    judged: Ints
    places: Ints
    held: dict[int, int]
    silent: dict[int, int]

    @property
    def ids(self) -> list[int]:
        """The breaches that must be known whole."""
        return [*self.held.values(), *self.silent.values()]


def review(
    found: Findings,
    held: Held,
    places: Ints,
    numbers: Ints,
    *,
    book: Rulebook,
    first: bool,
    let_go: Iterable[LetGo] = (),
) -> Review:
    """Walk the rows that ever showed a level or hold a breach. ``places`` of ``held`` belong to
    the findings' rows ``numbers``; ``first``: it is the rule's first evaluation; ``let_go``: what
    committees let go of, of this rule."""
    stale = found.stale[numbers]
    silent = _silent(found, held, places[stale], numbers[stale], book)
    places, numbers = places[~stale], numbers[~stale]
    at_work = (found.verdict >= Verdict.AMBER).any(axis=1) & ~found.stale
    at_work[numbers] = True
    rows = np.flatnonzero(at_work)
    judged = _judged(found, held.judged_to[places], numbers, first)[rows]
    asked = replace(terms(found.rule, found, rows, book), let_go=_let_go(found, rows, let_go))
    walked = walk(found, rows, judged, asked)
    walked.after.proposed |= walked.after.live & over(found, book)[rows]
    at = np.searchsorted(rows, numbers)
    moved = ~_unmoved(found, held, places, walked, at)
    look = walked.before.live
    look[list(walked.moves)] = True
    look[at] = moved
    return Review(
        walked=walked,
        judged=judged,
        places=np.flatnonzero(look),
        held=dict(zip(numbers[moved].tolist(), held.ids[places[moved]].tolist(), strict=True)),
        silent=silent,
    )


def terms(rule: Rule, findings: Findings, rows: Ints, book: Rulebook) -> Terms:
    """What breaches of these rows ask for before they leave."""
    usual = usual_good_readings(findings.panel.calendar.frequency)
    after = usual if rule.leaves.after is None else rule.leaves.after
    return Terms(max(after, 1), rule.leaves.committee_agrees, _patience(findings, rows, book))


def _let_go(found: Findings, rows: Ints, let_go: Iterable[LetGo]) -> Ints | None:
    """Per row the column after which a committee let go; None where it never did. What was let go of
    before the first column is over and done with."""
    panel = found.panel
    columns = {
        panel.row(each.series): each.ordinal - panel.first
        for each in sorted(let_go, key=lambda each: each.ordinal)
        if each.calendar == panel.calendar
    }
    if not columns:
        return None
    return np.array([columns.get(row, NO_COLUMN) for row in found.rows[rows].tolist()])


def _patience(findings: Findings, rows: Ints, book: Rulebook) -> Ints:
    """For how many periods each row may go unmeasured."""
    panel = findings.panel
    stale = [book.indicators[name].stale_periods for name in panel.indicators]
    return np.array(stale, dtype=np.int64)[panel.indicator[findings.rows[rows]]]


def over(found: Findings, book: Rulebook) -> Bools:
    """Per row whether its indicator was retired and its last return should be in: no figure will
    come any more by which a breach could leave."""
    names, codes = found.panel.indicators, found.panel.indicator[found.rows]
    ends = [book.indicators[name].retired if name in book.indicators else None for name in names]
    if not any(end is not None for end in ends):
        return np.zeros(len(codes), dtype=np.bool_)
    never = np.iinfo(np.int64).max
    ended: Bools = (
        found.expected >= np.array([never if end is None else end for end in ends])[codes]
    )
    return ended


def _silent(
    found: Findings, held: Held, places: Ints, numbers: Ints, book: Rulebook
) -> dict[int, int]:
    """Breaches whose series has been stale for too long, and that are not marked so."""
    late = found.expected[numbers] - held.judged_to[places]
    silent = ~held.tracks.unmeasured[places] & (late > _patience(found, numbers, book))
    return dict(zip(numbers[silent].tolist(), held.ids[places[silent]].tolist(), strict=True))


def _judged(found: Findings, held_to: Ints, numbers: Ints, first: bool) -> Ints:
    """Per row the column judged last. A series or a rule that is judged for the first time counts
    as judged all along: only what still stands is kept of its history."""
    judged = found.panel.judged_to[found.rows].astype(np.int64)
    if first:
        judged[:] = NEVER
    judged[numbers] = held_to
    columns = np.where(judged == NEVER, found.anchor, judged - found.panel.first)
    return np.clip(columns, NO_COLUMN, found.anchor)


def _unmoved(found: Findings, held: Held, places: Ints, walked: Walk, at: Ints) -> Bools:
    """Which of these breaches stand exactly as they were held: same words, same period judged, same
    figure there, and the same track by the whole history as it reads now."""
    first, numbers = found.panel.first, walked.rows[at]
    anchor, tracks = found.anchor[numbers], held.tracks
    unmoved = walked.after.same(at, tracks, places, first)
    unmoved &= (anchor >= 0) & (held.judged_to[places] == first + anchor)
    listed = places.tolist()
    unmoved &= np.array([held.hashes[place] == found.rule.hash for place in listed], dtype=np.bool_)
    now = zip(figures(found, numbers, anchor), listed, strict=True)
    unmoved &= np.array([figure == held.figures[place] for figure, place in now], dtype=np.bool_)
    return unmoved
