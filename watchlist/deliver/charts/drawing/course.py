"""A series by itself as a drawing: a line with points, whose shapes say how final they are."""

from __future__ import annotations

from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from watchlist.deliver.charts.course import Course, Kind
from watchlist.deliver.charts.drawing import paint
from watchlist.deliver.charts.drawing.gaps import gap_bands
from watchlist.deliver.charts.drawing.lines import DASHES, drawn, level
from watchlist.deliver.charts.drawing.paint import FAINT, INK
from watchlist.deliver.charts.drawing.sheet import finish, number_axis, period_axis, sheet

_PLOT = 200.0  # points in height, with the periods


class _Mark(NamedTuple):
    shape: str
    size: float
    filled: bool


_MARKS = {
    Kind.FINAL: _Mark("o", 4.5, filled=True),
    Kind.PROVISIONAL: _Mark("o", 5.0, filled=False),
    Kind.UNRELIABLE: _Mark("X", 6.0, filled=True),
    Kind.FORECAST: _Mark("D", 5.0, filled=False),
}


def draw(course: Course) -> Figure:
    """The figure of a course."""
    figure = sheet(_PLOT)
    axes = figure.subplots()
    for line, dashes in zip(course.lines, DASHES, strict=False):
        level(axes, drawn(line.values), dashes, INK, line.name)
    _figures(axes, course)
    number_axis(axes, course.unit)
    period_axis(axes, [one.label for one in course.points])
    finish(figure, axes, course.title, course.subtitle, gap_bands(axes, course.points))
    return figure


def _figures(axes: Axes, course: Course) -> None:
    values = drawn(one.value for one in course.points)
    axes.plot(values, color=FAINT, linewidth=1.6, zorder=3)
    for kind, mark in _MARKS.items():
        places = [n for n, one in enumerate(course.points) if one.kind is kind and one.drawn]
        if places:
            axes.plot(
                places, [values[n] for n in places], linestyle="none", marker=mark.shape,
                markersize=mark.size, color=paint.INFO, zorder=4, clip_on=False, label=str(kind),
                markerfacecolor=paint.INFO if mark.filled else "white",
            )  # fmt: skip
