"""Small workbooks for tests: rows as lists of cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.sources.build import BOOK
from watchlist.model.errors import FaultsError
from watchlist.model.rule import Rulebook
from watchlist.sources.read import SourceRead, read_file
from watchlist.sources.workbook.settings import ExcelSettings

HEADER = ["Indicator", "Apr 2013", "May 2013"]
GOOD: list[list[Any]] = [HEADER, ["new-plans", 23, 17]]


def workbook(path: Path, *sheets: Iterable[Sequence[Any]], names: Sequence[str] = ()) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets):
        sheet: Worksheet = book.create_sheet(names[number] if names else f"Sheet{number + 1}")
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def settings(**said: Any) -> ExcelSettings:
    return ExcelSettings.model_validate({"name": "scorecard", "path": "scorecard.xlsx", **said})


def read(path: Path, book: Rulebook = BOOK, **said: Any) -> SourceRead:
    return read_file(path, settings(**said), book)


def faults(path: Path, **said: Any) -> list[str]:
    """What is wrong with it, without the folder."""
    try:
        read(path, **said)
    except FaultsError as error:
        return [str(fault).removeprefix(f"{path.parent}/") for fault in error.faults]
    return []
