"""Bands for periods without a figure, each with why; where there is no room, the legend says it."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from watchlist.deliver.charts.drawing.paint import GAP, INK
from watchlist.deliver.charts.drawing.sheet import room_beside
from watchlist.deliver.charts.drawing.text import SMALL, shortened, width
from watchlist.deliver.charts.periods import Gap, Period, gaps

_LINE = 1.25 * SMALL  # points that a line of text takes
#: How high in the axes words can begin, and so many points of them there is room for.
_LEVELS = ((0.03, 84.0), (0.52, 84.0))


def gap_bands(axes: Axes, periods: Sequence[Period]) -> list[Artist]:
    """Draws the bands; what is to stand in the legend for them."""
    each = room_beside(axes) / max(len(periods), 1)
    ends = [-_LINE] * len(_LEVELS)  # how far along the axis each level is written on
    unsaid: dict[str, None] = {}
    for gap in gaps(periods):
        axes.axvspan(gap.first - 0.5, gap.last + 0.5, color=GAP, zorder=1, linewidth=0)
        middle, half = each * (gap.first + gap.last + 1) / 2, _takes(gap, each) / 2
        level = next((at for at, end in enumerate(ends) if end <= middle - half), None)
        if level is None:
            unsaid[gap.reason] = None
        else:
            ends[level] = middle + half
            _why(axes, gap, level, upright=half * 2 == _LINE)
    return [Patch(color=GAP, label=f"no figure: {reason}") for reason in unsaid]


def _takes(gap: Gap, each: float) -> float:
    """Points that the words take along the axis: across where they fit into the band."""
    across = width(gap.reason, SMALL)
    return across if across <= each * (gap.last - gap.first + 1) - 2 else _LINE


def _why(axes: Axes, gap: Gap, level: int, upright: bool) -> None:
    height, room = _LEVELS[level]
    why = shortened(gap.reason, room, SMALL) if upright else gap.reason
    axes.text(
        (gap.first + gap.last) / 2, height, why,
        transform=axes.get_xaxis_transform(), rotation=90 if upright else 0, ha="center",
        va="bottom", fontsize=SMALL, color=INK, zorder=3.5,
    )  # fmt: skip
