"""Which comparison decided: of one cell, for `evidence`, and of all cells at once."""

from __future__ import annotations

import numpy as np

from watchlist.model.condition import Judgement, Leaf
from watchlist.model.finding import Findings, Verdict
from watchlist.model.reading import Floats
from watchlist.model.rule import Level


def level(findings: Findings, n: int, t: int) -> Level:
    """The level that the verdict names; where it names none, the worst one. By the verdict and not
    by the truth of a level, which after a series' latest reading means nothing."""
    return Verdict(int(findings.verdict[n, t])).level or _worst(findings)


def leaf(findings: Findings, n: int, t: int, level: Level) -> Leaf:
    """The deciding comparison of a level; where that is not true, its first."""
    judgement = findings.levels[level]
    return judgement.leaves[int(judgement.deciding[n, t])]


def held_against(findings: Findings) -> Floats:
    """``float64 [N, T]``: for every cell, what the `leaf` of its `level` was held against; NaN where
    that was nothing."""
    held = _held(findings.levels[_worst(findings)])
    if Level.AMBER in findings.levels and Level.RED in findings.levels:
        amber = _held(findings.levels[Level.AMBER])
        held = np.where(findings.verdict == Verdict.AMBER, amber, held)
    return held


def _worst(findings: Findings) -> Level:
    return max(findings.levels)


def _held(judgement: Judgement) -> Floats:
    first, *others = judgement.leaves
    held = first.held_against
    for number, other in enumerate(others, start=1):
        held = np.where(judgement.deciding == number, other.held_against, held)
    return held
