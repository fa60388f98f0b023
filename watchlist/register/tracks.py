"""Where many breaches stand at once: the fields of `Track` as arrays, a place for each row."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from watchlist.model.reading import Bools, Bytes, Floats, Ints
from watchlist.model.register import State, Track
from watchlist.model.rule import Level

NO_COLUMN = -1


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

    @property
    def live(self) -> Bools:
        live: Bools = (self.state == State.OPEN) | (self.state == State.RECOVERING)
        return live

    def keep(self, places: npt.NDArray[np.intp], other: Tracks) -> None:
        """Take over what ``other`` holds at these places."""
        for item in fields(self):
            getattr(self, item.name)[places] = getattr(other, item.name)[places]

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
