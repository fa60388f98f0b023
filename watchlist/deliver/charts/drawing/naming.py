"""Where a name has room beside a place that is marked among many."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from watchlist.deliver.charts.drawing.paint import INK, WHITE
from watchlist.deliver.charts.drawing.sheet import room_beside
from watchlist.deliver.charts.drawing.text import SMALL, shortened, width
from watchlist.model.reading import Floats

Places = tuple[Sequence[float], Sequence[float]]

#: Points from the place to the name: to its left or right end (0: to its middle), and to its foot.
_BESIDE = ((8, 5), (-8, 5), (8, -5 - SMALL), (-8, -5 - SMALL), (0, 9), (0, -9 - SMALL))
_SIDES = {1: "left", 0: "center", -1: "right"}
_LONGEST = 150.0  # points


def name(axes: Axes, words: str, place: tuple[float, float], others: Places, high: float) -> None:
    """Writes it under the places, where it meets the fewest of them and stays in the axes, which are
    ``high`` points high and have their limits already."""
    said = shortened(words, _LONGEST, SMALL, bold=True)
    size = room_beside(axes), high
    own, around = _points(axes, ([place[0]], [place[1]]), size), _points(axes, others, size)
    wide = width(said, SMALL, bold=True)
    beside = min(_BESIDE, key=lambda one: _covered(own[0], one, wide, around, size))
    axes.annotate(
        said, place, beside, textcoords="offset points", fontsize=SMALL, color=INK, zorder=3.5,
        ha=_SIDES[int(np.sign(beside[0]))], fontweight="bold",
        bbox={"facecolor": WHITE, "edgecolor": "none", "alpha": 0.75, "pad": 0.8},
    )  # fmt: skip


def _points(axes: Axes, places: Places, size: tuple[float, float]) -> Floats:
    """Places in points from the lower left corner of the axes."""
    found = []
    for values, (low, high), long in zip(
        places, (axes.get_xlim(), axes.get_ylim()), size, strict=True
    ):
        found.append((np.asarray(values, dtype=np.float64) - low) / (high - low) * long)
    return np.stack(found, axis=1)


def _covered(
    own: Floats, beside: tuple[float, float], wide: float, around: Floats, size: tuple[float, float]
) -> int:
    """How many places the name would cover; very many where it would leave the axes."""
    left = own[0] + beside[0] - wide * (1 - np.sign(beside[0])) / 2
    low = own[1] + beside[1]
    outside = left < 0 or left + wide > size[0] or low < 0 or low + SMALL > size[1]
    across = (around[:, 0] > left - 3) & (around[:, 0] < left + wide + 3)
    up = (around[:, 1] > low - 3) & (around[:, 1] < low + SMALL + 3)
    return int((across & up).sum()) + len(around) * bool(outside)
