"""Shapes and colours of what stands out. No two are told apart by colour alone."""

from __future__ import annotations

from typing import NamedTuple

from watchlist.deliver.charts.drawing import paint
from watchlist.deliver.charts.marks import Merit
from watchlist.evaluate.spc.funnels import Standing
from watchlist.evaluate.spc.words import Fired, Signal


class Shape(NamedTuple):
    """A marker of matplotlib, and its size in points."""

    marker: str
    size: float


class Look(NamedTuple):
    edge: str
    face: str


NOTHING = Look(paint.NOTHING, paint.NOTHING)

#: By kind; a trend points where it goes.
SHAPES = {
    Fired(Signal.OUTSIDE, True): Shape("s", 6.0),
    Fired(Signal.OUTSIDE, False): Shape("s", 6.0),
    Fired(Signal.TREND, True): Shape("^", 7.0),
    Fired(Signal.TREND, False): Shape("v", 7.0),
    Fired(Signal.TWO_IN_THREE, True): Shape("D", 5.5),
    Fired(Signal.TWO_IN_THREE, False): Shape("D", 5.5),
    Fired(Signal.SHIFT, True): Shape("o", 6.0),
    Fired(Signal.SHIFT, False): Shape("o", 6.0),
}
#: What is better is hollow. NEITHER never stands beside the others.
MERITS = {
    Merit.CONCERN: Look(paint.CONCERN, paint.CONCERN),
    Merit.IMPROVEMENT: Look(paint.IMPROVEMENT, paint.WHITE),
    Merit.NEITHER: Look(paint.STANDS_OUT, paint.STANDS_OUT),
}
#: In a funnel; above and below tell themselves by place.
STANDINGS = {
    Standing.FAR_ABOVE: Shape("s", 5.0),
    Standing.ABOVE: Shape("^", 5.8),
    Standing.NOT_DIFFERENT: Shape("o", 4.0),
    Standing.BELOW: Shape("v", 5.8),
    Standing.FAR_BELOW: Shape("s", 5.0),
    Standing.UNKNOWN: Shape("o", 4.0),
}
#: The last point of a sparkline.
SPARKS: dict[Merit | None, tuple[Shape, Look]] = {
    Merit.CONCERN: (Shape("s", 4.5), MERITS[Merit.CONCERN]),
    Merit.IMPROVEMENT: (Shape("o", 4.5), MERITS[Merit.IMPROVEMENT]),
    Merit.NEITHER: (Shape("D", 4.0), MERITS[Merit.NEITHER]),
    None: (Shape("o", 3.0), NOTHING),
}
