"""Quantiles: which tenth, fifth or quarter of all areas each one is in."""

from __future__ import annotations

import numpy as np

from watchlist.model.reading import Floats, Ints

#: What stands where there is no quantile.
NO_QUANTILE = 0


def quantiles(values: Floats, count: int, *, highest_first: bool = True) -> Ints:
    """Of each area (``[m]``, NaN is missing) its quantile from 1 to ``count``; `NO_QUANTILE` where its
    value is missing, and everywhere when fewer than ``count`` are known.

    ``highest_first``: quantile 1 holds the highest values. Equal values share the lowest rank, and
    with it the quantile. Raises ValueError for infinite values and a count under 1. Source:
    PHEindicatormethods ``phe_quantile``; OHID technical guide, Assigning Deprivation Categories.
    """
    if count < 1:
        raise ValueError(f"there are 1 or more quantiles, not {count}")
    if np.isinf(values).any():
        raise ValueError("an infinite value has no quantile")
    there = np.flatnonzero(~np.isnan(values))
    found = np.full(values.shape, NO_QUANTILE, dtype=np.int64)
    areas = len(there)
    if areas >= count:
        known = -values[there] if highest_first else values[there]
        rank = np.searchsorted(np.sort(known), known) + 1
        placed = np.floor((count + 1) - np.ceil((areas + 1 - rank) / (areas / count)))
        found[there] = np.maximum(1, placed)
    return found
