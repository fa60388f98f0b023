"""When a rule would have held a series on the list: the walk over all history, as runs of periods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from watchlist.model.finding import Findings, Verdict
from watchlist.model.register import Reason
from watchlist.model.rule import Level, Rulebook
from watchlist.register.review import terms
from watchlist.register.tracks import NO_COLUMN
from watchlist.register.walk import Move, walk

_OPENINGS = (Reason.OPENED, Reason.OPENED_AGAIN)


class Step(NamedTuple):
    """A move of a breach: at which period (an ordinal), why, and to which level."""

    period: int
    reason: Reason
    level: Level


@dataclass(frozen=True)
class Stay:
    """One breach from its opening on; ``left`` is the period that cleared it, None where the latest
    reading had not."""

    steps: tuple[Step, ...]

    @property
    def opened(self) -> int:
        return self.steps[0].period

    @property
    def left(self) -> int | None:
        last = self.steps[-1]
        return last.period if last.reason is Reason.CLEARED else None

    @property
    def worst(self) -> Level:
        return max(step.level for step in self.steps)


def stays(findings: Findings, book: Rulebook) -> Mapping[int, tuple[Stay, ...]]:
    """By number of ``findings``' row, the stays of every series that ever showed a level, the oldest
    first: as if each period had been judged when it came."""
    rows = np.flatnonzero((findings.verdict >= Verdict.AMBER).any(axis=1))
    nothing_judged = np.full(len(rows), NO_COLUMN, dtype=np.int64)
    walked = walk(findings, rows, nothing_judged, terms(findings.rule, findings, rows, book))
    first = findings.panel.first
    return {int(rows[place]): tuple(_stays(moves, first)) for place, moves in walked.moves.items()}


def _stays(moves: Iterable[Move], first: int) -> Iterator[Stay]:
    """The moves of one series, a stay for each opening."""
    steps = [
        Step(first + move.column, move.reason, move.track.level)
        for move in moves
        if move.track.level
    ]
    opening = [n for n, step in enumerate(steps) if step.reason in _OPENINGS]
    for begin, end in pairwise([*opening, len(steps)]):
        yield Stay(tuple(steps[begin:end]))
