from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.sources.build import read as read_csv
from tests.sources.workbook.sheets import GOOD, HEADER, faults, read, workbook
from watchlist.model.reading import Marker, Status
from watchlist.sources.workbook.texts import cell_text, heading_text, hundredfold


def values(path: Path, **said: Any) -> list[tuple[Any, ...]]:
    table = read(path, **said).table
    return [
        tuple(row[name] for name in ("indicator", "period", "value")) for row in table.to_pylist()
    ]


APRIL, MAY = 2013 * 12 + 3, 2013 * 12 + 4


def test_a_plain_scorecard_needs_no_words(tmp_path: Path) -> None:
    """Measures down and months across, and nothing said but where the file is."""
    path = workbook(tmp_path / "a.xlsx", GOOD)
    assert values(path) == [("new-plans", APRIL, 23.0), ("new-plans", MAY, 17.0)]
    assert set(read(path).table["area"].to_pylist()) == {"Harrow"}  # the council's own


def test_a_long_sheet_is_read_as_a_file_is(tmp_path: Path) -> None:
    """A reading a row, under our own names, in a workbook."""
    rows: list[list[Any]] = [["indicator", "area", "period", "value", "note"],
            ["new-plans", "Barnet", "2013-04", 23, "fine"]]  # fmt: skip
    path = workbook(tmp_path / "a.xlsx", rows)
    assert values(path) == [("new-plans", APRIL, 23.0)]
    rows[1][3] = "many"
    workbook(path, rows)
    assert faults(path) == [
        'a.xlsx, Sheet1!2: value: "many" is not a number: write it like 1234.5; where there is no '
        "figure leave the cell empty, or write a symbol (c, z, x, low, u)"
    ]


def test_a_fault_names_sheet_and_cell(tmp_path: Path) -> None:
    """Every wrong cell is found again at once, and nothing of the workbook is taken."""
    rows: list[list[Any]] = [HEADER, ["new-plans", 23, "17 or so"], ["new-plns", 1, 2]]
    said = faults(workbook(tmp_path / "a.xlsx", [["a title"], *rows], names=["Safe guarding"]))
    assert [one.partition(": ")[0] for one in said] == [
        "a.xlsx, Safe guarding!C3",
        "a.xlsx, Safe guarding!B4",
        "a.xlsx, Safe guarding!C4",
    ]
    assert 'did you mean "new-plans"?' in said[1]


def test_a_faulty_cell_can_be_quarantined_alone(tmp_path: Path) -> None:
    """Where the source says so, one wrong month does not hold back the others of its row."""
    path = workbook(tmp_path / "a.xlsx", [HEADER, ["new-plans", 23, "17 or so"]])
    got = read(path, faulty_rows="quarantine")
    assert got.table["value"].to_pylist() == [23.0]
    assert [fault.mark.cell for fault in got.quarantined] == ["Sheet1!C2"]
    assert "Sheet1!C2" in (tmp_path / "a.xlsx.faulty.csv").read_text(encoding="utf-8-sig")


def test_the_same_figure_on_two_sheets_is_named_twice(tmp_path: Path) -> None:
    """Two sheets that both give April: neither is believed, each names the other."""
    said = faults(
        workbook(tmp_path / "a.xlsx", GOOD, [HEADER, ["new-plans", 24]], names=["A", "B"])
    )
    assert said[0] == ("a.xlsx, A!B2: B!B2 gives new-plans, Harrow, 2013-04 too: leave one of them")


def test_a_sheet_that_is_not_there_has_a_nearest_name(tmp_path: Path) -> None:
    """A sheet that was renamed is found again by its likeness."""
    path = workbook(tmp_path / "a.xlsx", GOOD, names=["Scorecard 2013-14"])
    assert faults(path, sheets="Scorecard 2012-13") == [
        'a.xlsx: has no sheet "Scorecard 2012-13": did you mean "Scorecard 2013-14"?'
    ]
    assert values(path, sheets="scorecard*") == values(path)


