"""A file that is wrong in every row: it is refused, and costs no more than one that is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.build import BOOK, settings
from watchlist.model.errors import FaultsError
from watchlist.sources.enough import MOST_FAULTS
from watchlist.sources.quarantine import quarantine_path
from watchlist.sources.read import read_file

ROWS = 3 * MOST_FAULTS


@pytest.mark.parametrize("faulty_rows", ["refuse", "quarantine"])
@pytest.mark.parametrize(
    "row",
    [
        "unknown,Nowhere,2013-04,1",
        "new-plans,Harrow,2013-04,many",
        "new-plans,Harrow,2013-04,1",
        "torn",
    ],
    ids=["names", "figures", "doubles", "torn rows"],
)
def test_of_a_wrong_file_some_faults_are_named(tmp_path: Path, row: str, faulty_rows: str) -> None:
    """The wrong export of a whole nation, say. Nothing of it is taken or put aside; the first line says
    why, and the others are enough to see what is wrong."""
    path = tmp_path / "figures.csv"
    path.write_text("indicator,area,period,value\n" + f"{row}\n" * ROWS, "utf-8")
    with pytest.raises(FaultsError) as refused:
        read_file(path, settings(faulty_rows=faulty_rows), BOOK)
    first, *others = refused.value.faults
    assert first.sentence.startswith("has more than 10,000 faults, so nothing of it is taken")
    assert len(others) == MOST_FAULTS
    assert all(one.mark.line for one in others)
    assert not quarantine_path(path).exists()
