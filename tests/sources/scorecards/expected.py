"""A figure that must be found in a scorecard."""

from __future__ import annotations

from typing import NamedTuple


class Expected(NamedTuple):
    """``value`` None: there is none, for the reason of ``marker`` ("missing", "confidential", …)."""

    indicator: str
    breakdown: str
    period: str
    value: float | None
    marker: str = "figure"
    status: str = "final"
    target: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    area: str = "Saltmarsh"
