"""The same figure given twice in one file: neither row can be trusted, both are named."""

from __future__ import annotations

import pyarrow as pa

from watchlist.model.errors import Fault, Mark
from watchlist.model.reading import Ints
from watchlist.model.rule import Rulebook
from watchlist.sources.enough import MOST_FAULTS
from watchlist.sources.settle import Settled
from watchlist.sources.sheet import Sheet


def doubles(
    sheet: Sheet, table: pa.Table, lines: Ints, settled: Settled, book: Rulebook
) -> list[Fault]:
    """A fault for each row of a figure that is given twice, naming the other row; not of all of them
    where there are more than a file may have."""
    faults = []
    for first, second in settled.pairs(MOST_FAULTS):
        figure = _figure(table, first, book)
        for row, other in ((first, second), (second, first)):
            sentence = f"{sheet.place(int(lines[other]))} gives {figure} too: leave one of them"
            faults.append(Fault(Mark(sheet.path, int(lines[row])), sentence))
    return faults


def _figure(table: pa.Table, row: int, book: Rulebook) -> str:
    cell = {name: table[name][row].as_py() for name in ("indicator", "area", "breakdown")}
    calendar = book.indicators[cell["indicator"]].calendar
    label = calendar.label(table["period"][row].as_py(), table["span"][row].as_py())
    return ", ".join(filter(None, [*cell.values(), label]))
