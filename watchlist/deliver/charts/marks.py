"""What a picture says of a figure, in a councillor's words: which signal, and whether that is good."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from watchlist.evaluate.spc.words import Fired, Signal
from watchlist.model.indicator import Better


class Merit(StrEnum):
    """Whether what stands out is good or bad; NEITHER where no way is better."""

    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    NEITHER = "neither"


class _Words(NamedTuple):
    """``said`` reads after "is"; ``short`` has room in a legend."""

    said: str
    short: str


#: Two in three holds for figures near the edge of the usual range and beyond it.
SIGNALS = {
    Fired(Signal.OUTSIDE, True): _Words("above the usual range", "above usual range"),
    Fired(Signal.OUTSIDE, False): _Words("below the usual range", "below usual range"),
    Fired(Signal.TREND, True): _Words("in a steady rise", "steady rise"),
    Fired(Signal.TREND, False): _Words("in a steady fall", "steady fall"),
    Fired(Signal.TWO_IN_THREE, True): _Words(
        "at the top of the usual range, twice in three", "at the top, twice in three"
    ),
    Fired(Signal.TWO_IN_THREE, False): _Words(
        "at the bottom of the usual range, twice in three", "at the bottom, twice in three"
    ),
    Fired(Signal.SHIFT, True): _Words("in a run above the average", "run above average"),
    Fired(Signal.SHIFT, False): _Words("in a run below the average", "run below average"),
}


class Mark(NamedTuple):
    """A signal of a point, and whether it is good."""

    fired: Fired
    merit: Merit

    @property
    def said(self) -> str:
        return with_merit(SIGNALS[self.fired].said, self.merit)

    @property
    def short(self) -> str:
        return with_merit(SIGNALS[self.fired].short, self.merit)


def merit(high: bool, better: Better) -> Merit:
    """Of what stands out at the high or the low end."""
    if better is Better.NEITHER:
        return Merit.NEITHER
    return Merit.IMPROVEMENT if high == (better is Better.HIGHER) else Merit.CONCERN


def with_merit(words: str, of: Merit) -> str:
    """ "above the usual range (concern)"."""
    return words if of is Merit.NEITHER else f"{words} ({of})"
