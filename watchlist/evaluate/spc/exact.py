"""Series that plain sums leave in doubt, decided as `chart` decides them."""

from __future__ import annotations

import numpy as np

from watchlist.evaluate.spc.chart import limits_state
from watchlist.evaluate.spc.latest import NOT_ASSURED, Latest, bit
from watchlist.evaluate.spc.limits import Lines, lines
from watchlist.evaluate.spc.means import checked, known
from watchlist.evaluate.spc.signals import RUN, marks
from watchlist.evaluate.spc.sums import Options
from watchlist.evaluate.spc.words import Profile, State
from watchlist.model.reading import Floats, Ints


def judge_exactly(
    found: Latest, cut: Floats, begins: Ints, target: Floats, options: Options
) -> None:
    """Write the exact answer of every series in doubt over the plain one."""
    for row in np.flatnonzero(found.doubt).tolist():
        figures = checked(cut[int(begins[row]) :, row].tolist())
        aim = None if np.isnan(target[row]) else float(target[row])
        _decide(found, row, figures, aim, options)


def _decide(
    found: Latest,
    row: int,
    figures: tuple[float | None, ...],
    target: float | None,
    options: Options,
) -> None:
    profile, base = options.profile, options.baseline
    drawn = lines(figures[:base], options.screen, flat=not profile.as_reference)
    state = limits_state(figures, base, drawn, profile)
    limited = profile.as_reference or _limited(state, figures)
    if state is State.JUDGED and figures[-1] is None:
        state = State.LATEST_MISSING
    found.fired[row] = _fired(figures, drawn, state, profile)
    found.against[row] = _against(drawn, target) if limited else NOT_ASSURED
    found.state[row] = state.value
    found.centre[row], found.lower[row], found.upper[row] = (
        np.nan if line is None else line for line in (drawn.centre, drawn.lower, drawn.upper)
    )


def _limited(state: State, figures: tuple[float | None, ...]) -> bool:
    """Whether the limits can be held against a target."""
    constant = len(set(known(figures))) == 1
    return state is State.JUDGED or (state is State.NO_VARIATION and constant)


def _fired(figures: tuple[float | None, ...], drawn: Lines, state: State, profile: Profile) -> int:
    """The bits of the latest point. No window that ends there begins before the last seven."""
    if not profile.as_reference and state is not State.JUDGED:
        return 0
    last = marks(figures[-RUN:], drawn, profile.as_reference)[-1]
    return sum(bit(fired) for fired in last.fired)


def _against(drawn: Lines, target: float | None) -> int:
    if target is None:
        return NOT_ASSURED
    if drawn.lower is None or drawn.upper is None:
        return 0
    return (target > drawn.upper) - (target < drawn.lower)
