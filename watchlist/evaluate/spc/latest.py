"""One block of series and its latest column: lines, signals, and where rounding leaves a doubt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from watchlist.evaluate.spc.signals import RUN
from watchlist.evaluate.spc.sums import ManyLines, Options, based, held, many_lines
from watchlist.evaluate.spc.words import Fired, Profile, Signal, State
from watchlist.model.reading import Bools, Bytes, Floats, Ints

#: `Judged.against` where there is no target, or limits that cannot be judged.
NOT_ASSURED = 2

#: Each signal and its direction as a bit.
_BITS = {
    fired: 1 << place
    for place, fired in enumerate(
        Fired(signal, high) for signal in Signal for high in (True, False)
    )
}


def bit(fired: Fired) -> int:
    """The bit of a signal in `Judged.fired`."""
    return _BITS[fired]


@dataclass(eq=False)
class Latest:
    """One column of `Judged`, all ``[n]``, and ``doubt``: series that are to be decided exactly."""

    state: Bytes
    fired: npt.NDArray[np.uint8]
    against: Bytes
    centre: Floats
    lower: Floats
    upper: Floats
    doubt: Bools


def latest(cut: Floats, begins: Ints, target: Floats, options: Options) -> Latest:
    """What plain arithmetic says. ``cut``: ``[t, n]``, one group of each series, time first;
    ``begins``: ``[n]``, its first row; ``target``: ``[n]``."""
    missing = np.isnan(cut)
    count = len(cut) - held(missing)
    with np.errstate(invalid="ignore", divide="ignore"):
        drawn = many_lines(*based(cut, missing, count, begins, options), options)
        state = _state(missing, count, drawn, options.profile)
        fired, doubt = _signals(cut, drawn, options.profile)
        against, close_call = _against(target, drawn)
        lower, upper = drawn.centre - drawn.far, drawn.centre + drawn.far
        doubt |= drawn.doubt | close_call
        found = Latest(state, fired, against, drawn.centre, lower, upper, doubt)
        if not options.profile.as_reference:
            _silence(found, drawn.doubt)
        _level(found, cut, target)
    return found


def _state(missing: Bools, count: Ints, drawn: ManyLines, profile: Profile) -> Bytes:
    state = np.zeros(len(count), dtype=np.int8)
    state[missing[-1]] = State.LATEST_MISSING.value
    state[(drawn.far == 0) | np.isnan(drawn.far)] = State.NO_VARIATION.value
    state[drawn.ranges == 0] = State.NO_RANGES.value
    state[count < profile.needed] = State.TOO_FEW.value
    return state


def open_trends(cut: Floats) -> Bools:
    """``[n]``, as `open_trend`: six steps with one missing and none that goes against the rest."""
    steps = np.sign(np.diff(cut, axis=0))
    gap, not_up, not_down = np.isnan(steps), steps < 1, steps > -1
    found = np.zeros(cut.shape[1], dtype=np.bool_)
    for last in range(RUN - 1, len(steps) + 1):
        window = slice(last - RUN + 1, last)
        one_way = ~not_up[window].any(axis=0) | ~not_down[window].any(axis=0)
        found |= gap[window].any(axis=0) & one_way
    return found


def _signals(
    cut: Floats, drawn: ManyLines, profile: Profile
) -> tuple[npt.NDArray[np.uint8], Bools]:
    """The signals of the latest point, as bits, and where they are in doubt."""
    fired = np.zeros(cut.shape[1], dtype=np.uint8)
    doubt = np.zeros(cut.shape[1], dtype=np.bool_)
    deviation = cut[-RUN:] - drawn.centre
    for high in (True, False):
        away = deviation if high else -deviation
        for signal, sure, maybe in _one_way(away, drawn, profile):
            fired |= sure * np.uint8(bit(Fired(signal, high)))
            doubt |= sure != maybe
        fired |= _trend(cut, high) * np.uint8(bit(Fired(Signal.TREND, high)))
    return fired, doubt


def _one_way(
    away: Floats, drawn: ManyLines, profile: Profile
) -> Iterator[tuple[Signal, Bools, Bools]]:
    """The signals one way, each as it surely holds and as it holds at most. ``away``: how far the
    last points are from the centre line that way."""
    (outside, out), (near, close), (side, either) = (
        (away > line + drawn.off, away >= line - drawn.off)
        for line in (drawn.far, drawn.close, np.float64(0))
    )
    if profile.as_reference:
        near, close = near & ~out, close & ~outside
    yield Signal.OUTSIDE, outside[-1], out[-1]
    yield Signal.TWO_IN_THREE, _two_in_three(near, side), _two_in_three(close, either)
    yield Signal.SHIFT, _shift(side), _shift(either)


def _two_in_three(near: Bools, side: Bools) -> Bools:
    if len(near) < 3:
        return _none(near)
    holds: Bools = near[-1] & (near[-2] | near[-3]) & _all(side[-3:])
    return holds


def _shift(side: Bools) -> Bools:
    return _all(side) if len(side) == RUN else _none(side)


def _trend(cut: Floats, rising: bool) -> Bools:
    steps = np.diff(cut[-RUN:], axis=0)
    ways = steps > 0 if rising else steps < 0
    return _all(ways) if len(steps) == RUN - 1 else _none(ways)


def _all(flags: Bools) -> Bools:
    every: Bools = np.logical_and.reduce(flags, axis=0)
    return every


def _none(flags: Bools) -> Bools:
    return np.zeros(flags.shape[1], dtype=np.bool_)


def _against(target: Floats, drawn: ManyLines) -> tuple[Bytes, Bools]:
    """Where the target stands, and where that is in doubt."""
    away = target - drawn.centre
    beyond = (away > drawn.far).astype(np.int8) - (away < -drawn.far)
    doubt = np.abs(np.abs(away) - drawn.far) <= drawn.off
    return np.where(np.isnan(target), np.int8(NOT_ASSURED), beyond).astype(np.int8), doubt


def _silence(found: Latest, blur: Bools) -> None:
    """Take back what is said of series that cannot be judged. ``blur``: those whose state is in
    doubt itself."""
    unsaid = found.state != State.JUDGED.value
    limited = ~unsaid | (found.state == State.LATEST_MISSING.value)
    found.fired[unsaid] = 0
    found.against[~limited] = NOT_ASSURED
    found.doubt &= limited | blur


def _level(found: Latest, cut: Floats, target: Floats) -> None:
    """Of series without variation whose figures are all equal nothing is in doubt: their lines are
    that figure, and only limits that are there are held against a target."""
    flat = np.flatnonzero(found.state == State.NO_VARIATION.value)
    least, most = (each.reduce(cut[:, flat], axis=0) for each in (np.fmin, np.fmax))
    flat, level = flat[least == most], least[least == most]
    aim, limits = target[flat], ~np.isnan(found.lower[flat])
    found.centre[flat] = level
    found.lower[flat] = found.upper[flat] = np.where(limits, level, np.nan)
    side = np.where(limits, np.sign(aim - level), 0)
    found.against[flat] = np.where(np.isnan(aim), NOT_ASSURED, side)
    found.fired[flat] = 0
    found.doubt[flat] = False
