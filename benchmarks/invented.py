"""Invented figures for `evaluate.py`: a panel of a nation's size, always the same."""

from __future__ import annotations

import numpy as np

from watchlist.model.indicator import Area, Better, Indicator, Unit, UnitKind
from watchlist.model.period import Calendar, Frequency
from watchlist.model.reading import NEVER, Floats, Marker, Panel

INDICATORS, AREAS, PERIODS = 200, 152, 120
SERIES = INDICATORS * AREAS
MONTH = Calendar(Frequency.MONTH)
FIRST = 12 * 2015


def indicators(count: int = INDICATORS) -> dict[str, Indicator]:
    """Percentages of which more is better."""
    return {
        name: Indicator(name, name, Unit(UnitKind.PERCENT), Better.HIGHER, MONTH)
        for name in (f"indicator-{number}" for number in range(count))
    }


def areas() -> dict[str, Area]:
    """Every area is the council's own: a nation that looks after itself."""
    names = (f"area-{number}" for number in range(AREAS))
    return {name: Area(name, own=True) for name in names}


def values() -> Floats:
    """``float64 [series, periods]``: percentages that drift from month to month, 2% missing.

    No figure is exactly 85 nor exactly 90% of another (each ends in 5 ten-thousandths): what a
    plain comparison of binary fractions says of a tie is not what is compared here."""
    random = np.random.default_rng(2026)
    level = random.normal(91, 5, (SERIES, 1))
    steps = random.normal(0, 1.6, (SERIES, PERIODS))
    drift = np.zeros_like(steps)
    for month in range(1, PERIODS):
        drift[:, month] = 0.9 * drift[:, month - 1] + steps[:, month]
    figures = np.round(np.clip(level + drift, 20, 99), 3) + 0.0005
    figures[random.random(figures.shape) < 0.02] = np.nan
    return figures


def panel(figures: Floats) -> Panel:
    """The figures as they come out of the store: a row for each area of each indicator."""
    count = len(figures) // AREAS
    unfilled = np.broadcast_to(np.float64("nan"), figures.shape)
    missing = np.isnan(figures)
    return Panel(
        calendar=MONTH,
        first=FIRST,
        indicators=tuple(indicators(count)),
        areas=tuple(areas()),
        breakdowns=("",),
        indicator=np.repeat(np.arange(count), AREAS),
        area=np.tile(np.arange(AREAS), count),
        breakdown=np.zeros(len(figures), dtype=np.int64),
        value=figures,
        marker=np.where(missing, np.int8(Marker.MISSING), np.int8(Marker.FIGURE)),
        digits=np.where(missing, np.int8(-1), np.int8(4)),
        numerator=unfilled,
        denominator=unfilled,
        target=unfilled,
        growth=unfilled,
        length=np.broadcast_to(1.0, figures.shape),
        status=np.zeros(figures.shape, dtype=np.int8),
        series_id=np.arange(len(figures)),
        judged_to=np.full(len(figures), NEVER, dtype=np.int64),
    )
