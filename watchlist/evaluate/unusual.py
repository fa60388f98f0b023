"""Is it a change or is it noise: ``unusual`` and ``against_target``, by XmR charts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from watchlist.evaluate.charted import NAMES, Drawn, charted, facts
from watchlist.evaluate.definitions import defined_since
from watchlist.evaluate.references import merit, target
from watchlist.evaluate.spc.latest import NOT_ASSURED, bit
from watchlist.evaluate.spc.words import NEEDED, Fired, State
from watchlist.evaluate.statistical import INDICATOR, Statistical, tested, truths
from watchlist.evaluate.truth import Truth
from watchlist.model.condition import Capability, Family, Kind, Leaf, Merit, View, word
from watchlist.model.facts import Variation
from watchlist.model.period import Calendar
from watchlist.model.reading import Bools, Ints

#: Means are no decimals: figures within this share of one are at it.
_EXACT = 1e-9

_BASELINE = word(
    "baseline",
    Kind.BASELINE,
    "what is usual is worked out from so many of the first periods, and stays so",
    example="baseline: first 24",
)
_REBASE = word(
    "rebase",
    Kind.STARTS,
    "what is usual is worked out anew from these months on",
    example="rebase: [2023-04]",
    default=(),
)
_POINTS = word(
    "points",
    Kind.POINTS,
    "judged only where at least so many figures are known",
    example="points: 20",
    default=NEEDED,
)


class _Charted(Statistical):
    """By a chart whose lines are drawn as the words ask."""

    baseline: int | None
    rebase: tuple[date, ...]
    points: int

    @property
    def drawn(self) -> Drawn:
        return Drawn(self.baseline, self.rebase, self.points)

    def looks_back(self, _calendar: Calendar, /) -> int | None:
        """What is usual is worked out from the view's history, wherever the panel begins."""
        return None if self.indicator else 0


@dataclass(frozen=True)
class Unusual(_Charted):
    """A signal of an XmR chart that involves the latest reading."""

    head: str
    subject: Merit
    signals: tuple[str, ...] = word(
        "signals",
        Kind.SIGNALS,
        "only these signals count",
        example="signals: [outside_limits, shift]",
        default=tuple(NAMES.values()),
    )
    baseline: int | None = _BASELINE
    rebase: tuple[date, ...] = _REBASE
    points: int = _POINTS
    indicator: str | None = INDICATOR

    def leaf(self, view: View) -> Leaf:
        """Good is not on the wrong side of the average that was usual when the breach opened."""
        found, figures, right = charted(view, self.drawn), tested(view), merit(view)
        wanted = np.array([self._bits(sign) for sign in (-1, 0, 1)], dtype=np.uint8)[right + 1]
        judged = found.state == State.JUDGED.value
        away = (figures - found.centre) * right[:, None]
        return Leaf(
            condition=self,
            truth=truths(view, (found.fired & wanted[:, None]) != 0, judged),
            tested=figures,
            held_against=np.where(judged, found.centre, np.nan),
            good=judged & (away >= -_EXACT * np.abs(found.centre)),
            anchored=True,
            sign=right,
            since=defined_since(view, view.panel, view.rows),
            facts=lambda n, t: self._facts(view, n, t, int(right[n])),
        )

    def _facts(self, view: View, n: int, t: int, sign: int) -> Variation:
        return facts(view, self.drawn, n, t, counts=tuple(self._counts(sign)))

    def _bits(self, sign: int) -> int:
        return sum(bit(fired) for fired in self._counts(sign))

    def _counts(self, sign: int) -> Iterator[Fired]:
        """The signals that count where higher is better (+1), lower is (-1), or neither (0)."""
        for signal, name in NAMES.items():
            for high in (True, False):
                way = Merit.BETTER if high == (sign > 0) else Merit.WORSE
                if name in self.signals and (self.subject is Merit.EITHER or self.subject is way):
                    yield Fired(signal, high)


@dataclass(frozen=True)
class AgainstTarget(_Charted):
    """Where the limits of usual variation lie against the target in force."""

    head: str
    subject: Capability
    baseline: int | None = _BASELINE
    rebase: tuple[date, ...] = _REBASE
    points: int = _POINTS
    indicator: str | None = INDICATOR

    def leaf(self, view: View) -> Leaf:
        """Good means that it does not hold."""
        aims, right = target(view), merit(view)
        found = charted(view, self.drawn, aims)
        judged = (found.against != NOT_ASSURED) & (right != 0)[:, None] & _limited(found.state)
        truth = truths(view, found.against == self._side(right)[:, None], judged)
        return Leaf(
            condition=self,
            truth=truth,
            tested=tested(view),
            held_against=aims,
            good=truth == Truth.FALSE,
            anchored=False,
            sign=right,
            facts=lambda n, t: self._facts(view, n, t),
        )

    def _side(self, right: Ints) -> Ints:
        """On which side of the limits the target then stands: of what ought to be high it fails
        where that is above."""
        sides = {Capability.FAILING: 1, Capability.PASSING: -1, Capability.HIT_AND_MISS: 0}
        return right * sides[self.subject]

    def _facts(self, view: View, n: int, t: int) -> Variation:
        aim = float(target(view)[n, t])
        return facts(view, self.drawn, n, t, None if np.isnan(aim) else aim)


def _limited(state: np.ndarray) -> Bools:
    """Where limits can be held against a target: without variation `against` says itself whether."""
    limited: Bools = (state == State.JUDGED.value) | (state == State.NO_VARIATION.value)
    return limited


UNUSUAL = Family(
    heads={"unusual": Kind.MERIT},
    build=Unusual,
    says={
        "unusual": "the reading is part of a signal: beyond the limits of what is usual, a run of "
        "seven on one side of the average, a rise or fall of seven, or two of three near a limit"
    },
)

AGAINST_TARGET = Family(
    heads={"against_target": Kind.CAPABILITY},
    build=AgainstTarget,
    says={
        "against_target": "the target is never met as things are (failing), always (passing), or "
        "sometimes, by chance (hit_and_miss)"
    },
)
