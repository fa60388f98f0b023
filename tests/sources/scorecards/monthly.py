"""The monthly scorecard for members: one sheet, months of a financial year across."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from tests.sources.scorecards.expected import Expected

SHEET = "Scorecard 2025-26"
HEADINGS = (4, 5)
MONTHS = ("Apr", "May", "Jun", "Jul", "Aug", "Sep (p)", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar")
_PERIODS = (*(f"2025-{month:02}" for month in range(4, 13)), "2026-01", "2026-02", "2026-03")

Cell = float | str | None

#: Section, then its measures: reference, name, good is, target, format, one cell for each month so far.
SECTIONS: tuple[tuple[str, tuple[tuple[str, str, str, Cell, str, tuple[Cell, ...]], ...]], ...] = (
    (
        "Contact, referral and assessment",
        (
            ("CS1", "Referrals", "Low", None, "#,##0", (212, 198, 240, 1204, 187, 176)),
            ("CS2", "Assessments completed in 45 days", "High", 0.9, "0%",
             (0.83, 0.812, 0.79, 0.75, "n/a", 0.905)),
            ("CS3", "Re-referrals within 12 months", "Low", "20%", "0.0%",
             ("18.4%", 0.21, 0.1955, 0.2, 0.17, 0.2105)),
        ),
    ),
    (
        "Children in our care",
        (
            ("CS4", "Children looked after", "–", None, "0", (356, 358, 361, 360, 364, 367)),
            ("CS5", "Initial health checks on time", "High", 0.95, "0%",
             ("c", "c", 0.667, 1, "-", 0.9)),
            ("CS6", "Placement spend", "Low", 1_000_000, "£#,##0",
             (1_015_000, 990_500.5, "£1.1m", None, 1_200_000, 1_010_000)),
        ),
    ),
)  # fmt: skip

NOTES = (
    "Notes",
    "September is provisional (p). c: withheld, fewer than six children. n/a: system upgrade.",
    "Contact: Performance Team (invented)",
)

_FILL = PatternFill("solid", fgColor="DDE6EE")


def make(path: Path) -> None:
    book = Workbook()
    front = book.active
    assert isinstance(front, Worksheet)
    front.title = "Contents"
    front["A1"] = "Children's Services performance: contents"
    front["A3"] = "1. Scorecard 2025-26"
    sheet = book.create_sheet(SHEET)
    _headings(sheet)
    row = 6
    for section, measures in SECTIONS:
        row = _section(sheet, row, section, measures)
    for note in NOTES:
        row += 1
        sheet.cell(row, 1, note)
    hidden = book.create_sheet("Lookups")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "Indicator"
    hidden["B1"] = "Apr"
    book.save(path)


def _headings(sheet: Worksheet) -> None:
    sheet["A1"] = "Saltmarsh (invented): Children's Services scorecard"
    sheet.merge_cells("A1:S1")
    sheet["A1"].font = Font(bold=True, size=16)
    sheet["A2"] = "Reported to the Children and Families Scrutiny Committee"
    sheet.merge_cells("A2:S2")
    for column, name in enumerate(("Ref", "Indicator", "Good is", "Target"), 1):
        sheet.cell(4, column, name)
        sheet.merge_cells(start_row=4, end_row=5, start_column=column, end_column=column)
    sheet.cell(4, 5, "2025/26").alignment = Alignment(horizontal="center")
    sheet.merge_cells(start_row=4, end_row=4, start_column=5, end_column=16)
    for column, month in enumerate(MONTHS, 5):
        sheet.cell(5, column, month)
    for column, name in enumerate(("Total to date", "DoT", "Comments"), 17):
        sheet.cell(4, column, name)
        sheet.merge_cells(start_row=4, end_row=5, start_column=column, end_column=column)
    for column in range(1, 20):
        sheet.cell(4, column).fill = _FILL


def _section(
    sheet: Worksheet,
    row: int,
    section: str,
    measures: tuple[tuple[str, str, str, Cell, str, tuple[Cell, ...]], ...],
) -> int:
    sheet.cell(row, 1, section).font = Font(bold=True)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=19)
    for row, (ref, name, good, target, kind, cells) in enumerate(measures, row + 1):  # noqa: B020
        for column, text in enumerate((ref, name, good, target), 1):
            sheet.cell(row, column, text)
        sheet.cell(row, 4).number_format = kind
        for column, figure in enumerate(cells, 5):
            sheet.cell(row, column, figure).number_format = kind
        numbers = [figure for figure in cells if isinstance(figure, int | float)]
        sheet.cell(row, 17, sum(numbers) if kind == "#,##0" else None)
        sheet.cell(row, 18, "↑" if good == "High" else "↓")
        sheet.cell(row, 19, "Workers moved to the new system in August" if ref == "CS2" else None)
    return row + 1


def _expected() -> Iterator[Expected]:
    percent = {"Assessments completed in 45 days", "Re-referrals within 12 months",
               "Initial health checks on time"}  # fmt: skip
    words = {"n/a": "missing", "-": "missing", "c": "confidential", None: "missing"}
    for _, measures in SECTIONS:
        for _, name, _, target, _, cells in measures:
            whole = 100 if name in percent else 1
            aim = 20.0 if target == "20%" else target
            if isinstance(aim, int | float) and target != "20%":
                aim = round(aim * whole, 6)
            for at, figure in enumerate((*cells, *(None,) * (12 - len(cells)))):
                status = "provisional" if at == 5 else "final"
                value, marker = None, "figure"
                match figure:
                    case "18.4%":
                        value = 18.4
                    case "£1.1m":
                        value = 1_100_000.0
                    case int() | float():
                        value = round(figure * whole, 6)
                    case _:
                        marker = words[figure]
                assert aim is None or isinstance(aim, int | float)
                yield Expected(name, "", _PERIODS[at], value, marker, status, aim)


EXPECTED = tuple(_expected())
