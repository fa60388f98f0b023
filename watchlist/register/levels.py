"""How long an entry has been red, amber and recovering, and its levels over the last periods: read
from its history, as that reads now (an opening that was corrected counts as corrected)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from watchlist.model.register import Breach, Reason, State, Transition
from watchlist.model.rule import Level

#: What moves no level and no state: people decided it, or nothing could be seen.
_UNSEEN = frozenset({Reason.UNMEASURED, Reason.RETIRED, Reason.AGREED})


@dataclass(frozen=True)
class Step:
    """Where a breach stood at one period."""

    period: int
    level: Level
    recovering: bool


@dataclass(frozen=True)
class Lasting:
    """A stretch that goes on: so many periods (the last judged one counted), and so many days from the
    first day of the first of them to today."""

    periods: int
    days: int


@dataclass(frozen=True)
class Duration:
    """How long a breach has been on the list, at its level without a break, and recovering."""

    listed: Lasting
    level: Level
    at_level: Lasting
    recovering: Lasting | None


def course(breach: Breach, moves: Iterable[Transition]) -> tuple[Step, ...]:
    """Where a breach stood at each period from its opening to the one judged last. ``moves`` are its
    own, in their order; what moves at a period holds until something else does."""
    seen = [move for move in moves if move.reason not in _UNSEEN and move.level is not None]
    if not seen:
        return ()
    opened = breach.track.opened
    first = opened if opened is not None else seen[0].period
    if first is None:
        return ()
    steps: dict[int, Step] = {}
    for place, move in enumerate(seen):
        since = first if place == 0 or move.period is None else max(first, move.period)
        steps |= _from(since, breach.judged_to, move)
    return tuple(steps[period] for period in sorted(steps))


def _from(since: int, last: int, move: Transition) -> dict[int, Step]:
    level, recovering = move.level, move.state is State.RECOVERING
    if level is None or not move.state.live:
        return {}
    return {period: Step(period, level, recovering) for period in range(since, last + 1)}


def duration(breach: Breach, moves: Iterable[Transition], today: date) -> Duration | None:
    """How long it has lasted by a day; None for a breach without history."""
    steps = course(breach, moves)
    if not steps:
        return None
    level, calm = steps[-1].level, steps[-1].recovering
    at_level = _trailing([step.level is level for step in steps])
    recovering = _trailing([step.recovering for step in steps]) if calm else 0
    if recovering == len(
        steps
    ):  # it was already so when it was first judged, good readings and all
        recovering = min(recovering, max(breach.track.good, 1))
    return Duration(
        _lasting(breach, len(steps), today),
        level,
        _lasting(breach, at_level, today),
        _lasting(breach, recovering, today) if recovering else None,
    )


def _trailing(holds: Sequence[bool]) -> int:
    """How many of the last ones hold in a row."""
    return next((n for n, one in enumerate(reversed(holds)) if not one), len(holds))


def _lasting(breach: Breach, periods: int, today: date) -> Lasting:
    first = breach.calendar.start(breach.judged_to - periods + 1)
    return Lasting(periods, max(0, (today - first).days))


def by_breach(moves: Iterable[Transition]) -> dict[int, list[Transition]]:
    """The history of an entry, by breach."""
    found: dict[int, list[Transition]] = {}
    for move in moves:
        if move.breach is not None:
            found.setdefault(move.breach, []).append(move)
    return found


def lead(
    breaches: Iterable[Breach], moves: Mapping[int, Sequence[Transition]], today: date
) -> tuple[Breach, Duration] | None:
    """The live breach that stands for an entry, the worst, of several the one that has lasted longest,
    with how long; None where no figure holds the entry."""
    found = [
        (breach, lasts)
        for breach in breaches
        if breach.track.state.live
        and (lasts := duration(breach, moves.get(breach.id, ()), today)) is not None
    ]
    return max(found, key=lambda each: (each[1].level, each[1].at_level.days), default=None)


def levels(
    breach: Breach, breaches: Iterable[Breach], moves: Mapping[int, Sequence[Transition]], many: int
) -> tuple[tuple[int, Level | None], ...]:
    """(period, level) over the last ``many`` periods up to the one judged last of ``breach``: the worst
    of all breaches of the entry, live and ended, on the same calendar; None where there was none."""
    worst: dict[int, Level] = {}
    for each in breaches:
        if each.calendar == breach.calendar:
            for step in course(each, moves.get(each.id, ())):
                worst[step.period] = max(step.level, worst.get(step.period, step.level))
    last = breach.judged_to
    return tuple((period, worst.get(period)) for period in range(last - many + 1, last + 1))
