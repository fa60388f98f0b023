"""Figures as lines that break where there is none."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from matplotlib.axes import Axes

from watchlist.model.reading import Floats

Dashes = tuple[float, tuple[float, ...]]

#: In the order in which they are taken; the first for a target.
DASHES: tuple[Dashes, ...] = ((0, (6, 2)), (0, (1.5, 1.5)), (0, (6, 2, 1.5, 2)), (0, (3, 4)))


def drawn(values: Iterable[float | None]) -> Floats:
    """As matplotlib takes them: a gap is NaN."""
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def level(axes: Axes, values: Floats, dashes: Dashes, colour: str, label: str) -> None:
    """What figures are held against: level over each period."""
    edges = np.arange(len(values) + 1) - 0.5
    axes.step(edges, np.append(values, values[-1:]), where="post", color=colour, linewidth=1.3,
              linestyle=dashes, label=label, zorder=3)  # fmt: skip
