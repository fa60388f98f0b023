"""Every judged cell of a backtest as columns, for CSV and JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from watchlist.backtest import Judged
from watchlist.evaluate.deciding import held_against
from watchlist.evaluate.rows import places
from watchlist.evaluate.truth import Truth
from watchlist.model.finding import Verdict
from watchlist.model.pooled import label
from watchlist.model.reading import Ints, Marker, Panel, written
from watchlist.model.rule import Rulebook

#: The columns, in this order. ``info`` is the truth of a rule's level of that name, else empty.
COLUMNS = (
    "rule", "indicator", "area", "breakdown", "period", "verdict", "info", "figure", "held_against",
)  # fmt: skip

_VERDICTS = [verdict.name.lower().replace("_", " ") for verdict in Verdict]
_TRUTHS = [truth.name.lower().replace("_", " ") for truth in Truth]


def cells(judged: Judged, book: Rulebook) -> list[list[Any]]:
    """A list for each of COLUMNS, with a place for every cell that could be judged: series by
    series, the oldest period first. What there is nothing to say of is left out."""
    found, panel = judged.found, judged.found.panel
    info = np.zeros_like(found.verdict) if found.info is None else found.info
    wanted = judged.there & ((found.verdict != Verdict.NOT_JUDGED) | (info != Truth.NOT_JUDGED))
    n, t = places(wanted[:, judged.columns])
    t = t + judged.columns.start
    rows = found.rows[n]
    return [
        [found.rule.id] * len(n),
        _taken(panel.indicators, panel.indicator[rows]),
        _taken(panel.areas, panel.area[rows]),
        _taken(panel.breakdowns, panel.breakdown[rows]),
        _labels(panel, book)[panel.indicator[rows], t].tolist(),
        _taken(_VERDICTS, found.verdict[n, t]),
        [""] * len(n) if found.info is None else _taken(_TRUTHS, info[n, t]),
        _figures(panel, rows, t),
        [None if held != held else held for held in held_against(found)[n, t].tolist()],
    ]


def years_of(indicator: str, book: Rulebook) -> int:
    """How many years each figure of an indicator covers."""
    known = book.indicators.get(indicator)
    return known.pooled if known else 1


def _labels(panel: Panel, book: Rulebook) -> Any:
    """The label of each column, for each of a panel's indicators."""
    columns = range(panel.first, panel.first + panel.shape[1])
    years = [years_of(name, book) for name in panel.indicators]
    labels = {many: [label(panel.calendar, at, many) for at in columns] for many in set(years)}
    return np.array([labels[many] for many in years], dtype=object)


def _taken(words: Sequence[str], places: Any) -> list[str]:
    taken: list[str] = np.array(words, dtype=object)[places].tolist()
    return taken


def _figures(panel: Panel, rows: Ints, columns: Any) -> list[str]:
    layers = (panel.value, panel.digits, panel.marker)
    given = (layer[rows, columns].tolist() for layer in layers)
    return [_figure(*one) for one in zip(*given, strict=True)]


def _figure(value: float, digits: int, marker: int) -> str:
    """A figure with the digits it was written with, or the symbol that stands for it."""
    if value != value or marker not in (Marker.FIGURE, Marker.UNRELIABLE):
        return Marker(marker).symbol
    return written(value, digits).replace(",", "")
