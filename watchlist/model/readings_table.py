"""What a table must be like to be taken for READINGS as it lies, and what is wrong in one that is not.

A table from elsewhere need not have every column, nor ours exactly: names may be codes of a
dictionary, whole numbers of any width, figures of any precision. Who leaves a column out says that
nothing is in it: no breakdown, one period, a figure where there is a value, final.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from watchlist.model.errors import Fault, FaultsError, Mark
from watchlist.model.period import Calendar
from watchlist.model.reading import Marker, Status

NAMES = ("indicator", "area", "breakdown")
CODES = ("period", "span", "digits", "marker", "status")
FIGURES = ("value", "numerator", "denominator", "target", "growth")

#: All that is looked at; when a figure was published is not.
COLUMNS = (*NAMES, *CODES, *FIGURES)

#: What no table can be without.
NEEDED = ("indicator", "area", "period", "value")

#: Where a null says that something was forgotten, not that there is nothing.
_FILLED = ("indicator", "area", "breakdown", "period", "span", "marker", "status")

_OLDEST, _NEWEST = date(1900, 1, 1), date(2199, 12, 31)

#: Any whole number that is a period of some calendar.
_EVERY = (0, 2**31)


class Coded:
    """A column of names as codes, without looking at the names of the rows."""

    def __init__(self, column: pa.ChunkedArray) -> None:
        coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        self._chunks = coded.unify_dictionaries().chunks

    @cached_property
    def codes(self) -> npt.NDArray[np.int32]:
        """``int32 [rows]``: of each row its place among the names."""
        parts = [
            pc.fill_null(chunk.indices, 0).to_numpy(zero_copy_only=False) for chunk in self._chunks
        ]
        codes = parts[0] if len(parts) == 1 else np.concatenate([np.empty(0, np.int32), *parts])
        return codes.astype(np.int32, copy=False)

    @cached_property
    def names(self) -> list[str]:
        return self._chunks[0].dictionary.to_pylist() if self._chunks else []


def refuse(
    table: pa.Table, calendars: Mapping[str, Calendar], path: str = "the table", row: int = 1
) -> None:
    """Raises :class:`FaultsError` where columns are missing or hold what they cannot. ``row`` is the
    number of the table's first row, ``calendars`` has that of each indicator that is known."""
    refuse_columns(table.schema, path)
    if found := list(_wrong_rows(table, calendars)):
        raise FaultsError([Fault(Mark(path, row + at), sentence) for at, sentence in found])


def refuse_columns(schema: pa.Schema, path: str = "the table") -> None:
    """Raises :class:`FaultsError` where columns are missing or of other types."""
    if wrong := list(_wrong_columns(schema)):
        raise FaultsError([Fault(Mark(path), sentence) for sentence in wrong])


def _wrong_columns(schema: pa.Schema) -> Iterator[str]:
    """What is wrong with the columns: those that are missing, and those of other types."""
    for name in NEEDED:
        if name not in schema.names:
            yield f'has no column "{name}": it needs {", ".join(NEEDED[:-1])} and {NEEDED[-1]}'
    for name in COLUMNS:
        if name in schema.names and not _fits(name, kind := schema.field(name).type):
            yield f'the column "{name}" should hold {_holds(name)}, and holds {kind}'


def _fits(name: str, kind: pa.DataType) -> bool:
    if name in NAMES:
        plain = kind.value_type if pa.types.is_dictionary(kind) else kind
        return any(is_text(plain) for is_text in _TEXT)
    number = pa.types.is_integer(kind) or pa.types.is_null(kind)
    if name in CODES:
        return bool(number)
    return bool(number or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


_TEXT: tuple[Callable[[pa.DataType], bool], ...] = (
    pa.types.is_string,
    pa.types.is_large_string,
    pa.types.is_string_view,
)


def _holds(name: str) -> str:
    if name in NAMES:
        return "text"
    if name == "period":
        return "whole numbers (a month is 12 times its year and its number, less 1)"
    return "whole numbers" if name in CODES else "numbers"


def _wrong_rows(table: pa.Table, calendars: Mapping[str, Calendar]) -> Iterator[tuple[int, str]]:
    """The first row in which a column holds what it cannot, for each such column, and the sentence."""
    for name in _FILLED:
        if name in table.column_names and table[name].null_count:
            yield _first(pc.is_null(table[name])), f"has no {name}"
    for name, allowed in _ALLOWED.items():
        if name in table.column_names and (row := _outside(table[name], *allowed)) is not None:
            yield row, f"{name} {table[name][row]} is not one of {allowed[0]} to {allowed[1]}"
    if "span" in table.column_names:
        row = _outside(pc.equal(table["span"], 0).cast(pa.int8()), 0, 0)
        if row is not None:
            yield row, "a figure covers one period or several, not 0"
    for name in FIGURES:
        if name in table.column_names and (row := _endless(table[name])) is not None:
            yield row, f"{name} is infinite"
    yield from _odd_periods(table, calendars)


_ALLOWED = {
    "marker": (int(Marker.FIGURE), int(max(Marker))),
    "status": (int(min(Status)), int(max(Status))),
    "span": (-11, 120),
}


def _first(holds: pa.ChunkedArray) -> int:
    return int(pc.index(holds, True).as_py())


def _outside(column: pa.ChunkedArray, low: int, high: int) -> int | None:
    """The first row with a number that is not among those allowed."""
    found = pc.min_max(column).as_py()
    if found["min"] is None or (found["min"] >= low and found["max"] <= high):
        return None
    return _first(pc.or_(pc.less(column, low), pc.greater(column, high)))


def _endless(column: pa.ChunkedArray) -> int | None:
    if not pa.types.is_floating(column.type):
        return None
    found = pc.min_max(column).as_py()
    if found["min"] is None or not (np.isinf(found["min"]) or np.isinf(found["max"])):
        return None
    return _first(pc.is_inf(column))


def _odd_periods(table: pa.Table, calendars: Mapping[str, Calendar]) -> Iterator[tuple[int, str]]:
    """A month that lies in no year of three centuries was counted in another way."""
    indicator = Coded(table["indicator"])
    bounds = [_bounds(calendars.get(name)) for name in indicator.names]
    alike = set(bounds) - {_EVERY}
    if not alike:
        return
    row = _outside(table["period"], *_common(alike))
    if row is None:
        return
    low, high = np.array(bounds, dtype=np.int64).T
    period = table["period"].to_numpy()
    odd = np.flatnonzero((period < low[indicator.codes]) | (period > high[indicator.codes]))
    if len(odd):
        row = int(odd[0])
        calendar = calendars[indicator.names[indicator.codes[row]]]
        newest = calendar.containing(_NEWEST)
        yield (
            row,
            (
                f"period {period[row]} is no {calendar.noun} from 1900 to 2199: they are counted up to "
                f"{newest}, which is {calendar.label(newest)}"
            ),
        )


def _common(bounds: Iterable[tuple[int, int]]) -> tuple[int, int]:
    lows, highs = zip(*bounds, strict=True)
    return max(lows), min(highs)


def _bounds(calendar: Calendar | None) -> tuple[int, int]:
    if calendar is None:
        return _EVERY
    return calendar.containing(_OLDEST), calendar.containing(_NEWEST)
