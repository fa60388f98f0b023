"""An analyst's table: quarters down, three columns for each measure, shares worked out by formulas.

Its formulas have no results before a spreadsheet program has opened and saved it, as LibreOffice does
when it converts it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.sources.scorecards.expected import Expected

SHEET = "Timeliness"
QUARTERS = ("Q1 2024/25", "Q2 2024/25", "Q3 2024/25", "Q4 2024/25", "Q1 2025/26", "Q2 2025/26 (p)")
TOTAL = "2024/25 total"
KINDS = ("Number", "Cohort", "%")

#: Measure: number in time and cohort, quarter by quarter.
MEASURES: dict[str, tuple[tuple[int, int], ...]] = {
    "Initial conferences in 15 days": ((41, 50), (38, 52), (45, 48), (40, 40), (36, 45), (30, 44)),
    "Plans reviewed on time": ((90, 108), (97, 99), (88, 104), (93, 93), (0, 0), (81, 90)),
}


def make(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET
    sheet["A1"] = "Timeliness of child protection work (invented)"
    sheet["A3"] = "Quarter"
    sheet.merge_cells("A3:A4")
    for at, measure in enumerate(MEASURES):
        first = 2 + 3 * at
        sheet.cell(3, first, measure)
        sheet.merge_cells(start_row=3, end_row=3, start_column=first, end_column=first + 2)
        for column, kind in enumerate(KINDS, first):
            sheet.cell(4, column, kind)
    row = 5
    for at, quarter in enumerate(QUARTERS):
        _row(sheet, row, quarter, [figures[at] for figures in MEASURES.values()])
        row += 1
        if at == 3:
            sums = [tuple(map(sum, zip(*cells[:4], strict=True))) for cells in MEASURES.values()]
            _row(sheet, row, TOTAL, [(number, cohort) for number, cohort in sums])
            row += 1
    book.save(path)


def _row(sheet: Worksheet, row: int, label: str, figures: list[tuple[int, int]]) -> None:
    sheet.cell(row, 1, label)
    for at, (number, cohort) in enumerate(figures):
        first = 2 + 3 * at
        sheet.cell(row, first, number)
        sheet.cell(row, first + 1, cohort)
        top, below = (sheet.cell(row, column).coordinate for column in (first, first + 1))
        share = sheet.cell(row, first + 2, f'=IF({below}=0,"-",{top}/{below})')
        share.number_format = "0.0%"


def _expected() -> Iterator[Expected]:
    for measure, figures in MEASURES.items():
        for quarter, (number, cohort) in zip(QUARTERS, figures, strict=True):
            period = f"{quarter[3:10].replace('/', '-')} {quarter[:2]}"
            status = "provisional" if "(p)" in quarter else "final"
            value = 100 * number / cohort if cohort else None
            marker = "figure" if cohort else "not applicable"
            yield Expected(measure, "", period, value, marker, status,
                           numerator=number, denominator=cohort)  # fmt: skip


EXPECTED = tuple(_expected())
