"""``for`` and ``in``: the same comparison over several consecutive periods."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from watchlist.evaluate.truth import Truth
from watchlist.model.reading import Bytes, Ints


def within(bare: Bytes, needed: int, among: int) -> Bytes:
    """``int8 [N, T]``: whether ``bare`` holds in ``needed`` of the last ``among`` periods.

    This is the ``needed``-th greatest truth in the window, which is what ``any`` of all choices of
    ``needed`` periods gives; before the first column it is unknown. The reading's own period goes
    first: where that is unknown or not judged, so is the window.
    """
    if among == 1:
        return bare
    reached = _least(bare, among) if needed == among else _greatest(bare, needed, among)
    judged = (bare == Truth.FALSE) | (bare == Truth.TRUE)
    np.copyto(reached, bare, where=~judged)
    return reached


def _least(bare: Bytes, among: int) -> Bytes:
    """The least truth in the window: that of ``for``, where all must hold."""
    least = bare.copy(order="K")
    for lag in range(1, among):
        np.minimum(least[:, lag:], bare[:, :-lag], out=least[:, lag:])
    before = least[:, : among - 1]
    np.minimum(before, np.int8(Truth.UNKNOWN), out=before)
    return least


def _greatest(bare: Bytes, needed: int, among: int) -> Bytes:
    """The ``needed``-th greatest truth in the window."""
    greatest = np.zeros(bare.shape, dtype=np.int8)
    for truth in (Truth.FALSE, Truth.UNKNOWN, Truth.TRUE):
        greatest += _count(bare, truth, among) >= needed
    return greatest


def _count(bare: Bytes, truth: Truth, among: int) -> npt.NDArray[np.int16]:
    """In how many of the last periods it is at least ``truth``."""
    reached = bare >= truth
    count = reached.astype(np.int16)
    for lag in range(1, among):
        count[:, lag:] += reached[:, :-lag]
        count[:, :lag] += truth <= Truth.UNKNOWN
    return count


def latest_true(bare: Bytes, truth: Bytes) -> Ints:
    """``int [N, T]``: where ``truth`` holds, the latest column at which ``bare`` did; elsewhere the
    column itself."""
    columns = np.arange(bare.shape[1])
    latest = np.maximum.accumulate(np.where(bare == Truth.TRUE, columns, -1), axis=1)
    return np.where(truth == Truth.TRUE, latest, columns)
