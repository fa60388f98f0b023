"""A sparkline as a drawing: a line without axes, its last point marked by merit."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from watchlist.deliver.charts.drawing.lines import drawn
from watchlist.deliver.charts.drawing.marks import SPARKS
from watchlist.deliver.charts.drawing.paint import FAINT, SMALL_GAP
from watchlist.deliver.charts.drawing.sheet import DOTS
from watchlist.deliver.charts.periods import gaps
from watchlist.deliver.charts.sparkline import Sparkline
from watchlist.model.reading import Floats

#: Pixels where it is shown; drawn at twice that.
_WIDE, _HIGH = 120, 28
_AROUND = 7  # shown pixels left free around the line, so that the last mark is whole


def draw(spark: Sparkline) -> Figure:
    """The figure of a sparkline; each gap is a band, of which the words say why."""
    figure = Figure(figsize=(2 * _WIDE / DOTS, 2 * _HIGH / DOTS), dpi=DOTS)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    values = drawn(point.value for point in spark.points)
    for gap in gaps(spark.points):
        axes.axvspan(gap.first - 0.5, gap.last + 0.5, facecolor=SMALL_GAP, linewidth=0)
    axes.plot(values, color=FAINT, linewidth=1.1, marker="o", markersize=1.2, zorder=2)
    _last(axes, spark)
    _frame(axes, values)
    return figure


def _last(axes: Axes, spark: Sparkline) -> None:
    if spark.points and spark.points[-1].value is not None:
        shape, look = SPARKS[spark.merit]
        axes.plot(len(spark.points) - 1, spark.points[-1].value, marker=shape.marker,
                  markersize=shape.size, color=look.edge, markerfacecolor=look.face,
                  markeredgewidth=1.2, zorder=3, clip_on=False)  # fmt: skip


def _frame(axes: Axes, values: Floats) -> None:
    """Room around the line for the last mark."""
    count, known = max(len(values), 1), values[np.isfinite(values)]
    beside = max((count - 1) * _AROUND / (_WIDE - 2 * _AROUND), 0.5)
    axes.set_xlim(-beside, count - 1 + beside)
    if len(known):
        low, high = float(known.min()), float(known.max())
        over = (high - low) * _AROUND / (_HIGH - 2 * _AROUND) or max(abs(high), 1) * 0.5
        axes.set_ylim(low - over, high + over)
