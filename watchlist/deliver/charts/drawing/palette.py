"""A picture in the paints that are in it, and half of the ink for the edges of letters. A message
holds many pictures, and this makes them small; a choice of colours by how frequent they are would
blend hues that mean something.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from matplotlib.colors import to_rgb

from watchlist.deliver.charts.drawing.paint import PAINTS

Pixels = npt.NDArray[np.uint8]

_WHITE = 255
_PACKED = np.array([1 << 16, 1 << 8, 1])


def reduced(pixels: Pixels) -> tuple[Pixels, list[int]]:
    """Pixels (``[height, width, red-green-blue]``) → the number of a colour for each (``[height,
    width]``), and the colours, three numbers each."""
    packed = pixels.astype(np.int64) @ _PACKED
    found, places = np.unique(packed, return_inverse=True)
    there = np.stack([found >> 16, found >> 8 & _WHITE, found & _WHITE], axis=1)
    colours = _colours(found.tolist())
    away = ((there[:, None, :] - colours[None, :, :]) ** 2).sum(axis=2)
    nearest = away.argmin(axis=1).astype(np.uint8)
    return nearest[places].reshape(packed.shape), colours.ravel().tolist()


def _colours(found: list[int]) -> npt.NDArray[np.int64]:
    """The paints that were used, and the edges of letters."""
    paints = np.array([to_rgb(paint) for paint in PAINTS])
    whole = np.round(paints * _WHITE).astype(np.int64)
    used = whole[np.isin(whole @ _PACKED, found)]
    return np.unique(np.concatenate([used, (whole[:1] + _WHITE) // 2]), axis=0)
