"""Indicators that were given up: what comes after their last period is not looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from watchlist.model.indicator import Indicator
from watchlist.model.panels import FIGURES
from watchlist.model.reading import Bools, Ints, Marker, Panel, Panels

#: Later than any column.
_NO_END = 2**31


def until_retired(panels: Panels, indicators: Mapping[str, Indicator]) -> Panels:
    """The panels without what stands after the last period of a retired indicator; a panel in which
    nothing does is the same one."""
    return {calendar: _until(panel, indicators) for calendar, panel in panels.items()}


def _until(panel: Panel, indicators: Mapping[str, Indicator]) -> Panel:
    past = past_end(panel, indicators)
    if past is None:
        return panel
    layers = {name: getattr(panel, name) for name in FIGURES}
    filled = {name: layer for name, layer in layers.items() if any(layer.strides)}
    cut: dict[str, Any] = {name: np.where(past, np.nan, each) for name, each in filled.items()}
    return replace(panel, marker=np.where(past, np.int8(Marker.NONE), panel.marker), **cut)


def past_end(panel: Panel, indicators: Mapping[str, Indicator]) -> Bools | None:
    """``bool [R, T]``: something stands there though its indicator was retired before; None where
    nothing does."""
    end = _ends(panel, indicators)
    if end is None:
        return None
    rows = np.flatnonzero(end[panel.indicator] < panel.shape[1] - 1)
    if not len(rows):
        return None
    past = np.zeros(panel.shape, dtype=np.bool_)
    after = np.arange(panel.shape[1]) > end[panel.indicator[rows]][:, None]
    past[rows] = after & (panel.marker[rows] != Marker.NONE)
    return past if past.any() else None


def _ends(panel: Panel, indicators: Mapping[str, Indicator]) -> Ints | None:
    """The column of the last period, for each of a panel's indicators; None where none has one."""
    known = (indicators.get(name) for name in panel.indicators)
    ends = [None if one is None else one.retired for one in known]
    if not any(end is not None for end in ends):
        return None
    return np.array([_NO_END if end is None else end for end in ends], np.int64) - panel.first
