"""The quarterly workbook of a performance team: a sheet a service, boys and girls below each measure,
dates as headings, and a sheet of what others had, year by year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.sources.scorecards.expected import Expected

SERVICES = ("Early Help", "Youth Justice")
OTHERS = "Benchmarks"

#: The first days of quarters; the last is a number that nobody has formatted as a day.
QUARTERS: tuple[date | int, ...] = (date(2025, 1, 1), date(2025, 4, 1), date(2025, 7, 1), 45931)
_PERIODS = ("2024-25 Q4", "2025-26 Q1", "2025-26 Q2", "2025-26 Q3")

Cell = float | str | None

#: Sheet, measure, target, then what is broken down: all, boys, girls.
MEASURES: tuple[tuple[str, str, Cell, dict[str, tuple[Cell, ...]]], ...] = (
    ("Early Help", "Plans closed with needs met (%)", 75,
     {"All": (71.2, 73, 75.5, 74.9), "Boys": (70.1, 72.4, 74, "supp"),
      "Girls": (72.5, 73.7, "77.1 (p)", "supp")}),
    ("Early Help", "Families helped", None,
     {"All": (412, 431, 398, 405), "Boys": (201, "*", 190, 199), "Girls": (211, "*", 208, 206)}),
    ("Youth Justice", "First-time entrants", 60,
     {"All": (14, 11, 9, 12), "Boys": (12, 9, 8, 10), "Girls": ("*", "*", "*", "*")}),
)  # fmt: skip

#: Measure, area, three financial years.
BENCHMARKS: tuple[tuple[str, str, tuple[Cell, ...]], ...] = (
    ("Re-offending rate", "Saltmarsh", (34.1, 31.9, "..")),
    ("Re-offending rate", "England", (32.2, 31.7, 31.5)),
)
YEARS = ("2022/23", "2023/24", "2024/25 (prov)")


def make(path: Path) -> None:
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    for service in SERVICES:
        sheet = first if service == SERVICES[0] else book.create_sheet()
        sheet.title = service
        _service(sheet, service)
    _benchmarks(book.create_sheet(OTHERS))
    book.save(path)


def _service(sheet: Worksheet, service: str) -> None:
    sheet["B2"] = f"{service}: quarterly performance"
    for column, name in enumerate(("Measure", "Who", "Target 2025/26", "Outturn 2024/25"), 2):
        sheet.cell(4, column, name)
    for column, day in enumerate(QUARTERS, 6):
        cell = sheet.cell(4, column, day)
        cell.number_format = "mmm-yy" if isinstance(day, date) else "General"
    row = 5
    for where, measure, target, figures in MEASURES:
        if where != service:
            continue
        sheet.cell(row, 2, measure)
        sheet.cell(row, 4, target)
        for column in (2, 4):
            sheet.merge_cells(
                start_row=row,
                end_row=row + len(figures) - 1,
                start_column=column,
                end_column=column,
            )
        for who, cells in figures.items():
            sheet.cell(row, 3, who)
            sheet.cell(row, 5, 70.0)
            for column, figure in enumerate(cells, 6):
                sheet.cell(row, column, figure)
            row += 1
    sheet.cell(row, 2, "Total")
    sheet.cell(row, 6, 999)
    sheet.cell(row + 2, 2, "* fewer than six. supp: withheld with it.")


def _benchmarks(sheet: Worksheet) -> None:
    for column, name in enumerate(("Measure", "Area", *YEARS), 1):
        sheet.cell(1, column, name)
    for row, (measure, area, cells) in enumerate(BENCHMARKS, 2):
        for column, figure in enumerate((measure, area, *cells), 1):
            sheet.cell(row, column, figure)


def _expected() -> Iterator[Expected]:
    for _, measure, target, broken_down in MEASURES:
        for who, cells in broken_down.items():
            breakdown = "" if who == "All" else f"Who={who}"
            for period, figure in zip(_PERIODS, cells, strict=True):
                aim = float(target) if isinstance(target, int | float) else None
                if figure == "77.1 (p)":
                    yield Expected(measure, breakdown, period, 77.1, "figure", "provisional", aim)
                elif isinstance(figure, str):
                    yield Expected(measure, breakdown, period, None, "confidential", target=aim)
                else:
                    value = None if figure is None else float(figure)
                    yield Expected(measure, breakdown, period, value, target=aim)


EXPECTED = tuple(_expected())

EXPECTED_OTHERS = tuple(
    Expected(measure, "", year[:7].replace("/", "-"),
             None if isinstance(figure, str) else figure,
             "not available" if figure == ".." else "figure",
             "provisional" if "prov" in year else "final", area=area)
    for measure, area, cells in BENCHMARKS
    for year, figure in zip(YEARS, cells, strict=True)
)  # fmt: skip
