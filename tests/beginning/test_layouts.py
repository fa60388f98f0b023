"""Layouts that councils use, each read by what was written for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.beginning.made import MONTHS, Rows, begun, by_title, of_rows, refused, workbook, written

SIX = (81.5, 82, 80.5, 79, 83, 84.5)


def test_a_column_of_indicators_by_any_name_is_found(tmp_path: Path) -> None:
    """Headings that nobody foresaw: the column with the most words is that of the indicators."""
    made = of_rows(
        tmp_path,
        ["Performance of the service"],
        [],
        ["Nr", "What we look at", *MONTHS],
        [1, "Visits on time (%)", *SIX],
        [2, "Families helped", 4, 5, 6, 7, 8, 9],
    )
    assert made.figures == 12
    assert "header: [3]" in written(made, "config.yaml")
    assert "columns: {indicator: What we look at}" in written(made, "config.yaml")


@pytest.mark.parametrize(
    ("sheet", "title"), [("2025-26", "Scorecard"), ("Scorecard", "Children's services 2025/26")]
)
def test_months_without_a_year_take_it_from_the_sheet_or_its_title(
    sheet: str, title: str, tmp_path: Path
) -> None:
    """April of 2025/26 is April 2025, and March is March 2026."""
    months = ("Apr", "May", "Jun", "Jan", "Feb", "Mar")
    rows: Rows = [[title], ["Indicator", *months], ["Visits on time (%)", *SIX]]
    made = begun(workbook(tmp_path / "scores.xlsx", **{sheet: rows}))
    (one,) = by_title(made).values()
    assert one.rhythm is not None
    ordinals = one.rhythm.ordinals
    assert [one.rhythm.calendar.label(ordinal) for ordinal in (ordinals[0], ordinals[-1])] == [
        "2025-04",
        "2026-03",
    ]


def test_periods_go_down_and_indicators_across(tmp_path: Path) -> None:
    """One row of headings, a row a quarter."""
    made = of_rows(
        tmp_path,
        ["Quarter", "Visits on time (%)", "Families helped"],
        ["Q1 2024/25", 81.5, 40],
        ["Q2 2024/25", 82, 41],
        ["Q3 2024/25", 83.5, 42],
    )
    assert {title: one.every and one.every.value for title, one in by_title(made).items()} == {
        "Visits on time (%)": "quarter",
        "Families helped": "quarter",
    }
    assert made.figures == 6


def test_a_row_a_figure_under_other_headings(tmp_path: Path) -> None:
    """A tall CSV file: its columns are mapped, and areas are written with their levels."""
    path = tmp_path / "tall.csv"
    path.write_text(
        "Measure Name,Local Authority,Month,Actual,Target\n"
        "Visits on time (%),Saltmarsh,Jan 2025,81.5,90\n"
        "Visits on time (%),Saltmarsh,Feb 2025,82.5,90\n"
        "Visits on time (%),England,Jan 2025,85.5,\n",
        encoding="utf-8",
    )
    made = begun(path)
    config = written(made, "config.yaml")
    assert (
        "columns: {indicator: Measure Name, area: Local Authority, period: Month, value: Actual}"
        in (config)
    )
    assert "Saltmarsh: {level: authority, own: true}\n" in written(made, "rules/places.yaml")
    assert "England: {level: country}\n" in written(made, "rules/places.yaml")
    assert by_title(made)["Visits on time (%)"].target == 90


def test_a_sheet_saved_as_csv_keeps_its_layout(tmp_path: Path) -> None:
    """Titles above, months across: as in the workbook."""
    path = tmp_path / "saved.csv"
    path.write_text(
        "Scorecard,,,\n,,,\nIndicator,Jan 2025,Feb 2025,Mar 2025\nVisits on time,81%,82%,83%\n",
        encoding="utf-8",
    )
    made = begun(path)
    assert made.figures == 3
    assert by_title(made)["Visits on time"].unit


def test_an_indicator_named_once_for_several_rows(tmp_path: Path) -> None:
    """Empty cells below a name mean the name above, and what differs breaks it down."""
    made = of_rows(
        tmp_path,
        ["Indicator", "Group", *MONTHS],
        ["Visits on time (%)", "All children", *SIX],
        [None, "Girls", *SIX],
        [None, "Boys", *SIX],
    )
    config = written(made, "config.yaml")
    assert "fill_down: [indicator]" in config
    assert "breakdowns: [Group]  # a guess: with it, each figure is there once; confirm" in config
    assert "aggregates: [All children]  # a guess:" in config
    assert made.figures == 18


def test_totals_and_columns_of_other_periods_are_passed_over(tmp_path: Path) -> None:
    """A total is no indicator, and last year's outturn is no month."""
    made = of_rows(
        tmp_path,
        ["Indicator", "2023/24", *MONTHS],
        ["Visits made", 400, 31, 32, 33, 34, 35, 36],
        ["Total", 400, 31, 32, 33, 34, 35, 36],
    )
    assert made.figures == 6
    assert "ignore_rows: [Total]" in written(made, "config.yaml")
    assert 'ignore_columns: ["2023/24"]' in written(made, "config.yaml")


