"""The four signals over one group of points; a missing value can leave one open (None)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from watchlist.evaluate.spc.limits import Lines
from watchlist.evaluate.spc.words import Fired, Signal

#: True, False, or open: it hangs on a value that is missing.
Answer = bool | None

#: So many points make a trend or a shift.
RUN = 7


@dataclass(frozen=True)
class Marks:
    """What the signals say of one point: true, false or open. ``side``: 1 above the centre line, -1
    below, 0 on it. ``rising``: which way its trend goes."""

    side: int | None = None
    outside: Answer = None
    near: Answer = None
    trend: Answer = None
    two_in_three: Answer = None
    shift: Answer = None
    rising: bool = False

    @property
    def fired(self) -> tuple[Fired, ...]:
        """Every signal of the point, the one that names it first."""
        above = (self.side or 0) > 0
        each = (
            (Signal.OUTSIDE, self.outside, above),
            (Signal.TREND, self.trend, self.rising),
            (Signal.TWO_IN_THREE, self.two_in_three, above),
            (Signal.SHIFT, self.shift, above),
        )
        return tuple(Fired(signal, high) for signal, answer, high in each if answer)


def marks(values: Sequence[float | None], lines: Lines, as_reference: bool) -> list[Marks]:
    """One for each value of a group. ``as_reference``: two of three counts only points between near
    limit and limit; otherwise those beyond the limits as well."""
    sides = [_side(value, lines.centre) for value in values]
    outside = [_beyond(value, lines.lower, lines.upper) for value in values]
    beyond_near = [_beyond(value, lines.near_lower, lines.near_upper) for value in values]
    near = [_and(_not(out), close) for out, close in zip(outside, beyond_near, strict=True)]
    steps = _steps(values)
    trend = _covered(_trends(steps))
    two = _two_in_three(near if as_reference else beyond_near, sides)
    rising = _rising(steps, trend, as_reference)
    shift = _covered(_shifts(sides))
    columns = zip(sides, outside, near, trend, two, shift, rising, strict=True)
    return [Marks(*column) for column in columns]


def open_trend(values: Sequence[float | None]) -> bool:
    """Whether the known steps in some window of seven all go one way while one is missing: where
    NHSRplotthedots stops with an error."""
    return any(answer is None for answer in _trends(_steps(values)))


def _side(value: float | None, centre: float | None) -> int | None:
    return None if value is None or centre is None else (value > centre) - (value < centre)


def _beyond(value: float | None, lower: float | None, upper: float | None) -> Answer:
    if value is None or lower is None or upper is None:
        return None
    return value < lower or value > upper


def _steps(values: Sequence[float | None]) -> list[int | None]:
    """Of each value but the first, whether it is above (1), below (-1) or at (0) the one before."""
    return [_side(value, before) for before, value in pairwise(values)]


def _trends(steps: Sequence[int | None]) -> list[Answer]:
    """Of each point, whether a trend ends there: six steps strictly one way."""
    ends: list[Answer] = [False] * min(RUN - 1, len(steps) + 1)
    for last in range(RUN - 1, len(steps) + 1):
        window = steps[last - RUN + 1 : last]
        ways = {step for step in window if step is not None}
        one_way = ways in (set(), {1}, {-1})
        ends.append(_and(one_way, None if None in window else True))
    return ends


def _rising(steps: Sequence[int | None], trend: Sequence[Answer], as_reference: bool) -> list[bool]:
    """Which way a point's trend goes: at a peak or trough the way that follows. Two trends either
    side of a flat step stay apart, except for the reference, which calls the end of the first one
    falling."""
    rising = []
    for point in range(len(trend)):
        before = steps[point - 1] if point else None
        after = steps[point] if point < len(steps) else None
        follows = trend[point] and point + 1 < len(trend) and trend[point + 1]
        if follows and not after and not as_reference:
            follows = False
        rising.append((after if follows else before) == 1)
    return rising


def _shifts(sides: Sequence[int | None]) -> list[Answer]:
    """Of each point, whether a shift ends there: seven points strictly on one side."""
    padded: list[int | None] = [*(0,) * (RUN - 1), *sides]
    ends: list[Answer] = []
    for last in range(RUN - 1, len(padded)):
        side, before = padded[last], padded[last - RUN + 1 : last]
        alike = (None if side is None or each is None else side == each for each in before)
        ends.append(_and(*alike, None if side is None else side != 0))
    return ends


def _two_in_three(near: Sequence[Answer], sides: Sequence[int | None]) -> list[Answer]:
    """Points near themselves in a window of three with at least two near, all on one side."""
    some: list[Answer] = [False, False, *near, False, False]
    three: list[int | None] = [0, 0, *sides, 0, 0]
    windows = [
        _and(_twice(some[first : first + 3]), _one_side(three[first : first + 3]))
        for first in range(len(near) + 2)
    ]
    return [_and(_or(windows[point : point + 3]), close) for point, close in enumerate(near)]


def _twice(three: Sequence[Answer]) -> Answer:
    return None if None in three else sum(map(bool, three)) >= 2


def _one_side(three: Sequence[int | None]) -> Answer:
    return None if None in three else abs(sum(side or 0 for side in three)) == 3


def _covered(ends: Sequence[Answer]) -> list[Answer]:
    """Of each point, whether it is one of the seven up to such an end."""
    return [_or(ends[point : point + RUN]) for point in range(len(ends))]


def _not(answer: Answer) -> Answer:
    return None if answer is None else not answer


def _and(*answers: Answer) -> Answer:
    if False in answers:
        return False
    return None if None in answers else True


def _or(answers: Iterable[Answer]) -> Answer:
    given = tuple(answers)
    return True if True in given else None if None in given else False
