"""A funnel as a drawing: areas by size, limits as curves, the own area with its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from watchlist.deliver.charts.drawing.lines import DASHES
from watchlist.deliver.charts.drawing.marks import MERITS, NOTHING, STANDINGS, Look
from watchlist.deliver.charts.drawing.naming import name
from watchlist.deliver.charts.drawing.paint import EDGE, INK, RANGE
from watchlist.deliver.charts.drawing.sheet import (
    finish,
    number_axis,
    remark,
    room_beside,
    sheet,
    written,
)
from watchlist.deliver.charts.drawing.text import PLAIN, shortened, wrapped
from watchlist.deliver.charts.funnel import Funnel, FunnelArea, missing_said, span
from watchlist.evaluate.spc.funnels import Standing

_PLOT = 235.0  # points in height, with the words along the axis
_WORDS = 40.0  # of which the words take so many
_MANY = 60  # areas; from there on they are drawn smaller
_OWN = 13.0  # points


def draw(funnel: Funnel) -> Figure:
    """The figure of a funnel."""
    figure = sheet(_PLOT)
    axes = figure.add_subplot()
    _frame(axes, funnel)
    _areas(axes, funnel)
    _own(axes, funnel)
    _limits(axes, funnel)
    number_axis(axes, funnel.unit, funnel.least, funnel.most)
    _sizes(axes, funnel)
    finish(figure, axes, funnel.title, funnel.subtitle)
    return figure


def _areas(axes: Axes, funnel: Funnel) -> None:
    """All but the own, by where they stand."""
    others = [area for area in funnel.areas if area.drawn and not area.own]
    scale = 0.75 if len(others) > _MANY else 1.0
    for standing in (each for each in STANDINGS if each in {area.standing for area in others}):
        alike = [area for area in others if area.standing is standing]
        shape, look = STANDINGS[standing], _look(alike[0])
        axes.plot(*_places(alike), linestyle="none", marker=shape.marker, color=look.edge,
                  markersize=shape.size * scale, markerfacecolor=look.face, zorder=4,
                  markeredgewidth=1.1 * scale, label=alike[0].short or "areas")  # fmt: skip


def _own(axes: Axes, funnel: Funnel) -> None:
    """A star with its name."""
    for area in funnel.areas:
        if area.own and area.drawn:
            look, (size, value) = _look(area), _places([area])
            said = ", ".join(filter(None, (f"{area.name}: {area.figure}", area.short)))
            axes.plot(size, value, linestyle="none", marker="*", markersize=_OWN, color=look.edge,
                      markerfacecolor=look.face, markeredgewidth=1.2, zorder=6, label=said)  # fmt: skip
            name(axes, area.name, (size[0], value[0]), _places(funnel.areas), _PLOT - _WORDS)


def _look(area: FunnelArea) -> Look:
    differs = area.standing not in (Standing.NOT_DIFFERENT, Standing.UNKNOWN)
    return MERITS[area.merit] if differs else NOTHING


def _places(areas: Sequence[FunnelArea]) -> tuple[list[float], list[float]]:
    there = [
        (area.size.value, area.value) for area in areas if area.size and area.value is not None
    ]
    return [size for size, _ in there], [value for _, value in there]


def _limits(axes: Axes, funnel: Funnel) -> None:
    """The average, and between which limits areas are expected by chance."""
    if funnel.average:
        axes.axhline(funnel.average.value, color=EDGE, linewidth=1.4, zorder=2,
                     label=f"average of all: {funnel.average.text}")  # fmt: skip
    if funnel.curves is None:
        return
    curves = funnel.curves
    axes.fill_between(curves.sizes, curves.warning_lower, curves.warning_upper, facecolor=RANGE,
                      edgecolor="none", zorder=0.5, label="by chance: 95 areas in 100")  # fmt: skip
    outer = "by chance: 998 in 1,000"
    for line, label in ((curves.control_lower, outer), (curves.control_upper, "")):
        axes.plot(curves.sizes, line, color=EDGE, linewidth=1.1, linestyle=DASHES[0], zorder=2,
                  label=label)  # fmt: skip


def _frame(axes: Axes, funnel: Funnel) -> None:
    """As high and wide as the areas take, with the limits of one of middling size; the limits of
    the smallest run out of it."""
    sizes, values = _places(funnel.areas)
    if sizes:
        axes.set_xlim(*span(sizes))
    levels = [*values, *_middling(funnel)]
    if levels:
        tall = (max(levels) - min(levels) or abs(max(levels)) or 1) * 0.1
        axes.set_ylim(min(levels) - tall, max(levels) + tall)


def _middling(funnel: Funnel) -> Iterator[float]:
    """The outer limits of the area of middle size."""
    judged = [area for area in funnel.areas if area.limits and area.size]
    judged.sort(key=lambda area: area.size.value if area.size else 0.0)
    if judged and (limits := judged[len(judged) // 2].limits):
        yield from (limit.value for limit in limits.control)


def _sizes(axes: Axes, funnel: Funnel) -> None:
    """The axis of sizes, under it the areas that are not drawn, over it why none is judged."""
    room = room_beside(axes)
    below = [shortened(funnel.sized, room, PLAIN), missing_said(funnel.areas)]
    axes.set_xlabel("\n".join(wrapped(line, room, PLAIN) for line in below if line),
                    fontsize=PLAIN, color=INK)  # fmt: skip
    axes.xaxis.set_major_formatter(FuncFormatter(written))
    axes.tick_params(axis="x", labelsize=PLAIN, labelcolor=INK)
    if not any(area.drawn for area in funnel.areas):
        axes.set_xticks([])
    if funnel.unjudged:
        remark(axes, f"not judged: {funnel.unjudged}", sum(axes.get_xlim()) / 2)
