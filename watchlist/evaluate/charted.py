"""XmR charts of the series of a view, as of each column: what usual variation is, and its facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from itertools import groupby, takewhile

import numpy as np

from watchlist.evaluate.held import shape
from watchlist.evaluate.rows import starts
from watchlist.evaluate.spc.chart import Chart, chart
from watchlist.evaluate.spc.limits import Lines
from watchlist.evaluate.spc.panel import Judged, judge
from watchlist.evaluate.spc.words import WATCHLIST, Fired, Profile, Signal, State
from watchlist.evaluate.statistical import chartable
from watchlist.model.condition import View
from watchlist.model.facts import Run, Unjudged, Variation
from watchlist.model.reading import Floats, Ints

#: The signals as they are called in a rule.
NAMES = {
    Signal.OUTSIDE: "outside_limits",
    Signal.SHIFT: "shift",
    Signal.TREND: "trend",
    Signal.TWO_IN_THREE: "two_of_three",
}


@dataclass(frozen=True)
class Drawn:
    """How a rule wants its lines drawn: from the first ``baseline`` periods (None: from all up to the
    reading), anew from some days on, and from so many ``points`` at least."""

    baseline: int | None
    rebase: tuple[date, ...]
    points: int

    @property
    def profile(self) -> Profile:
        return replace(WATCHLIST, needed=self.points)


def charted(view: View, drawn: Drawn, target: Floats | None = None) -> Judged:
    """What the chart of each row says as of each column that is asked for, ``[N, T]``; of columns
    before those: not judged. New lines begin where a definition changed, as where a rule asks."""
    values, begins = chartable(view), starts(view.history, view.rows)
    count, columns = shape(view)
    asked = range(view.before + view.asked, view.before + columns)
    into = _nothing(count, columns)
    for anew, rows in _alike(view, drawn):
        aims = None if target is None else target[rows][:, view.asked :]
        found = judge(
            values[rows],
            asked,
            begins=begins[rows],
            rebase=anew,
            baseline=drawn.baseline,
            target=aims,
            profile=drawn.profile,
        )
        _put(found, into, rows, view.asked)
    return into


def _put(found: Judged, into: Judged, rows: Ints | slice, asked: int) -> None:
    for each in fields(Judged):
        getattr(into, each.name)[rows, asked:] = getattr(found, each.name)


def chart_of(
    view: View, drawn: Drawn, n: int, t: int, target: float | None = None
) -> tuple[Chart, int]:
    """The chart of one row as of one column, and the period that its lines begin with."""
    end = view.before + t + 1
    values = chartable(view)[n, :end].tolist()
    anew = [each for each in _anew(view, drawn, n) if each < end]
    first = max([int(starts(view.history, view.rows)[n]), *anew])
    series = chart(values[first:], baseline=drawn.baseline, target=target, profile=drawn.profile)
    return series, view.history.first + first


def facts(
    view: View, drawn: Drawn, n: int, t: int, target: float | None = None,
    counts: Iterable[Fired] = (),
) -> Variation:  # fmt: skip
    """The chart as figures. ``counts``: the signals that the rule counts."""
    series, since = chart_of(view, drawn, n, t, target)
    lines = series.groups[-1].lines if series.groups else Lines()
    fired = [each for each in series.marks[-1].fired if each in counts] if series.marks else []
    return Variation(
        centre=lines.centre,
        lower=lines.lower,
        upper=lines.upper,
        points=sum(value is not None for value in series.values),
        needed=drawn.points,
        since=since,
        constant=bool(series.groups) and series.groups[-1].constant,
        runs=tuple(Run(NAMES[each.signal], each.high, _length(series, each)) for each in fired),
        target=target,
        unjudged=None if series.state is State.JUDGED else Unjudged(series.state.words),
    )


def _nothing(count: int, columns: int) -> Judged:
    size = (count, columns)
    codes, against = (np.zeros(size, dtype=np.int8) for _ in range(2))
    centre, lower, upper = (np.full(size, np.nan) for _ in range(3))
    codes[:] = State.TOO_FEW.value
    return Judged(codes, np.zeros(size, dtype=np.uint8), against, centre, lower, upper)


def _alike(view: View, drawn: Drawn) -> Iterator[tuple[tuple[int, ...], Ints | slice]]:
    """The rows whose lines begin anew at the same columns; mostly all of them."""
    panel = view.panel
    codes = panel.indicator[view.rows]
    known = {int(code): _anew_of(view, drawn, int(code)) for code in np.unique(codes)}
    if len(set(known.values())) == 1:
        yield next(iter(known.values())), slice(None)
        return
    ordered = sorted(known, key=lambda code: known[code])
    for anew, group in groupby(ordered, key=lambda code: known[code]):
        yield anew, np.flatnonzero(np.isin(codes, list(group)))


def _anew(view: View, drawn: Drawn, n: int) -> tuple[int, ...]:
    return _anew_of(view, drawn, int(view.panel.indicator[view.rows[n]]))


def _anew_of(view: View, drawn: Drawn, code: int) -> tuple[int, ...]:
    """The columns with which new lines begin, for one of the panel's indicators."""
    panel = view.history
    changed = view.indicators[panel.indicators[code]].definition_changed
    periods = {panel.calendar.containing(day) for day in drawn.rebase} | set(changed)
    columns = (period - panel.first for period in periods)
    return tuple(sorted(column for column in columns if 0 < column < panel.shape[1]))


def _length(series: Chart, fired: Fired) -> int:
    """Over how many of the latest points a signal runs; they follow each other without a gap."""
    values, centre = series.values, series.groups[-1].lines.centre or 0.0
    side = 1 if fired.high else -1
    if fired.signal is Signal.TREND:
        steps = zip(reversed(values[:-1]), reversed(values[1:]), strict=True)
        return 1 + _count((b - a) * side > 0 for a, b in steps if a is not None and b is not None)
    if fired.signal is Signal.SHIFT:
        return _count(
            value is not None and (value - centre) * side > 0 for value in reversed(values)
        )
    return 1


def _count(holds: Iterable[bool]) -> int:
    return sum(1 for _ in takewhile(bool, holds))
