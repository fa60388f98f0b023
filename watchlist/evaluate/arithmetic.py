"""The *inconsistent* check: figures that disagree with their own parts or their own growth."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from watchlist.evaluate.checked import EXACT, Checked, Figures
from watchlist.model.indicator import Indicator, UnitKind
from watchlist.model.reading import Bools, Floats, Ints
from watchlist.model.register import DataCheck

#: A quoted growth is taken as written with at most so many decimals.
_DECIMALS = 6


def inconsistent(data: Checked) -> Iterator[DataCheck]:
    """At most one for each reading, whichever of its figures disagree."""
    disagree: dict[tuple[int, int], Figures] = {}
    for row, column, figures in (*_parts(data), *_growth(data)):
        disagree.setdefault((row, column), {}).update(figures)
    for (row, column), figures in sorted(disagree.items()):
        yield data.found("inconsistent", row, column, figures)


def _parts(data: Checked) -> Iterator[tuple[int, int, Figures]]:
    """Readings whose value is not what their numerator and denominator give."""
    panel, rows = data.panel, data.rows("inconsistent")
    value, numerator, denominator = (
        layer[rows] for layer in (panel.value, panel.numerator, panel.denominator)
    )
    given = ~np.isnan(value) & ~np.isnan(numerator) & (denominator > 0) & (panel.digits[rows] >= 0)
    n, column = np.nonzero(given & ~np.isnan(data.facts(rows, _scale))[:, None])
    at = (rows[n], column)
    stated, parts = panel.value[at], (panel.numerator[at], panel.denominator[at])
    implied = data.facts(at[0], _scale) * parts[0] / parts[1]
    digits = panel.digits[at].astype(np.int64)
    for i in np.flatnonzero(_disagree(stated, implied, digits)).tolist():
        yield (
            int(at[0][i]),
            int(column[i]),
            {
                "value": float(stated[i]),
                "digits": float(digits[i]),
                "numerator": float(parts[0][i]),
                "denominator": float(parts[1][i]),
                "implied": float(implied[i]),
            },
        )


def _growth(data: Checked) -> Iterator[tuple[int, int, Figures]]:
    """Readings with a quoted growth that is not that of the value against the period before."""
    panel, rows = data.panel, data.rows("inconsistent")
    if not any(panel.growth.strides):
        return  # a layer that nobody fills
    n, before = np.nonzero(~np.isnan(panel.growth[rows, 1:]))
    at, earlier = (rows[n], before + 1), (rows[n], before)
    quoted, value, past = panel.growth[at], panel.value[at], panel.value[earlier]
    past = np.where(panel.length[at] == panel.length[earlier], past, np.nan)
    grown = np.divide(100 * (value - past), past, out=np.full(len(n), np.nan), where=past != 0)
    for i in np.flatnonzero(_disagree(quoted, grown, _decimals(quoted))).tolist():
        yield (
            int(at[0][i]),
            int(at[1][i]),
            {
                "value": float(value[i]),
                "before": float(past[i]),
                "quoted": float(quoted[i]),
                "implied_growth": float(grown[i]),
            },
        )


def _disagree(stated: Floats, implied: Floats, digits: Ints) -> Bools:
    """Further apart than half the last digit of what was stated; NaN agrees with everything."""
    slack = EXACT * np.maximum(np.abs(stated), np.abs(implied))
    apart: Bools = np.abs(stated - implied) > 0.5 * 10.0**-digits + slack
    return apart


def _decimals(figures: Floats) -> Ints:
    """``int [n]``: with how many decimals each figure is written at its shortest."""
    places = np.arange(_DECIMALS + 1)
    exact = [np.isclose(np.round(figures, each), figures, rtol=EXACT, atol=0) for each in places]
    exact[-1] = np.ones(len(figures), dtype=np.bool_)
    fewest: Ints = np.argmax(exact, axis=0)
    return fewest


def _scale(indicator: Indicator) -> float:
    """What numerator over denominator is multiplied by to give the value; NaN: not comparable."""
    match indicator.unit.kind:
        case UnitKind.PERCENT:
            return 100.0
        case UnitKind.COUNT:
            return np.nan
    return float(indicator.unit.per or 1)
