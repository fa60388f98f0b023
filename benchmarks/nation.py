"""A nation's figures for `national.py`: 1,000 indicators in 152 areas over 120 months, always the same,
as one Parquet file, and ten rules as officers write them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from watchlist.model.period import Calendar, Frequency
from watchlist.model.reading import Floats, Marker
from watchlist.model.rule import Rulebook
from watchlist.rulebook.load import load_rulebook_text

INDICATORS, AREAS, PERIODS = 1000, 152, 120
MONTH = Calendar(Frequency.MONTH)
LAST = 12 * 2024 + 11
TODAY = date(2024, 12, 31)

#: So many indicators are made, written and read at once.
_TOGETHER = 50

RULES = {
    "below-85": "{below: 85}",
    "above-99": "{above: 99}",
    "off-target": "{worse_than: target}",
    "off-tolerance": "{worse_than: tolerance}",
    "outside": "{outside: 78 to 99.2}",
    "below-85-for-3": "{below: 85, for: 3}",
    "worse-than-england": "{worse_than: {area: England}, by: 9.9995 points}",
    "worse-than-neighbours": "{worse_than: {neighbours: average}, by: 9.9995 points}",
    "worse-than-a-year-ago": "{worse_than: a year ago, by: 10% of it}",
    "unusual": "{unusual: worse}",
}

#: Those that other engines are asked as well.
FOUR = ("below-85", "below-85-for-3", "worse-than-england", "worse-than-a-year-ago")


def book(indicators: int = INDICATORS, rules: tuple[str, ...] = tuple(RULES)) -> Rulebook:
    """The rulebook, read from its words: every area but England is the council's own."""
    return load_rulebook_text({"nation.yaml": "\n".join(_words(indicators, rules))})


def write(path: Path, indicators: int = INDICATORS, periods: int = PERIODS) -> None:
    """The readings in one file, series by series: the first of the indicators, the newest periods."""
    random = np.random.default_rng(2026)
    writer = None
    for first in range(0, indicators, _TOGETHER):
        table = _readings(random, range(first, min(first + _TOGETHER, indicators)), periods)
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer:
        writer.close()


def _readings(random: np.random.Generator, indicators: range, periods: int) -> pa.Table:
    """READINGS without the columns in which nothing is; a figure that is missing is said to be."""
    series = len(indicators) * AREAS
    figures = _figures(random, series, periods)
    missing = np.isnan(figures)
    size = figures.size
    return pa.table(
        {
            "indicator": _coded(np.repeat(np.arange(series) // AREAS, periods), _named(indicators)),
            "area": _coded(np.repeat(np.arange(series) % AREAS, periods), area_names()),
            "breakdown": _coded(np.zeros(size), [""]),
            "period": np.tile(np.arange(LAST - periods + 1, LAST + 1, dtype=np.int32), series),
            "span": np.ones(size, dtype=np.int16),
            "value": pa.array(figures, from_pandas=True),
            "digits": pa.array(np.full(size, 4, dtype=np.int8), mask=missing),
            "marker": np.where(missing, np.int8(Marker.MISSING), np.int8(Marker.FIGURE)),
            "status": np.zeros(size, dtype=np.int8),
        }
    )


def _figures(random: np.random.Generator, series: int, periods: int) -> Floats:
    """Percentages that drift from month to month, 2% missing; of the newest month and of England none
    is, since there the rules look for an older figure and plain queries do not.

    No figure is exactly 85, nor exactly 90% of another (each ends in 5 ten-thousandths), and no gap
    is exactly that of a rule: what a plain comparison of binary fractions says of a tie is not what
    is compared here."""
    level = random.normal(91, 5, (series, 1))
    steps = random.normal(0, 1.6, (series, PERIODS))
    drift = np.zeros_like(steps)
    for month in range(1, PERIODS):
        drift[:, month] = 0.9 * drift[:, month - 1] + steps[:, month]
    figures = np.round(np.clip(level + drift, 20, 99.3), 3) + 0.0005
    missing = random.random(figures.shape) < 0.02
    missing[:, -1] = missing[::AREAS] = False
    figures[missing] = np.nan
    return figures[:, -periods:].ravel()


def _coded(codes: npt.NDArray[Any], names: Iterable[str]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(codes.astype(np.int32), list(names))


def _named(numbers: Iterable[int]) -> Iterator[str]:
    return (f"indicator-{number:04}" for number in numbers)


def area_names() -> Iterator[str]:
    yield "England"
    yield from (f"area-{number:03}" for number in range(1, AREAS))


def _words(indicators: int, rules: tuple[str, ...]) -> Iterator[str]:
    yield "areas:"
    yield "  England: {level: country}"
    for number in range(1, AREAS):
        near = (f"area-{(number + step - 1) % (AREAS - 1) + 1:03}" for step in range(1, 11))
        yield f"  area-{number:03}: {{own: true, neighbours: {{2015-01: [{', '.join(near)}]}}}}"
    yield "defaults: {every: month, unit: percent, better: higher, target: 88,"
    yield "  tolerance: 5 points, owner: head}"
    yield "indicators:"
    yield from (f"  {name}: {{title: Invented {name}}}" for name in _named(range(indicators)))
    yield "rules:"
    for name in rules:
        yield f"  {name}: {{title: {name}, indicators: all, amber: {RULES[name]}}}"
