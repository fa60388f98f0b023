"""What goes into a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from watchlist.model.spreadsheet import harmless

#: The mark by which a spreadsheet knows UTF-8.
_UTF8 = "\ufeff"


def as_csv(columns: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    """A CSV file for a spreadsheet, with no cell that it would run."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([*map(harmless, row)] for row in rows)
    return _UTF8 + out.getvalue()