def test_words_in_the_place_of_figures_become_symbols(tmp_path: Path) -> None:
    """A star is withheld, dots are not available, anything else is no figure; each is a guess."""
    made = of_rows(
        tmp_path,
        ["Indicator", *MONTHS],
        ["Visits made", 31, "*", "..", "see note", 35, 36],
    )
    config = written(made, "config.yaml")
    assert '"*": c  # a guess: it means withheld; confirm' in config
    assert '"..": x  # a guess: it means not available; confirm' in config
    assert 'see note: "_"  # a guess: it means no figure; confirm' in config


def test_targets_tolerances_owners_and_committees_are_taken_from_their_columns(
    tmp_path: Path,
) -> None:
    """What the sheet says is no guess; owners are posts left to fill in."""
    made = of_rows(
        tmp_path,
        ["Ref", "Indicator", "Good is", "Target 2024/25", "Target 2025/26", "Red", "Owner",
         "Committee", *MONTHS],
        ["A1", "Visits on time (%)", "High", 80, 85, 75, "Head of Visits", "Children", *SIX],
        ["A2", "Visits that failed", "Low", 9, 8, 10, "Head of Visits", "Children", 7, 8, 9, 9, 9, 9],
    )  # fmt: skip
    first, second = by_title(made).values()
    assert (first.target, first.tolerance and first.tolerance.value) == (85, "10 points")
    assert (second.target, second.tolerance and second.tolerance.value) == (8, "2")
    indicators = written(made, "rules/indicators.yaml")
    assert "owner: head-of-visits\n    committee: children\n" in indicators
    assert "children: {title: Children}" in written(made, "rules/places.yaml")
    assert "  head-of-visits:  # a guess: that it is a post, not a person;" in written(
        made, "config.yaml"
    )


def test_fractions_without_a_format_are_percentages(tmp_path: Path) -> None:
    """0.815 of "on time" is 81.5%, and the source is told so."""
    made = of_rows(
        tmp_path, ["Indicator", *MONTHS], ["Visits on time", *(number / 100 for number in SIX)]
    )
    assert "percentages: fractions  # a guess: " in written(made, "config.yaml")
    assert made.reads[0].table["value"].to_pylist()[0] == 81.5


def test_sheets_of_unlike_layouts_are_sources_of_their_own(tmp_path: Path) -> None:
    """A sheet of months and one of years: each is named, each is read by its own words."""
    path = workbook(
        tmp_path / "scores.xlsx",
        Monthly=[["Indicator", *MONTHS], ["Visits made", 31, 32, 33, 34, 35, 36]],
        Others=[["Measure", "Council", "2022/23", "2023/24"], ["Visits a year", "Saltmarsh", 4, 5]],
        Notes=[["Nothing to see here"]],
    )
    made = begun(path)
    config = written(made, "config.yaml")
    assert made.figures == 8
    assert "own: true" in written(made, "rules/places.yaml")
    assert ("sheets: [Monthly]" in config) == ("sheets: [Others]" in config)


def test_two_rows_of_the_same_name_are_told_at_their_cells(tmp_path: Path) -> None:
    """Nothing tells them apart: nothing is written, and both places are named."""
    path = workbook(
        tmp_path / "scores.xlsx",
        Scores=[["Indicator", *MONTHS], ["Visits", *SIX], ["Visits", *(one + 1 for one in SIX)]],
    )
    assert "scores.xlsx, Scores!B" in refused(path)


