"""Means of decimals, over series and over periods."""

from __future__ import annotations

import numpy as np

from watchlist.model.reading import Bools, Floats, Ints

#: A sum within this share of its parts is nothing but what binary fractions leave behind.
_ROUNDING = 1e-12


class Sum:
    """Figures added up cell by cell, ``[N, T]``: always one after the other, so that the digits do
    not hang on the shape; and none is taken away again, since one that was large would leave its
    rounding in what remains."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self._total = np.zeros(shape)
        self._size = np.zeros(shape)

    def add(self, figures: Floats, since: int = 0) -> None:
        """Figures (0 for one that is not known) of the columns from ``since`` on."""
        self._total[:, since:] += figures
        self._size[:, since:] += np.abs(figures)

    def mean(self, known: Ints, where: Bools) -> Floats:
        """``float64 [N, T]``, given how many figures are known; NaN elsewhere. Decimals that cancel
        out (0.1 + 0.2 - 0.3) are 0."""
        self._total[np.abs(self._total) <= _ROUNDING * self._size] = 0
        mean: Floats = np.divide(
            self._total, known, out=np.full(self._total.shape, np.nan), where=where
        )
        return mean
