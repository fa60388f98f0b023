"""What every layout of a file is brought into: our own columns, still as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from watchlist.model.reading import Bools, Ints
from watchlist.sources.settings import SourceMeaning
from watchlist.sources.sheet import Coded, Sheet, combine


@dataclass(frozen=True, eq=False)
class Raw:
    """N readings as text. ``rows`` are their rows in the sheet, ``columns`` our column: its texts
    (N codes each), ``named`` our column: what the file calls it."""

    rows: Ints
    columns: Mapping[str, Coded]
    named: Mapping[str, str]

    def take(self, positions: Ints) -> Raw:
        """Some of the readings."""
        columns = {ours: column.take(positions) for ours, column in self.columns.items()}
        return Raw(self.rows[positions], columns, self.named)


def chosen(sheet: Sheet, settings: SourceMeaning) -> Bools:
    """The rows that ``only`` takes: all of them without it."""
    taken = np.ones(sheet.rows, dtype=np.bool_)
    for name, values in settings.only.items():
        column = required(sheet, name)
        wanted = {value.strip().casefold() for value in values}
        taken &= np.array([text.casefold() in wanted for text in column.texts])[column.codes]
    return taken


def breakdowns(sheet: Sheet, settings: SourceMeaning) -> Coded | None:
    """The columns of ``breakdowns`` as ``column=value;…``; None where there are none."""
    if not settings.breakdowns:
        return None

    whole = {"total", *(word.strip().casefold() for word in settings.aggregates)}

    def written(values: Sequence[str]) -> str:
        pairs = zip(settings.breakdowns, values, strict=True)
        parts = [pair for pair in pairs if pair[1] and pair[1].casefold() not in whole]
        return ";".join(f"{name}={value.replace(';', ',')}" for name, value in parts)

    return combine([required(sheet, name) for name in settings.breakdowns], written)


def required(sheet: Sheet, name: str) -> Coded:
    """A column of the sheet. Raises :class:`FaultsError` where it has none of that name."""
    column = sheet.column(name)
    if column is None:
        raise sheet.refused(*missing(sheet, [name]))
    return column


def missing(sheet: Sheet, names: Iterable[str]) -> list[str]:
    """A sentence for each column that the file does not have."""
    return [
        f'has no column "{name}"{_hint(sheet, name)}' for name in names if sheet.find(name) is None
    ]


def _hint(sheet: Sheet, name: str) -> str:
    close = get_close_matches(name.casefold(), [other.casefold() for other in sheet.header], 1)
    if close:
        return f': did you mean "{close[0]}"?'
    return "; it has " + ", ".join(filter(None, sheet.header[:30]))
