"""Files with which nothing can be begun: a plain sentence, and nothing is written."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from tests.beginning.made import MONTHS, begun, refused, workbook
from watchlist.model.errors import UsageError, WorldError

PROTECTED = Path(__file__).parents[1] / "sources/workbook/protected.xlsx"
GOOD = (["Indicator", *MONTHS], ["Visits made", 31, 32, 33, 34, 35, 36])


def test_a_workbook_that_is_no_scorecard_says_what_was_looked_for_and_found(tmp_path: Path) -> None:
    """A list of rooms has neither periods nor figures below them."""
    path = workbook(tmp_path / "rooms.xlsx", Rooms=[["Room", "Seats"], ["Committee room", 40]])
    said = refused(path)
    assert said.startswith("rooms.xlsx: is no scorecard that we know: we looked for")
    assert 'we found the sheets "Rooms" (2 rows)' in said


def test_a_table_that_is_no_scorecard_names_its_columns(tmp_path: Path) -> None:
    """So that one sees which are missing."""
    path = tmp_path / "rooms.csv"
    path.write_text("Room,Seats\nCommittee room,40\n", encoding="utf-8")
    assert 'we found the columns "Room", "Seats"' in refused(path)


@pytest.mark.parametrize("name", ["empty.csv", "empty.xlsx"])
def test_an_empty_file_is_refused(name: str, tmp_path: Path) -> None:
    """There is nothing in it to begin with."""
    path = tmp_path / name
    path.write_bytes(b"")
    assert refused(path).startswith(name)


def test_an_empty_workbook_is_no_scorecard(tmp_path: Path) -> None:
    """A sheet with nothing on it."""
    assert '"Scores" (0 rows)' in refused(workbook(tmp_path / "a.xlsx", Scores=[]))


def test_a_password_is_to_be_taken_off(tmp_path: Path) -> None:
    """As the reader of workbooks says it."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(PROTECTED.read_bytes())
    assert refused(path).startswith("a.xlsx: is protected by a password: save it without one")


def test_indicators_without_a_number_are_none(tmp_path: Path) -> None:
    """All the cells are words."""
    path = tmp_path / "a.csv"
    path.write_text("indicator,period,value\nVisits,Jan 2025,good\n", encoding="utf-8")
    assert "has no figures that are numbers" in refused(path)


@pytest.mark.parametrize(
    ("ending", "most"),
    [("xlsx", "a scorecard has at most 1,000"), ("csv", "2,000 are the most")],
)
def test_thousands_of_columns_are_refused_before_they_are_read(
    ending: str, most: str, tmp_path: Path
) -> None:
    """Sixteen thousand headings; what is held meanwhile is bounded."""
    wide = [["Indicator", *(f"Column {n}" for n in range(16_000))], ["Visits", *range(16_000)]]
    path = tmp_path / f"wide.{ending}"
    if ending == "xlsx":
        workbook(path, Wide=wide)
    else:
        path.write_text("\n".join(",".join(map(str, row)) for row in wide), encoding="utf-8")
    tracemalloc.start()
    said = refused(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert f"has 16,001 columns, and {most}" in said
    assert peak < 60_000_000


def test_figures_of_single_children_are_refused(tmp_path: Path) -> None:
    """A list of children is no scorecard, whatever else is in it."""
    path = tmp_path / "a.csv"
    path.write_text("Indicator,Period,Value,UPN\nVisits,Jan 2025,1,A1\n", encoding="utf-8")
    said = refused(path)
    assert "has figures of single children" in said
    assert "A1" not in said


def test_a_formula_that_failed_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    """It is a fault of the file, not a symbol."""
    path = workbook(
        tmp_path / "a.xlsx",
        Scores=[GOOD[0], ["Visits made", 31, "#REF!", 33, 34, 35, 36]],
    )
    assert refused(path).startswith('a.xlsx, Scores!C2: value: "#REF!" is what a formula says')


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    """Even an empty one, and whatever it is."""
    path = workbook(tmp_path / "a.xlsx", Scores=GOOD)
    (tmp_path / "begun").mkdir()
    with pytest.raises(UsageError, match=r"is already there, and nothing is overwritten"):
        begun(path)
    assert list((tmp_path / "begun").iterdir()) == []


def test_an_area_that_the_file_does_not_have_is_asked_for(tmp_path: Path) -> None:
    """With the nearest name."""
    path = tmp_path / "a.csv"
    path.write_text(
        "indicator,area,period,value\nVisits,Saltmarsh,Jan 2025,1\nVisits,Oldhythe,Jan 2025,1\n",
        encoding="utf-8",
    )
    with pytest.raises(UsageError, match=r'no area "Saltmarch" .* did you mean "Saltmarsh"'):
        begun(path, "Saltmarch")


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    """As everywhere else."""
    with pytest.raises(WorldError, match="does not exist"):
        begun(tmp_path / "a.xlsx")
