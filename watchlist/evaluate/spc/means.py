"""Means that ties can rely on, and which figures arithmetic can be done with."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

#: No figure of a council is larger; up to here no sum, difference or limit overflows.
LARGEST = 1e300


def mean(figures: Sequence[float]) -> float:
    """The mean, correctly rounded, so that the mean of equal figures is that figure.

    ``math.fsum`` rounds the sum once and the division rounds again, which is one digit off for
    some constants (7.3 nineteen times). What is left over is therefore shared out once more, as
    R's ``mean`` does. ``figures`` must not be empty, and none beyond `LARGEST`.
    """
    count = len(figures)
    near = math.fsum(figures) / count
    return near + math.fsum((*figures, *(-near,) * count)) / count


def median(figures: Sequence[float]) -> float:
    """The middle figure, or the mean of the two middle ones. ``figures`` must not be empty."""
    ordered, half = sorted(figures), len(figures) // 2
    return ordered[half] if len(ordered) % 2 else mean(ordered[half - 1 : half + 1])


def known(figures: Iterable[float | None]) -> list[float]:
    """The figures that are there."""
    return [figure for figure in figures if figure is not None]


def checked(figures: Iterable[float | None]) -> tuple[float | None, ...]:
    """The figures with NaN read as missing (None). Raises ValueError for an infinite one and for
    one beyond `LARGEST`, and says which."""
    taken = tuple(
        None if figure is None or math.isnan(figure) else float(figure) for figure in figures
    )
    for place, figure in enumerate(taken, start=1):
        if figure is not None and abs(figure) > LARGEST:
            raise ValueError(
                f"value {place} is {figure:g}: nothing beyond {LARGEST:g} can be charted"
            )
    return taken