def test_a_hidden_sheet_is_read_only_where_it_is_named(tmp_path: Path) -> None:
    """What officers have hidden is working, not a return."""
    path = workbook(tmp_path / "a.xlsx", GOOD, [HEADER, ["overspend", 5]], names=["A", "B"])
    book = load_workbook(path)
    book["B"].sheet_state = "hidden"
    book.save(path)
    assert {name for name, *_ in values(path)} == {"new-plans"}
    assert {name for name, *_ in values(path, sheets=["A", "B"])} == {"new-plans", "overspend"}


def test_figures_of_single_children_are_refused(tmp_path: Path) -> None:
    """A sheet with a column of children is refused whole, wherever it stands in the workbook."""
    rows: list[list[Any]] = [["Indicator", "Child ID", "Apr 2013"], ["new-plans", "100234", 1]]
    (said,) = faults(workbook(tmp_path / "a.xlsx", GOOD, rows))
    assert "has figures of single children" in said
    assert "100234" not in said


def test_unformatted_fractions_are_asked_about_and_never_guessed(tmp_path: Path) -> None:
    """0.83 of an indicator in percent may be 83% or 0.83%: the source says which of them it is."""
    path = workbook(tmp_path / "a.xlsx", [HEADER, ["assessments-on-time", 0.83, 1]])
    (said,) = faults(path)
    assert said.startswith(
        'a.xlsx, Sheet1!B2: "0.83" may mean 83% or 0.83%: say of the source which'
    )
    assert [value for *_, value in values(path, percentages="fractions")] == [83.0, 100.0]
    assert [value for *_, value in values(path, percentages="whole")] == [0.83, 1.0]
    whole = workbook(path, [HEADER, ["assessments-on-time", 83, 79.5], ["new-plans", 1, 2]])
    assert [value for *_, value in values(whole)] == [83.0, 79.5, 1.0, 2.0]


def test_months_of_a_double_year_lie_in_two_calendar_years(tmp_path: Path) -> None:
    """January of 2013/14 is January 2014, whether the year stands above it, in the configuration or in
    the sheet's name; in an academic year August is the last month."""
    rows: list[list[Any]] = [
        ["Indicator", "2013/14", None],
        [None, "Apr", "Jan (p)"],
        ["new-plans", 23, 17],
    ]
    path = workbook(tmp_path / "a.xlsx", rows)
    expected = [("new-plans", APRIL, 23.0), ("new-plans", APRIL + 9, 17.0)]
    assert values(path) == expected
    assert read(path).table["status"].to_pylist() == [Status.FINAL, Status.PROVISIONAL]
    assert values(path, years="academic")[0][1:] == (APRIL + 9, 17.0)
    plain = workbook(tmp_path / "b.xlsx", [["Indicator", "Apr", "Jan"], rows[2]], names=["2013-14"])
    assert values(plain, year="2013/14") == values(plain, year="sheet") == expected


def test_days_as_headings_are_periods_of_the_indicator(tmp_path: Path) -> None:
    """A heading is a day to Excel, formatted or not: it is the month that it lies in."""
    path = workbook(tmp_path / "a.xlsx", [["Indicator", date(2013, 4, 1), 41395], GOOD[1]])
    assert values(path) == [("new-plans", APRIL, 23.0), ("new-plans", MAY, 17.0)]


def test_a_label_is_filled_down_where_that_is_said(tmp_path: Path) -> None:
    """A measure's name stands in its first row only; without a word of it that is a fault."""
    rows: list[list[Any]] = [
        ["Measure", "Area", "Apr 2013"],
        ["new-plans", "Harrow", 23],
        [None, "Barnet", 4],
    ]
    path = workbook(tmp_path / "a.xlsx", rows)
    assert faults(path) == ["a.xlsx, Sheet1!C3: indicator: the cell is empty"]
    assert len(values(path, fill_down="indicator")) == 2


def test_one_area_a_column(tmp_path: Path) -> None:
    """Areas across and months down are as good as months across."""
    rows: list[list[Any]] = [
        ["Month", "Harrow", "Barnet"],
        ["Apr 2013", 23, 4],
        ["May 2013", 17, 5],
    ]
    path = workbook(tmp_path / "a.xlsx", rows)
    said: dict[str, Any] = {
        "across": "area",
        "indicator": "new-plans",
        "columns": {"period": "Month"},
        "header": 1,
    }
    table = read(path, **said).table
    assert table["area"].to_pylist() == ["Barnet", "Barnet", "Harrow", "Harrow"]


