"""The figures of N readings: values, symbols, and shares worked out from their two counts."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from watchlist.model.indicator import Unit, UnitKind
from watchlist.model.reading import Bytes, Floats, Ints, Marker
from watchlist.sources.numbers import (
    NAN,
    Figure,
    multiplier,
    parse_figure,
    parse_number,
)
from watchlist.sources.parsed import Parsed
from watchlist.sources.rows import Rows, nullable

#: How the counts beside a value are read, and a quoted growth, whatever the indicator's own unit.
_COUNT = Unit(UnitKind.NUMBER)
_GROWTH = Unit(UnitKind.PERCENT)

#: Digits of a figure that has none.
_NONE = 127


def figures(rows: Rows) -> dict[str, pa.Array]:
    """The READINGS columns ``value digits marker numerator denominator target growth``."""
    read = rows.parse_by("value", lambda indicator: indicator.unit, parse_figure)
    _remark(rows, read)
    value = read.array(lambda figure: figure.value, NAN, np.float64)
    marker = read.array(lambda figure: figure.marker, Marker.MISSING, np.int8)
    numerator = _count(rows, "numerator", read.array(lambda f: f.numerator, NAN, np.float64))
    denominator = _count(rows, "denominator", read.array(lambda f: f.denominator, NAN, np.float64))
    _work_out(rows, value, marker, numerator, denominator)
    digits = read.array(lambda f: _NONE if f.digits is None else f.digits, _NONE, np.int8)
    target = rows.parse_by("target", lambda indicator: indicator.unit, parse_number)
    growth = rows.parse("growth", lambda text: parse_number(text, _GROWTH))
    return {
        "value": _floats(value),
        "digits": nullable(digits, digits == _NONE, pa.int8()),
        "marker": pa.array(marker),
        "numerator": _floats(numerator),
        "denominator": _floats(denominator),
        "target": _floats(target.array(float, NAN, np.float64)),
        "growth": _floats(growth.array(float, NAN, np.float64)),
    }


def _floats(values: Floats) -> pa.Array:
    return nullable(values, np.isnan(values), pa.float64())


def _count(rows: Rows, ours: str, in_value: Floats) -> Floats:
    """A count from its own column, else from a value like 90/108."""
    parsed = rows.parse(ours, lambda text: parse_number(text, _COUNT))
    counts = parsed.array(float, NAN, np.float64)
    return np.where(np.isnan(counts), in_value, counts)


def _remark(rows: Rows, read: Parsed[Figure]) -> None:
    """Says how unusual figures were read."""
    unusual = [at for at, figure in enumerate(read.results) if figure and figure.read_as]
    if not unusual:
        return
    found = np.flatnonzero(np.isin(read.which, unusual))
    texts = rows.column("value")
    for position in found.tolist():
        figure = read.results[read.which[position]]
        text = texts.texts[texts.codes[position]]
        rows.remarks.add([position], [f'"{text}" was read as {figure.read_as if figure else ""}'])


def _work_out(
    rows: Rows, value: Floats, marker: Bytes, numerator: Floats, denominator: Floats
) -> None:
    """Fills in the value of a share whose two counts are given and whose value is not. Nothing out
    of nothing is not applicable; something out of nothing is a fault, and so is what is too large."""
    times = np.array([*(multiplier(each.unit) or NAN for each in rows.indicators), NAN])
    per = times[rows.indicator]
    counted = ~(np.isnan(per) | np.isnan(numerator) | np.isnan(denominator))
    given = (marker == Marker.MISSING) & counted
    nothing = given & (denominator == 0)
    marker[nothing] = Marker.NOT_APPLICABLE
    wrong: Ints = np.flatnonzero(nothing & (numerator != 0))
    sentence = "denominator: is 0 and the numerator is not; correct one of them"
    rows.complaints.add(wrong.tolist(), [sentence] * len(wrong))
    filled = given & ~nothing
    with np.errstate(over="ignore"):
        value[filled] = per[filled] * numerator[filled] / denominator[filled]
    marker[filled] = Marker.FIGURE
    large: Ints = np.flatnonzero(filled & np.isinf(value))
    sentence = "numerator: the value worked out of it is too large; correct one of the two counts"
    rows.complaints.add(large.tolist(), [sentence] * len(large))
