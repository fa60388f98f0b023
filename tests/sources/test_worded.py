"""Symbols of a source's own, and marks behind a figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.build import faults, read
from watchlist.model.reading import Marker, Status

HEADER = "indicator,area,period,value,numerator,status\n"


def test_symbols_of_their_own_are_ours(tmp_path: Path) -> None:
    """A star is withheld where the source says so, in capitals or not, in every column of figures."""
    text = HEADER + "new-plans,Harrow,2013-04,*,Supp,\nnew-plans,Harrow,2013-05,TBC,3,\n"
    got = read(tmp_path, text, symbols={"*": "c", "supp": "c", "tbc": "_"}).table
    assert got["marker"].to_pylist() == [Marker.CONFIDENTIAL, Marker.MISSING]
    assert got["numerator"].to_pylist() == [None, 3.0]
    assert faults(tmp_path, text)  # nobody guesses what a star means
    with pytest.raises(ValueError, match="symbols"):
        read(tmp_path, text, symbols={"*": "withheld"})


@pytest.mark.parametrize(
    ("value", "status", "meant"),
    [("23 (p)", "", Status.PROVISIONAL), ("23(prov.)", "", Status.PROVISIONAL),
     ("23 (forecast)", "", Status.FORECAST), ("23 (r)", "", Status.FINAL),
     ("23 (p)", "final", Status.FINAL), ("23", "prov", Status.PROVISIONAL)],
)  # fmt: skip
def test_a_mark_gives_the_status_where_no_column_does(
    value: str, status: str, meant: Status, tmp_path: Path
) -> None:
    """(p) behind a figure is provisional; what a column says stands before it."""
    got = read(tmp_path, f"{HEADER}new-plans,Harrow,2013-04,{value},,{status}\n").table
    assert (got["value"].to_pylist(), got["status"].to_pylist()) == ([23.0], [meant])


def test_a_mark_behind_the_figure_stands_before_that_of_the_period(tmp_path: Path) -> None:
    """A provisional month in which one figure is revised and final."""
    text = HEADER + "new-plans,Harrow,May 2013 (p),23 (r),,\nnew-plans,Barnet,May 2013 (p),4,,\n"
    assert read(tmp_path, text).table["status"].to_pylist() == [Status.PROVISIONAL, Status.FINAL]


def test_other_remarks_are_no_marks(tmp_path: Path) -> None:
    """What is not known to be a mark is asked about as before."""
    (said,) = faults(tmp_path, f"{HEADER}new-plans,Harrow,2013-04,23 (see note),,\n")
    assert "is not clear: write 23, and the remark in the note column" in said


def test_words_for_the_whole_are_the_whole(tmp_path: Path) -> None:
    """All and Persons are not broken down, where the source says so."""
    rows = "".join(f"new-plans,Harrow,2013-04,{part}\n" for part in ("23,ALL", "9,Girls"))
    text = f"indicator,area,period,value,Sex\n{rows}"
    got = read(tmp_path, text, breakdowns=["Sex"], aggregates=["All"]).table
    assert got["breakdown"].to_pylist() == ["", "Sex=Girls"]
