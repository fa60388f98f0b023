"""What decided every cell of a rule's findings at once, as `evidence` says it of one."""

from __future__ import annotations

import numpy as np

from watchlist.model.condition import Judgement
from watchlist.model.finding import Findings, Verdict
from watchlist.model.reading import Floats
from watchlist.model.rule import Level


def held_against(findings: Findings) -> Floats:
    """``float64 [N, T]``: the reference of the deciding comparison of the worst level that is true;
    where none is, of the first comparison of the worst level. NaN where there is none."""
    held = _held(findings.levels[max(findings.levels)])
    if Level.AMBER in findings.levels and Level.RED in findings.levels:
        amber = _held(findings.levels[Level.AMBER])
        held = np.where(findings.verdict == Verdict.AMBER, amber, held)
    return held


def _held(judgement: Judgement) -> Floats:
    first, *others = judgement.leaves
    held = first.held_against
    for number, leaf in enumerate(others, start=1):
        held = np.where(judgement.deciding == number, leaf.held_against, held)
    return held
