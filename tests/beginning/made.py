"""Small scorecards, and what is begun with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from watchlist.app import examine
from watchlist.beginning.begin import Begun, begin
from watchlist.beginning.guessing import Guessed
from watchlist.model.errors import FaultsError

TODAY = date(2025, 7, 10)
MONTHS = ("Jan 2025", "Feb 2025", "Mar 2025", "Apr 2025", "May 2025", "Jun 2025")

Rows = Sequence[Sequence[object]]


def workbook(path: Path, **sheets: Rows) -> Path:
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    for number, (name, rows) in enumerate(sheets.items()):
        sheet = book.create_sheet() if number else first
        sheet.title = name
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def begun(path: Path, own: str = "") -> Begun:
    """What is begun; `watchlist check` finds no fault in it."""
    made = begin(path, path.parent / "begun", own, TODAY)
    *_, faults = examine(made.folder / "config.yaml")
    assert [str(fault) for fault in faults if not fault.warning] == []
    return made


def of_rows(folder: Path, *rows: Sequence[object]) -> Begun:
    """What is begun with a workbook of one sheet."""
    return begun(workbook(folder / "scores.xlsx", Scores=rows))


def by_title(made: Begun) -> dict[str, Guessed]:
    return {one.found.title: one for one in made.plan.indicators.values()}


def written(made: Begun, name: str) -> str:
    return (made.folder / name).read_text(encoding="utf-8")


def refused(path: Path) -> str:
    """Why nothing is begun with a file, after looking that nothing was written."""
    before = sorted(path.parent.iterdir())
    try:
        begun(path)
    except FaultsError as error:
        assert sorted(path.parent.iterdir()) == before
        return str(error).replace(str(path), path.name)
    raise AssertionError("it was begun with")
