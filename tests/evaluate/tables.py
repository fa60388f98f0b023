"""Panels as tables of readings: what a Parquet file would hold of them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa

from watchlist.model.reading import READINGS, Marker, Panel


def table_of(panels: Iterable[Panel]) -> pa.Table:
    """READINGS of all that stands in these panels, series by series, names as codes."""
    parts = [_readings(panel) for panel in panels]
    whole = pa.concat_tables([READINGS.empty_table(), *parts])
    for at, name in enumerate(("indicator", "area", "breakdown")):
        whole = whole.set_column(at, name, whole[name].dictionary_encode())
    return whole


def shuffled(table: pa.Table, seed: int) -> pa.Table:
    """The same readings in another order, in several pieces."""
    order = np.random.default_rng(seed).permutation(table.num_rows)
    half = len(order) // 2
    return pa.concat_tables([table.take(order[:half]), table.take(order[half:])])


def _readings(panel: Panel) -> pa.Table:
    rows, columns = np.nonzero(panel.marker != Marker.NONE)
    length = panel.length[rows, columns]
    span = np.where(length < 1, -np.round(length * 12), np.round(length)).astype(np.int16)
    given = {
        name: pa.array(getattr(panel, name)[rows, columns], from_pandas=True)
        for name in ("value", "numerator", "denominator", "target", "growth")
    }
    digits = panel.digits[rows, columns]
    return (
        pa.table(
            {
                "indicator": [panel.indicators[code] for code in panel.indicator[rows].tolist()],
                "area": [panel.areas[code] for code in panel.area[rows].tolist()],
                "breakdown": [panel.breakdowns[code] for code in panel.breakdown[rows].tolist()],
                "period": (panel.first + columns - np.maximum(span, 1) + 1).astype(np.int32),
                "span": span,
                "digits": pa.array(digits, mask=digits < 0),
                "marker": panel.marker[rows, columns],
                "status": panel.status[rows, columns],
                "published": pa.nulls(len(rows), READINGS.field("published").type),
                **given,
            }
        )
        .select(READINGS.names)
        .cast(READINGS)
    )