def test_sheets_with_an_indicator_of_the_same_name_are_told_apart(tmp_path: Path) -> None:
    """Each service has its own caseload: the second is called after its sheet."""
    rows: Rows = [["Indicator", *MONTHS], ["Caseload", 15.5, 16, 17.5, 16, 15, 15]]
    made = begun(workbook(tmp_path / "scores.xlsx", **{"Early Help": rows, "Youth Justice": rows}))
    assert list(by_title(made)) == ["Caseload", "Caseload (Youth Justice)"]
    assert made.figures == 12
    assert "Caseload: caseload-youth-justice\n" in written(made, "config.yaml")


def test_the_same_indicator_of_other_areas_is_one(tmp_path: Path) -> None:
    """The council's figures on one sheet, England's on another."""
    own: Rows = [["Indicator", "Area", "Note", *MONTHS], ["Caseload", "Saltmarsh", "", *SIX]]
    others: Rows = [["Measure", "Council", *MONTHS], ["Caseload", "England", *SIX]]
    path = workbook(tmp_path / "scores.xlsx", Ours=own, Theirs=others)
    made = begun(path)
    assert list(by_title(made)) == ["Caseload"]
    assert made.figures == 12


def test_a_target_with_a_sign_is_written_into_the_rulebook(tmp_path: Path) -> None:
    """ "≥ 90%" cannot be read with the figures, but it says 90."""
    made = of_rows(
        tmp_path, ["Indicator", "Target", *MONTHS], ["Visits on time (%)", "≥ 90%", *SIX]
    )
    assert "target: 90\n" in written(made, "rules/indicators.yaml")
    assert "ignore_columns: [target]" in written(made, "config.yaml")


@pytest.mark.parametrize(
    ("figures", "target"),
    [
        ([number / 100 for number in SIX], 0.9),
        ([f"{number}%" for number in SIX], 0.9),
        ([number / 100 for number in SIX], 90),
        (SIX, 0.9),
        (SIX, 90),
    ],
)
def test_figures_and_their_target_are_held_to_one_scale(
    figures: Sequence[object], target: float, tmp_path: Path
) -> None:
    """Whether figures or targets are fractions, or both: 81.5% against 90%."""
    made = of_rows(
        tmp_path,
        ["Indicator", "Good is", "Target", *MONTHS],
        ["Visits on time (%)", "High", target, *figures],
    )
    assert by_title(made)["Visits on time (%)"].target == 90
    assert made.reads[0].table["value"].to_pylist()[0] == 81.5
    held = made.reads[0].table["target"].to_pylist()[0]
    assert held == 90 or (held is None and "target: 90\n" in written(made, "rules/indicators.yaml"))


@pytest.mark.parametrize(
    "labels",
    [
        ("Apr-24", "May-24", "Jun-24"),
        ("April 2024", "May 2024", "June 2024"),
        ("01/04/2024", "01/05/2024", "01/06/2024"),
    ],
)
def test_months_in_any_writing_are_months(labels: tuple[str, ...], tmp_path: Path) -> None:
    """As people write them."""
    made = of_rows(tmp_path, ["Indicator", *labels], ["Visits on time (%)", 81.5, 82, 80])
    (one,) = by_title(made).values()
    assert one.every is not None
    assert one.every.value == "month"


def test_quarters_take_their_year_from_the_sheet(tmp_path: Path) -> None:
    """Q1 of a sheet called 2025-26."""
    rows: Rows = [["Indicator", "Q1", "Q2", "Q3"], ["Visits on time (%)", 81.5, 82, 80]]
    made = begun(workbook(tmp_path / "scores.xlsx", **{"2025-26": rows}))
    assert "year: sheet" in written(made, "config.yaml")
    assert made.figures == 3


NASTY = (
    "yes", "1:30", "% of visits: on time # really", '"Quoted" visits', "- a dash", "{brace}", "[1]",
    "Visits 'on time'", "Année – visites", "日本", "*", "a" * 300, "2024", "null", "~", "&anchor",
    "Visits\nover two lines", "VISITS (2)", "visits (2)?", "back\\slash", "on", "@home", "a: b",
)  # fmt: skip


def test_titles_of_any_kind_are_written_so_that_they_are_read_back(tmp_path: Path) -> None:
    """YAML has traps; no title falls into one."""
    made = of_rows(
        tmp_path,
        ["Indicator", "Owner", "Target", *MONTHS],
        *([title, title, 90, *SIX] for title in NASTY),
    )
    assert made.figures == 6 * len(NASTY)
    titles = {one.found.title for one in made.plan.indicators.values()}
    assert titles == {" ".join(title.split()) for title in NASTY}