def test_headings_that_are_nowhere_are_asked_for(tmp_path: Path) -> None:
    """A sheet without headings that can be known is no sheet without figures."""
    path = workbook(tmp_path / "a.xlsx", [["some", "words"], ["new-plans", 3]])
    assert faults(path) == [
        "a.xlsx: has no sheet with headings and figures below them: name its `sheets`, and `header`"
    ]
    assert faults(path, sheets="Sheet1") == [
        "a.xlsx, Sheet1: has no row of headings with Indicator or Measure and periods: say in which "
        "rows they are (`header`)"
    ]
    assert faults(path, sheets="Sheet1", header=[1]) == [
        "a.xlsx, Sheet1: has no period in row 1: correct `header`, or say what the headings are "
        "(`across`)"
    ]


@given(st.decimals(-1000, 1000, places=4))
def test_a_fraction_as_percentage_is_exact(number: Any) -> None:
    """0.29 is 29% and never 28.999999999999996%."""
    text = cell_text(float(number))
    assert float(hundredfold(text).removesuffix("%")) == float(100 * number)
    assert cell_text(float(number), percent=True) == hundredfold(text)


@given(st.integers(-(10**15), 10**15))
def test_a_whole_number_has_no_decimals(number: int) -> None:
    """Excel keeps 23 as 23.0: it is read as it was written."""
    assert cell_text(float(number)) == str(number)


@settings(max_examples=50)
@given(st.dates(date(1990, 1, 2), date(2099, 12, 31)))
def test_a_number_that_can_only_be_a_day_is_one(day: date) -> None:
    """A heading that lost its format says the same day; 2013 stays a year."""
    assert heading_text((day - date(1899, 12, 30)).days) == day.isoformat()
    assert heading_text(2013.0) == "2013"


@pytest.mark.parametrize("figure", ["n/a", "-", None, "–"])
def test_no_figure_is_no_figure(figure: str | None, tmp_path: Path) -> None:
    """What officers write where there is none is none, and never nought."""
    path = workbook(tmp_path / "a.xlsx", [HEADER, ["new-plans", figure, 17]])
    assert [value for *_, value in values(path)] == [None, 17.0]


_MONTHS = st.lists(st.integers(1, 12), min_size=1, max_size=6, unique=True)
_CELLS = st.one_of(
    st.integers(0, 10**6), st.floats(0, 10**6).map(lambda number: round(number, 3)),
    st.sampled_from(["c", "z", "x", "low", "n/a", "-", None, "12 (p)"]),
)  # fmt: skip


@settings(max_examples=40)
@given(_MONTHS, st.data())
def test_a_wide_sheet_and_a_long_file_are_the_same_readings(months: list[int], data: Any) -> None:
    """Law: what stands in a scorecard is what a file with a row for each figure gives."""
    areas = ("Harrow", "Barnet", "England")
    grid = {area: [data.draw(_CELLS) for _ in months] for area in areas} | {
        "England": [1] * len(months)
    }
    with TemporaryDirectory() as folder:
        wide = [["Measure", "Area", *(date(2013, month, 1) for month in months)],
                *(["new-plans", area, *cells] for area, cells in grid.items())]  # fmt: skip
        long = "".join(
            f"new-plans,{area},2013-{month:02},{'' if cell is None else cell}\n"
            for area, cells in grid.items()
            for month, cell in zip(months, cells, strict=True)
        )
        sheet = read(workbook(Path(folder) / "a.xlsx", wide)).table
        file = read_csv(Path(folder), f"indicator,area,period,value\n{long}").table
    assert figures(sheet) == figures(file)


def figures(table: Any) -> list[dict[str, Any]]:
    """What is given; a row of a scorecard in which nothing stands is a heading. A spreadsheet keeps no
    noughts behind the point."""
    return [
        {name: value for name, value in row.items() if name != "digits"}
        for row in table.to_pylist()
        if row["marker"] != Marker.MISSING
    ]
