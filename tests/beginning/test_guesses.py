"""What is guessed of real and invented scorecards, held against what a person wrote down; the table in
docs/getting-started.md says it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

import pytest

from tests.beginning.expectations import (
    DOWNWARDS,
    KINDS,
    MONTHLY,
    QUARTERLY,
    WORKFORCE,
    Expected,
    counted,
    in_words,
    lait,
)
from tests.beginning.made import TODAY, begun
from tests.sources.build import DATA, NO_DATA
from tests.sources.scorecards import downwards, monthly, quarterly
from tests.sources.workbook.test_scorecards import libreoffice
from watchlist.beginning.files import layouts_of
from watchlist.beginning.guessing import Guessed
from watchlist.beginning.plan import planned

PAGE = Path(__file__).parents[2] / "docs/getting-started.md"
CENSUS = DATA / "dfe/csww_indicators_2017_to_2025.csv"
LAIT = DATA / "lait/readings.parquet"


#: Of the page's table, with the first.
_COLUMNS = 6


def guesses(path: Path) -> dict[str, Guessed]:
    """By what the file calls each."""
    plan = planned(str(path), layouts_of(path), "", TODAY)
    return {one.found.name: one for one in plan.indicators.values()}


def column_of_the_page(number: int) -> dict[str, str]:
    """Kind of guess -> right / wrong / left open, as one column of the page's table says."""
    rows = [
        line.strip("|").split("|") for line in PAGE.read_text("utf-8").splitlines() if "|" in line
    ]
    found = {row[0].strip(): row[number].strip() for row in rows if len(row) == _COLUMNS}
    return {kind: found[kind] for kind in KINDS}


def summed(counts: Iterable[dict[str, Counter[str]]]) -> dict[str, str]:
    every = list(counts)
    return {kind: in_words(sum((one[kind] for one in every), Counter())) for kind in KINDS}


SCORECARDS: tuple[tuple[ModuleType, dict[str, Expected], int], ...] = (
    (monthly, MONTHLY, 1),
    (quarterly, QUARTERLY, 2),
    (downwards, DOWNWARDS, 3),
)


@pytest.mark.parametrize(("maker", "expected", "column"), SCORECARDS)
def test_scorecards_are_guessed_as_the_page_says(
    maker: ModuleType, expected: dict[str, Expected], column: int, tmp_path: Path
) -> None:
    """Each kind of guess is right, wrong and left open as often as the page says, and every figure of
    the scorecard is imported by what was written."""
    path = tmp_path / "scorecard.xlsx"
    maker.make(path)
    if maker is downwards:  # its formulas have no results before a spreadsheet program saved it
        path = libreoffice(path, "xlsx", tmp_path)
    found = guesses(path)
    assert set(found) == set(expected)
    assert summed([counted(found, expected)]) == column_of_the_page(column)
    others = len(quarterly.EXPECTED_OTHERS) if maker is quarterly else 0
    assert begun(path).figures == len(maker.EXPECTED) + others


@pytest.mark.skipif(not CENSUS.exists(), reason=NO_DATA)
def test_the_census_of_social_workers_is_guessed_as_the_page_says() -> None:
    """A tidy file of the Department for Education: its column names are all there is to go by."""
    found = guesses(CENSUS)
    assert set(found) == set(WORKFORCE)
    assert summed([counted(found, WORKFORCE)]) == column_of_the_page(4)


@pytest.mark.skipif(not LAIT.exists(), reason=NO_DATA)
def test_434_national_measures_are_guessed_as_the_page_says() -> None:
    """Held against what the Department for Education says of its own measures."""
    expected = lait(DATA / "lait/measures.csv")
    assert summed([counted(guesses(LAIT), expected)]) == column_of_the_page(5)
