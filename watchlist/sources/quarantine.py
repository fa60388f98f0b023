"""Faulty rows, put in a file beside the one they came from, with the reason for each."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from watchlist.model.errors import Fault, WorldError
from watchlist.model.spreadsheet import harmless_cell
from watchlist.sources.sheet import Sheet
from watchlist.sources.whole_file import write_whole

SUFFIX = ".faulty.csv"


def quarantine_path(path: Path) -> Path:
    return path.with_name(path.name + SUFFIX)


def write_quarantine(path: Path, sheet: Sheet, faults: Sequence[Fault]) -> None:
    """Writes the rows with faults, all of them or none; without faults an earlier file is removed.
    Raises :class:`WorldError` where it cannot."""
    target = quarantine_path(path)
    try:
        if faults:
            write_whole(target, _text(sheet, faults), "utf-8-sig")
        else:
            target.unlink(missing_ok=True)
    except OSError as error:
        raise WorldError(
            f"{target} cannot be written ({error.strerror or error}), so nothing of {path.name} was "
            "taken: make room or allow it, or say faulty_rows: refuse"
        ) from error


def _text(sheet: Sheet, faults: Sequence[Fault]) -> str:
    row_at = {line: row for row, line in enumerate(sheet.lines.tolist())}
    torn = {broken.line: broken.cells for broken in sheet.broken}
    reasons: dict[int, list[str]] = {}
    for fault in faults:
        reasons.setdefault(fault.mark.line or 0, []).append(fault.sentence)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(map(harmless_cell, ["line", "what is wrong", *sheet.header]))
    for line, sentences in sorted(reasons.items()):
        cells = torn[line] if line in torn else sheet.cells(row_at[line])
        said = ["; ".join(sentences), *cells]
        writer.writerow([sheet.place(line).removeprefix("line "), *map(harmless_cell, said)])
    return out.getvalue()
