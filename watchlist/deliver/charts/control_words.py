"""Sentences about a control chart, for those who cannot see it: no sigma, no probabilities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from watchlist.deliver.charts.control import Comparator, ControlPoint, Stretch
from watchlist.deliver.charts.marks import SIGNALS
from watchlist.deliver.charts.periods import run_of
from watchlist.evaluate.spc.words import Assurance, Fired

_MOST_RUNS = 3  # of a signal, the newest; the table has them all
_ASSURED = {
    Assurance.PASS: "; as things are it will always be met",
    Assurance.FAIL: "; as things are it will never be met",
    Assurance.HIT_AND_MISS: "; as things are it will be met or missed by chance",
    None: "",
}


def lines_said(points: Sequence[ControlPoint], stretches: Sequence[Stretch]) -> Iterator[str]:
    """A sentence for each stretch, with its periods where there is more than one."""
    for stretch in stretches:
        words = stretch.words()
        if len(stretches) > 1:
            words = f"{run_of(points, stretch.first, stretch.end - 1)}: {words}"
        yield _sentence(words)


def standing_out(points: Sequence[ControlPoint], stretches: Sequence[Stretch]) -> Iterator[str]:
    """A sentence for each signal, with its periods; that there is none is said only where they were
    looked for."""
    found = [fired for fired in SIGNALS if any(_has(point, fired) for point in points)]
    if not found and any(not each.unjudged for each in stretches):
        yield "Nothing stands out."
    for fired in found:
        yield _runs(points, fired)


def _runs(points: Sequence[ControlPoint], fired: Fired) -> str:
    """ "Above the usual range (concern): June 2025 to July 2025, October 2025."."""
    places = [place for place, point in enumerate(points) if _has(point, fired)]
    said = next(mark.said for mark in points[places[0]].marks if mark.fired == fired)
    alike = groupby(enumerate(places), lambda one: one[1] - one[0])
    runs = [[place for _, place in run] for _, run in alike]
    named = [run_of(points, run[0], run[-1]) for run in runs[-_MOST_RUNS:]]
    more = [f"{len(runs) - _MOST_RUNS} more before"] if len(runs) > _MOST_RUNS else []
    return _sentence(f"{said}: {', '.join([*named, *more])}")


def _has(point: ControlPoint, fired: Fired) -> bool:
    return any(mark.fired == fired for mark in point.marks)


def target_said(points: Sequence[ControlPoint], assurance: Assurance | None) -> str:
    """The newest target, and whether the usual range lies beyond it."""
    held = [point for point in points if point.target]
    if not held or held[-1].target is None:
        return ""
    own = points[-1].target is None
    since = f" in {held[-1].spoken}" if own else ""
    return f"Target{since}: {held[-1].target.text}{'' if own else _ASSURED[assurance]}."


def compared(points: Sequence[ControlPoint], comparators: Sequence[Comparator]) -> Iterator[str]:
    """The newest figure of each comparator, with its period where that is not the latest."""
    for comparator in comparators:
        at = comparator.latest
        value = None if at is None else comparator.values[at]
        if at is None or value is None:
            yield _sentence(f"{comparator.name}: no figure")
        else:
            when = "" if at == len(points) - 1 else f" in {points[at].spoken}"
            yield _sentence(f"{comparator.name}: {value.text}{when}")


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
