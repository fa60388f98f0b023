"""Where an area stands among others: ``outlier`` and ``rank``."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from watchlist.evaluate.groups import FEWEST, Groups, Turnout
from watchlist.evaluate.outliers import Outliers, outliers
from watchlist.evaluate.placed import AMONG, About, Placed, Placing
from watchlist.evaluate.ranks import Ranks, ranks
from watchlist.evaluate.references import merit
from watchlist.evaluate.statistical import INDICATOR
from watchlist.model.condition import Among, Family, Kind, Merit, Place, View, word
from watchlist.model.facts import Position, Unjudged
from watchlist.model.reading import Bools, Floats

#: Shares of a group within this of a whole place are that place.
_EXACT = 1e-9


@dataclass(frozen=True)
class Outlier(Placing):
    """Further from the average of the group than chance explains."""

    head: str
    subject: Merit
    among: Among = AMONG
    limits: float = word(
        "limits",
        Kind.CONFIDENCE,
        "how much is put down to chance: by chance alone one figure in 500 (99.8%) or one in 20 "
        "(95%) would be beyond",
        example="limits: 95%",
        default=0.998,
    )
    indicator: str | None = INDICATOR

    def placed(self, view: View, among: Groups) -> Placed:
        """Held against the average of the group."""
        found, right, of = outliers(view, among, self.limits), merit(view)[:, None], among.of
        side = right if self.subject is Merit.BETTER else -right
        judged = found.counted & found.turnout.enough[of]
        if self.subject is not Merit.EITHER:
            judged &= side != 0
            holds = found.side == side
        else:
            holds = found.side != 0
        return Placed(
            holds=holds,
            judged=judged,
            unknown=judged & ~found.turnout.half[of],
            held=found.average[of] * found.scale,
            facts=lambda n, column: self._position(view, found, n, column),
        )

    def _position(self, view: View, found: Outliers, n: int, column: int) -> Position:
        one = About(view, found.groups, found.turnout, n, column)
        why = one.missing
        if why is None and not found.counted[n, column]:
            why = Unjudged.NO_COUNTS
        if why is None and not one.turnout.enough:
            why = Unjudged.TOO_FEW_AREAS
        said = replace(one.position(self.among, why), confidence=self.limits)
        if why is not None or not one.turnout.half:
            return said
        average, lower, upper = found.lines(view, self.limits, n, column)
        side = int(found.side[n, column])
        return replace(said, average=average, lower=lower, upper=upper, side=side)


@dataclass(frozen=True)
class Rank(Placing):
    """Among so many of the group, counted from the worst or from the best."""

    head: str
    subject: Place
    among: Among = AMONG
    indicator: str | None = INDICATOR

    def placed(self, view: View, among: Groups) -> Placed:
        """Held against no one figure."""
        found, of = ranks(view, among, 1 if self.subject.end is Merit.BETTER else -1), among.of
        turnout = found.turnout
        placed = found.placed & (merit(view) != 0)[:, None]
        unknown = turnout.enough & ~turnout.half
        places = self._places(turnout.known)
        return Placed(
            holds=found.rank <= places[of],
            judged=placed & (unknown | self._room(turnout))[of],
            unknown=placed & unknown[of],
            held=np.broadcast_to(np.float64("nan"), found.rank.shape),
            facts=lambda n, column: self._position(view, found, n, column),
        )

    def _places(self, known: Floats) -> Floats:
        """How many places that share of a group is."""
        return known * self.subject.share / 100 + _EXACT

    def _room(self, turnout: Turnout) -> Bools:
        """Whether there are figures enough for one area to be that share of them."""
        room: Bools = turnout.enough & (turnout.known >= FEWEST)
        return room & (self._places(turnout.known) >= 1)

    def _position(self, view: View, found: Ranks, n: int, column: int) -> Position:
        one = About(view, found.groups, found.turnout, n, column)
        why, half = one.missing, bool(one.turnout.half)
        if why is None and not (self._room(one.turnout) if half else one.turnout.enough):
            why = Unjudged.TOO_FEW_AREAS
        end = "best" if self.subject.end is Merit.BETTER else "worst"
        said = replace(one.position(self.among, why), end=end, share=self.subject.share)
        if why is not None or not half:
            return said
        return replace(said, rank=int(found.rank[n, column]), ties=found.ties(n, column))


OUTLIER = Family(
    heads={"outlier": Kind.MERIT},
    build=Outlier,
    says={
        "outlier": "the percentage or rate is further from the average of its group than chance "
        "explains for an area of its size"
    },
)

RANK = Family(
    heads={"rank": Kind.PLACE},
    build=Rank,
    says={"rank": "the reading is among so many of its group, counted from the worst or the best"},
)
