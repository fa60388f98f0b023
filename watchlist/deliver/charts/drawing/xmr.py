"""A control chart as a drawing: the usual range as a band, what stands out in shape and colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle, pairwise

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from watchlist.deliver.charts.amounts import Shown
from watchlist.deliver.charts.control import ControlPoint, Stretch
from watchlist.deliver.charts.drawing.gaps import gap_bands
from watchlist.deliver.charts.drawing.lines import DASHES, drawn, level
from watchlist.deliver.charts.drawing.marks import MERITS, SHAPES
from watchlist.deliver.charts.drawing.paint import COMPARATORS, EDGE, FAINT, INK, RANGE
from watchlist.deliver.charts.drawing.sheet import (
    finish,
    number_axis,
    period_axis,
    remark,
    room_beside,
    sheet,
)
from watchlist.deliver.charts.drawing.text import SMALL, width
from watchlist.deliver.charts.xmr import ControlChart
from watchlist.model.reading import Floats

_PLOT = 195.0  # points in height, with the periods
_MANY = 40  # points; from there on they are drawn smaller
_APART = 0.12  # of a period, left open either side of a rebase


def draw(chart: ControlChart) -> Figure:
    """The figure of a control chart."""
    figure = sheet(_PLOT)
    axes = figure.add_subplot()
    _figures(axes, chart.points)
    _stretches(axes, chart)
    _targets(axes, chart.points)
    _comparators(axes, chart)
    number_axis(axes, chart.unit, chart.least, chart.most)
    period_axis(axes, [point.label for point in chart.points])
    more = [*_unjudged(axes, chart), *gap_bands(axes, chart.points)]
    finish(figure, axes, chart.title, chart.subtitle, more)
    return figure


def _figures(axes: Axes, points: Sequence[ControlPoint]) -> None:
    """The figures as a line that breaks where there is none, and what stands out on it."""
    size = 1.0 if len(points) <= _MANY else 0.75
    values = drawn(point.value for point in points)
    axes.plot(values, color=FAINT, linewidth=1.4, zorder=4, marker="o", markersize=3.6 * size,
              markerfacecolor=INK, markeredgewidth=0, clip_on=False,
              label="figures" if np.isfinite(values).any() else "")  # fmt: skip
    for mark in dict.fromkeys(point.mark for point in points):
        if mark:
            places = [place for place, point in enumerate(points) if point.mark == mark]
            shape, look = SHAPES[mark.fired], MERITS[mark.merit]
            axes.plot(places, values[places], linestyle="none", marker=shape.marker, zorder=5,
                      color=look.edge, markerfacecolor=look.face, markeredgewidth=1.4 * size,
                      markersize=shape.size * size, clip_on=False, label=mark.short)  # fmt: skip


def _stretches(axes: Axes, chart: ControlChart) -> None:
    """The average and the usual range of each stretch; between two of them the lines break."""
    newest = next((each for each in reversed(chart.stretches) if not each.unjudged), None)
    for stretch in chart.stretches:
        _lines(axes, stretch, named=stretch is newest, now=len(chart.stretches) > 1)
    for number, (before, _) in enumerate(pairwise(chart.stretches)):
        axes.axvline(before.end - 0.5, color=INK, linewidth=0.9, linestyle=(0, (1, 2)), zorder=2,
                     label="" if number else "average and range start anew")  # fmt: skip


def _lines(axes: Axes, stretch: Stretch, named: bool, now: bool) -> None:
    ends = [stretch.first - 0.5 + _APART, stretch.end - 0.5 - _APART]
    since = " now" if now else ""
    if stretch.centre:
        axes.plot(ends, [stretch.centre.value] * 2, color=EDGE, linewidth=1.5, zorder=2,
                  label=f"average{since}: {stretch.centre.text}" if named else "")  # fmt: skip
    if stretch.lower and stretch.upper:
        said = f"usual range{since}: {stretch.lower.text} to {stretch.upper.text}"
        axes.fill_between(ends, stretch.lower.value, stretch.upper.value, facecolor=RANGE,
                          edgecolor="none", zorder=0.5, label=said if named else "")  # fmt: skip
        for line in (stretch.lower, stretch.upper):
            axes.plot(ends, [line.value] * 2, color=EDGE, linewidth=0.8, zorder=2)


def _unjudged(axes: Axes, chart: ControlChart) -> Iterator[Artist]:
    """Where there are no lines, the state for which there are none; in the legend where the stretch
    is too narrow for it."""
    for stretch in (each for each in chart.stretches if each.unjudged):
        said = f"not judged: {stretch.unjudged}"
        count = stretch.end - stretch.first
        if width(said, SMALL) < room_beside(axes) * count / len(chart.points):
            remark(axes, said, (stretch.first + stretch.end - 1) / 2)
        else:
            run = chart.points[stretch.first].label, chart.points[stretch.end - 1].label
            when = " to ".join(dict.fromkeys(run))
            yield Line2D([], [], linestyle="none", label=f"{when} {said}")


def _targets(axes: Axes, points: Sequence[ControlPoint]) -> None:
    held = [point.target for point in points]
    there = [target for target in held if target]
    if there:
        level(axes, _values(held), DASHES[0], INK, f"target: {there[-1].text}")


def _comparators(axes: Axes, chart: ControlChart) -> None:
    """Each in its own dashes and colour; level over each period, as it is given."""
    looks = zip(chart.comparators, cycle(DASHES[1:]), cycle(COMPARATORS))
    for comparator, dashes, colour in looks:
        newest = comparator.values[comparator.latest] if comparator.latest is not None else None
        if newest:
            said = f"{comparator.name}: {newest.text}"
            level(axes, _values(comparator.values), dashes, colour, said)


def _values(held: Sequence[Shown | None]) -> Floats:
    return drawn(each.value if each else None for each in held)
