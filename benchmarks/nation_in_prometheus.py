"""Three rules beside Prometheus, over as many readings as `prometheus.py` puts into one block: 30,400
series of 120 periods."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import invented
import nation
import numpy as np
import prometheus
import pyarrow as pa
import pyarrow.parquet as pq
from judged import CASES
from machine import duration, interleaved, table

from watchlist.model.reading import Floats, Marker
from watchlist.model.rule import Level, Rule, Rulebook, Selection
from watchlist.scan import looked_at, scan
from watchlist.sources.parquet_table import ParquetTable


def beside_prometheus(folder: Path) -> str:
    """Each asks for all three rules at the newest period, which is whole (where it is not, ours look
    at the latest reading before it, and Prometheus at none): a scan of a Parquet file, and instant
    queries over HTTP on loopback until the last byte."""
    if not prometheus.version():
        return "Prometheus is left out: `prometheus` and `promtool` are not installed."
    values = invented.values()
    values[:, -1] = np.where(np.isnan(values[:, -1]), 95.0005, values[:, -1])
    path = folder / "part.parquet"
    _write(path, values)
    with prometheus.serving(values) as address:
        asked = [prometheus.latest(case.words, address) for case in CASES]
        acts: dict[str, Callable[[], int]] = {
            "watchlist, from the file": lambda: _scanned(path),
            "Prometheus": lambda: sum(prometheus.count(act()) for act in asked),
        }
        true = {name: act() for name, act in acts.items()}
        if len(set(true.values())) > 1:
            raise SystemExit(f"the counts of true findings do not agree: {true}")
        took = interleaved(acts, rounds=5)
    rows = [[name, f"{true[name]:,}", duration(took[name])] for name in acts]
    return table(["", "true", "median"], rows)


def _scanned(path: Path) -> int:
    book = _book()
    found = scan(ParquetTable(path, looked_at(book)), book, nation.TODAY)
    return sum(part.num_rows for part in found)


def _book() -> Rulebook:
    named = invented.indicators()
    rules = {
        case.words: Rule(
            case.words,
            case.words,
            Selection(tuple(named)),
            {Level.AMBER: case.condition},
            case.words,
            case.words,
        )
        for case in CASES
    }
    return Rulebook(named, rules, invented.areas(), {}, "book", {})


def _write(path: Path, values: Floats) -> None:
    """As Prometheus has it: a figure that is missing is not there at all."""
    panel = invented.panel(values)
    size, (series, periods) = values.size, values.shape
    known = values.ravel() == values.ravel()
    table = pa.table(
        {
            "indicator": _coded(panel.indicator.repeat(periods), panel.indicators),
            "area": _coded(panel.area.repeat(periods), panel.areas),
            "period": pa.array(
                list(range(panel.first, panel.first + periods)) * series, pa.int32()
            ),
            "value": pa.array(values.ravel(), from_pandas=True),
            "marker": pa.array([int(Marker.FIGURE)] * size, pa.int8()),
        }
    )
    pq.write_table(table.filter(pa.array(known)), path)


def _coded(codes: object, names: tuple[str, ...]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), list(names))
