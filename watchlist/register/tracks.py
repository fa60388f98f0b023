"""Where many breaches stand at once: the fields of `Track` as arrays, a place for each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from watchlist.model.reading import Bools, Bytes, Floats, Ints
from watchlist.model.register import State, Track
from watchlist.model.rule import Level

NO_COLUMN = -1

_OPEN, _RECOVERING, _CLEARED = map(np.int8, (State.OPEN, State.RECOVERING, State.CLEARED))

#: What a track tells beside its opening and the reference then.
_TOLD = (
    "state", "level", "by_level", "by_leaf", "good", "better", "unknown", "proposed", "unmeasured",
)  # fmt: skip


@dataclass(eq=False)
class Tracks:
    """Arrays of one length. Levels and states are their codes, level 0 is none; ``opened`` and
    ``ended`` (when the last breach before now was cleared) are columns, or NO_COLUMN; ``by_level``
    and ``by_leaf`` name the leaf that decided the opening, ``held_against`` its reference then."""

    state: Bytes
    level: Bytes
    opened: Ints
    by_level: Bytes
    by_leaf: Ints
    held_against: Floats
    good: Ints
    better: Ints
    unknown: Ints
    proposed: Bools
    unmeasured: Bools
    ended: Ints

    @classmethod
    def none(cls, rows: int) -> Tracks:
        """No breach anywhere."""

        def codes() -> Bytes:
            return np.zeros(rows, dtype=np.int8)

        def numbers(value: int = 0) -> Ints:
            return np.full(rows, value, dtype=np.int64)

        def flags() -> Bools:
            return np.zeros(rows, dtype=np.bool_)

        return cls(
            codes(), codes(), numbers(NO_COLUMN), codes(), numbers(), np.full(rows, np.nan),
            numbers(), numbers(), numbers(), flags(), flags(), numbers(NO_COLUMN),
        )  # fmt: skip

    @classmethod
    def of(cls, tracks: Sequence[Track]) -> Tracks:
        """Tracks at hand, with ordinals for columns."""
        held = cls.none(len(tracks))
        for place, track in enumerate(tracks):
            held.state[place] = track.state
            held.level[place] = track.level or 0
            held.opened[place] = NO_COLUMN if track.opened is None else track.opened
            held.by_level[place], held.by_leaf[place] = track.decided_by or (0, 0)
            held.held_against[place] = np.nan if track.held_against is None else track.held_against
            held.good[place], held.better[place] = track.good, track.better
            held.unknown[place] = track.unknown
            held.proposed[place], held.unmeasured[place] = track.proposed, track.unmeasured
        return held

    def same(self, places: Ints, others: Tracks, theirs: Ints, first: int) -> Bools:
        """Whether these places read as those of ``others``, which has ordinals for columns."""
        same: Bools = self.opened[places] + first == others.opened[theirs]
        for name in _TOLD:
            same &= getattr(self, name)[places] == getattr(others, name)[theirs]
        mine, held = self.held_against[places], others.held_against[theirs]
        same &= (mine == held) | (np.isnan(mine) & np.isnan(held))
        return same

    @property
    def live(self) -> Bools:
        live: Bools = (self.state == _OPEN) | (self.state == _RECOVERING)
        return live

    def keep(self, places: npt.NDArray[np.intp], other: Tracks) -> None:
        """Take over what ``other`` holds at these places."""
        if places.size:
            for name, kept in vars(self).items():
                kept[places] = getattr(other, name)[places]

    def let_go(self, places: npt.NDArray[np.intp], column: int) -> None:
        """End the breaches at these places with a column: what comes next begins anew."""
        self.state[places], self.ended[places] = _CLEARED, column
        for counts in (self.good, self.better, self.unknown):
            counts[places] = 0
        self.proposed[places], self.unmeasured[places] = False, False

    def track(self, place: int, first: int) -> Track:
        """One place as a `Track`; ``first`` is the ordinal of column 0."""
        state = State(int(self.state[place]))
        if state is State.NONE:
            return Track()
        held = float(self.held_against[place])
        return Track(
            state=state,
            level=Level(int(self.level[place])),
            opened=first + int(self.opened[place]),
            decided_by=(Level(int(self.by_level[place])), int(self.by_leaf[place])),
            held_against=None if np.isnan(held) else held,
            good=int(self.good[place]),
            better=int(self.better[place]),
            unknown=int(self.unknown[place]),
            proposed=bool(self.proposed[place]),
            unmeasured=bool(self.unmeasured[place]),
        )
