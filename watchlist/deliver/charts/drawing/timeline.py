"""A timeline as a drawing: a line with points, the marks of a rule in shape and colour, gaps that say
why, and a bar for the time on the list.
"""

from __future__ import annotations

from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from watchlist.deliver.charts.drawing import paint
from watchlist.deliver.charts.drawing.gaps import gap_bands
from watchlist.deliver.charts.drawing.lines import DASHES, drawn, level
from watchlist.deliver.charts.drawing.paint import FAINT, INK
from watchlist.deliver.charts.drawing.sheet import finish, number_axis, period_axis, sheet
from watchlist.deliver.charts.drawing.text import PLAIN, SMALL
from watchlist.deliver.charts.timeline import Said, Timeline

_PLOT = 215.0  # points in height, with the bar and the periods


class _Mark(NamedTuple):
    shape: str
    colour: str
    size: float
    filled: bool = True


_MARKS = {
    Said.RED: _Mark("s", paint.RED, 6.5),
    Said.AMBER: _Mark("^", paint.AMBER, 7.5),
    Said.INFO: _Mark("D", paint.INFO, 5),
    Said.CLEAR: _Mark("o", paint.CLEAR, 4.5),
    Said.UNKNOWN: _Mark("X", paint.UNKNOWN, 6.5),
    Said.NOT_JUDGED: _Mark("o", paint.UNKNOWN, 4.5, filled=False),
}
#: Colour and pattern of the time on the list: no two are told apart by colour alone.
_SPELLS = {
    "red": (paint.RED, ""),
    "amber": (paint.LISTED_AMBER, ".."),
    "recovering": (paint.RECOVERING, "////"),
    "proposed for removal": (paint.PROPOSED, "xx"),
}


def draw(timeline: Timeline) -> Figure:
    """The figure of a timeline."""
    figure = sheet(_PLOT)
    above, below = figure.subplots(2, sharex=True, height_ratios=(11, 1))
    for line, dashes in zip(timeline.lines, DASHES, strict=False):
        level(above, drawn(line.values), dashes, INK, line.name)
    _figures(above, timeline)
    _listed(below, timeline)
    number_axis(above, timeline.unit)
    period_axis(below, [point.label for point in timeline.points])
    _frames(above, below)
    finish(figure, above, timeline.title, timeline.subtitle, gap_bands(above, timeline.points))
    return figure


def _figures(axes: Axes, timeline: Timeline) -> None:
    """The figures as a line that breaks where there is none, and on it what the rule says."""
    values = drawn(point.value for point in timeline.points)
    axes.plot(values, color=FAINT, linewidth=1.6, zorder=3)
    for said, mark in _MARKS.items():
        places = [
            place
            for place, point in enumerate(timeline.points)
            if point.said is said and point.drawn
        ]
        if places:
            axes.plot(
                places, [values[place] for place in places], linestyle="none", marker=mark.shape,
                markersize=mark.size, color=mark.colour, zorder=4, clip_on=False, label=str(said),
                markerfacecolor=mark.colour if mark.filled else "white",
            )  # fmt: skip


def _listed(axes: Axes, timeline: Timeline) -> None:
    """The bar: when the series was on the list, and how it stood."""
    for spell in timeline.spells:
        colour, pattern = _SPELLS.get(spell.standing, (FAINT, ""))
        axes.barh(0, spell.end - spell.first, left=spell.first - 0.5, height=1, color=colour,
                  hatch=pattern, edgecolor="white", linewidth=0.5)  # fmt: skip
    for standing in dict.fromkeys(spell.standing for spell in timeline.spells):
        colour, pattern = _SPELLS.get(standing, (FAINT, ""))
        axes.bar(0, 0, color=colour, hatch=pattern, edgecolor="white", label=_named(standing))
    if not timeline.spells:
        axes.text(0.5, 0.5, "not on the list in this time", transform=axes.transAxes, ha="center",
                  va="center", fontsize=SMALL, color=INK)  # fmt: skip
    axes.set_ylim(-0.5, 0.5)
    axes.set_yticks([0], ["on the list"], fontsize=PLAIN)


def _named(standing: str) -> str:
    return f"on the list: {standing}"


def _frames(above: Axes, below: Axes) -> None:
    """One frame around both: periods under the bar, figures beside the line."""
    above.tick_params(axis="x", length=0)
    above.spines["bottom"].set_visible(False)
    below.spines[["top", "right", "left"]].set_visible(False)
    below.tick_params(axis="y", length=0)
