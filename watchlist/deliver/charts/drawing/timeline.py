"""A timeline as a drawing: a line with points, the marks of a rule in shape and colour, gaps that say
why, and a bar for the time on the list.
"""

from __future__ import annotations

from itertools import groupby
from textwrap import fill
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from watchlist.deliver.charts.drawing import paint
from watchlist.deliver.charts.drawing.paint import FAINT, GAP, INK
from watchlist.deliver.charts.timeline import Said, Timeline

#: Inches; at 80 dots an inch as wide as a mail shows (600 px), at 160 twice as sharp.
_SIZE = (7.5, 4.4)
_DOTS = 160


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
_DASHES = ((0, (6, 2)), (0, (1.5, 1.5)), (0, (6, 2, 1.5, 2)), (0, (3, 4)))
#: Colour and pattern of the time on the list: no two are told apart by colour alone.
_SPELLS = {
    "red": (paint.RED, ""),
    "amber": (paint.LISTED_AMBER, ".."),
    "recovering": (paint.RECOVERING, "////"),
    "proposed for removal": (paint.PROPOSED, "xx"),
}
_MOST_TICKS = 9
_LETTERS = 90  # what fits beside each other over the whole width


def draw(timeline: Timeline) -> Figure:
    """The figure of a timeline."""
    figure = Figure(figsize=_SIZE, dpi=_DOTS, layout="constrained")
    above, below = figure.subplots(2, sharex=True, height_ratios=(11, 1))
    _titles(above, timeline)
    _gaps(above, timeline)
    _lines(above, timeline)
    _figures(above, timeline)
    _listed(below, timeline)
    _axes(above, below, timeline)
    if timeline.lines or timeline.spells or any(point.drawn for point in timeline.points):
        figure.legend(loc="outside lower left", ncols=4, frameon=False, fontsize=8.5)
    return figure


def _titles(axes: Axes, timeline: Timeline) -> None:
    """The title over the subtitle, both wrapped."""
    below = fill(timeline.subtitle, 108)
    room = 10 + 12 * len(below.splitlines())
    axes.set_title(fill(timeline.title, 70), loc="left", fontsize=11, fontweight="bold", color=INK,
                   pad=room)  # fmt: skip
    axes.annotate(below, (0, 1), xytext=(0, 7), xycoords="axes fraction", fontsize=8.5, color=INK,
                  textcoords="offset points", va="bottom")  # fmt: skip


def _gaps(axes: Axes, timeline: Timeline) -> None:
    """A band for each run of periods without a figure, and in it why."""
    numbered = groupby(enumerate(timeline.points), lambda one: (not one[1].drawn, one[1].figure))
    for (missing, why), run in numbered:
        if not missing:
            continue
        places = [place for place, _ in run]
        letters = _LETTERS * len(places) / len(timeline.points)
        axes.axvspan(places[0] - 0.5, places[-1] + 0.5, color=GAP, zorder=0, linewidth=0)
        axes.text(
            (places[0] + places[-1]) / 2, 0.03, why, transform=axes.get_xaxis_transform(),
            rotation=0 if len(why) < letters else 90, ha="center", va="bottom", fontsize=8, color=INK,
        )  # fmt: skip


def _lines(axes: Axes, timeline: Timeline) -> None:
    """What the figures are held against, each in its own dashes; level over each period."""
    for line, dashes in zip(timeline.lines, _DASHES, strict=False):
        values = np.array([np.nan if value is None else value for value in line.values])
        edges = np.arange(len(values) + 1) - 0.5
        axes.step(edges, np.append(values, values[-1]), where="post", color=INK, linewidth=1.1,
                  linestyle=dashes, label=line.name, zorder=2)  # fmt: skip


def _figures(axes: Axes, timeline: Timeline) -> None:
    """The figures as a line that breaks where there is none, and on it what the rule says."""
    values = [np.nan if point.value is None else point.value for point in timeline.points]
    axes.plot(range(len(values)), values, color=FAINT, linewidth=1.6, zorder=3)
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
                  va="center", fontsize=8, color=INK)  # fmt: skip
    axes.set_ylim(-0.5, 0.5)
    axes.set_yticks([0], ["on the list"], fontsize=8.5)


def _named(standing: str) -> str:
    return f"on the list: {standing}"


def _axes(above: Axes, below: Axes, timeline: Timeline) -> None:
    count = len(timeline.points)
    step = max(1, -(-count // _MOST_TICKS))
    ticks = range((count - 1) % step, count, step)
    below.set_xticks(ticks, [timeline.points[place].label for place in ticks], fontsize=8.5)
    below.set_xlim(-0.5, count - 0.5)
    if not any(point.drawn for point in timeline.points):
        above.set_yticks([])
    above.set_ylabel(timeline.unit, fontsize=9)
    above.tick_params(axis="x", length=0)
    above.tick_params(axis="y", labelsize=8.5)
    above.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
    above.margins(y=0.12)
    above.grid(axis="y", color=GAP, zorder=0)
    above.spines[["top", "right", "bottom"]].set_visible(False)
    below.spines[["top", "right", "left"]].set_visible(False)
    below.tick_params(axis="y", length=0)
