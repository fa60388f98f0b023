"""The breach table: what a breach becomes by what a period shows, and the one reason for it.

The table is total: every state meets every observation, or this module does not import.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

import numpy as np

from watchlist.model.reading import Bytes
from watchlist.model.register import Reason, State


class Seen(IntEnum):
    """What a period shows to a breach, or to a series without one (whose level is below amber)."""

    WORSE = 0  # a worse level than the breach's
    SAME = 1  # its level
    BETTER = 2  # amber under red, not yet as long as `leaves` asks
    BETTER_LONG_ENOUGH = 3
    GOOD = 4  # clear and good: not yet as often as `leaves` asks, or proposed already
    GOOD_ENOUGH = 5  # clear and good as often as `leaves` asks
    GOOD_FOR_COMMITTEE = 6  # the same, where the committee decides
    NOT_GOOD = 7  # clear, and not good
    UNKNOWN = 8  # unknown or not judged
    UNKNOWN_TOO_LONG = 9  # the period at which that has lasted longer than `stale_after`


Outcome = tuple[State, Reason | None]


def _without_breach(state: State, opening: Reason) -> dict[Seen, Outcome]:
    """Any level opens; nothing else does."""
    levels = (Seen.WORSE, Seen.SAME, Seen.BETTER, Seen.BETTER_LONG_ENOUGH)
    return {seen: (State.OPEN, opening) if seen in levels else (state, None) for seen in Seen}


TABLE: Mapping[State, Mapping[Seen, Outcome]] = {
    State.NONE: _without_breach(State.NONE, Reason.OPENED),
    State.OPEN: {
        Seen.WORSE: (State.OPEN, Reason.WORSENED),
        Seen.SAME: (State.OPEN, None),
        Seen.BETTER: (State.OPEN, None),
        Seen.BETTER_LONG_ENOUGH: (State.OPEN, Reason.EASED),
        Seen.GOOD: (State.RECOVERING, Reason.RECOVERING),
        Seen.GOOD_ENOUGH: (State.CLEARED, Reason.CLEARED),
        Seen.GOOD_FOR_COMMITTEE: (State.RECOVERING, Reason.PROPOSED),
        Seen.NOT_GOOD: (State.OPEN, Reason.NO_LONGER_SIGNALLED),
        Seen.UNKNOWN: (State.OPEN, None),
        Seen.UNKNOWN_TOO_LONG: (State.OPEN, Reason.UNMEASURED),
    },
    State.RECOVERING: {
        Seen.WORSE: (State.OPEN, Reason.RELAPSED),
        Seen.SAME: (State.OPEN, Reason.RELAPSED),
        Seen.BETTER: (State.OPEN, Reason.RELAPSED),
        Seen.BETTER_LONG_ENOUGH: (State.OPEN, Reason.RELAPSED),
        Seen.GOOD: (State.RECOVERING, None),
        Seen.GOOD_ENOUGH: (State.CLEARED, Reason.CLEARED),
        Seen.GOOD_FOR_COMMITTEE: (State.RECOVERING, Reason.PROPOSED),
        Seen.NOT_GOOD: (State.OPEN, Reason.NO_LONGER_SIGNALLED),
        Seen.UNKNOWN: (State.RECOVERING, None),
        Seen.UNKNOWN_TOO_LONG: (State.RECOVERING, Reason.UNMEASURED),
    },
    State.CLEARED: _without_breach(State.CLEARED, Reason.OPENED_AGAIN),
}

#: Reasons by code: ``REASONS[code]``; code 0 is none.
REASONS: tuple[Reason | None, ...] = (None, *Reason)


def _lookup() -> tuple[Bytes, Bytes]:
    """The table as two arrays [state, seen]: the next state, and the code of the reason."""
    missing = [(s, o) for s in TABLE for o in Seen if o not in TABLE[s]]
    if missing or set(TABLE) != set(range(len(TABLE))):
        raise TypeError(f"the breach table says nothing of {missing or sorted(TABLE)}")
    states = [[TABLE[State(s)][o][0] for o in Seen] for s in range(len(TABLE))]
    reasons = [[REASONS.index(TABLE[State(s)][o][1]) for o in Seen] for s in range(len(TABLE))]
    return np.array(states, dtype=np.int8), np.array(reasons, dtype=np.int8)


NEXT_STATE, NEXT_REASON = _lookup()
