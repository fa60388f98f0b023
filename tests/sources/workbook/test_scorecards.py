"""Unlike scorecards, read by configuration alone and compared cell by cell."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.sources.scorecards import downwards, monthly, quarterly
from tests.sources.scorecards.comparing import BOOK, IDS, found, wanted
from tests.sources.scorecards.expected import Expected
from watchlist.model.errors import FaultsError
from watchlist.sources.read import read_source
from watchlist.sources.workbook.settings import ExcelSettings

MONTHLY: Mapping[str, Any] = {}
SERVICES: Mapping[str, Any] = {
    "sheets": ["Early*", "Youth Justice"],
    "columns": {"target": "Target 2025/26"},
    "breakdowns": ["Who"],
    "aggregates": ["All"],
    "ignore_rows": ["Total"],
    "ignore_columns": ["Outturn*"],
    "symbols": {"*": "c", "supp": "c"},
}
OTHERS: Mapping[str, Any] = {"sheets": "Benchmarks", "symbols": {"..": "x"}}
DOWNWARDS: Mapping[str, Any] = {"across": ["indicator", "figure"], "ignore_rows": ["*total"]}


def libreoffice(path: Path, ending: str, folder: Path) -> Path:
    """The workbook as LibreOffice opens and saves it."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed here")
    where = folder / "saved"
    subprocess.run(
        [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", ending, "--outdir", where, path],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return where / f"{path.stem}.{ending}"


def agrees(path: Path, expected: Iterable[Expected], said: Mapping[str, Any]) -> None:
    settings = ExcelSettings.model_validate(
        {"name": "scorecard", "path": str(path), "indicators": IDS, **said}
    )
    got = read_source(settings, BOOK, path.parent)
    assert not got.quarantined
    assert found(got) == wanted(expected)


@pytest.mark.parametrize(
    ("maker", "expected", "said"),
    [
        (monthly, monthly.EXPECTED, MONTHLY),
        (quarterly, quarterly.EXPECTED, SERVICES),
        (quarterly, quarterly.EXPECTED_OTHERS, OTHERS),
    ],
)
def test_a_scorecard_is_read_as_its_makers_meant_it(
    maker: ModuleType, expected: Iterable[Expected], said: Mapping[str, Any], tmp_path: Path
) -> None:
    """Months across under a merged year, boys and girls below a merged measure, days as headings, a day
    that lost its format, percentages in every writing, symbols, sections, notes: each figure is the
    one that stands there, and nothing else is one."""
    path = tmp_path / "scorecard.xlsx"
    maker.make(path)
    agrees(path, expected, said)


@pytest.mark.parametrize("ending", ["ods", "xls", "xlsx"])
def test_libreoffice_saves_the_same_scorecards(ending: str, tmp_path: Path) -> None:
    """A council without Excel has the same figures; an .xls does not say what is a percentage, so the
    source does."""
    fractions = {"percentages": "fractions"} if ending == "xls" else {}
    for maker, expected, said in (
        (monthly, monthly.EXPECTED, {**MONTHLY, **fractions}),
        (quarterly, quarterly.EXPECTED, SERVICES),
        (quarterly, quarterly.EXPECTED_OTHERS, OTHERS),
    ):
        path = tmp_path / f"{maker.__name__}.xlsx"
        maker.make(path)
        agrees(libreoffice(path, ending, tmp_path), expected, said)


def test_an_xls_asks_what_is_a_percentage(tmp_path: Path) -> None:
    """It does not tell how its cells are shown: without a word of the source nothing is read of it."""
    path = tmp_path / "monthly.xlsx"
    monthly.make(path)
    with pytest.raises(FaultsError, match=r'E8: "0.83" may mean 83% or 0.83%'):
        agrees(libreoffice(path, "xls", tmp_path), monthly.EXPECTED, MONTHLY)


@pytest.mark.parametrize("ending", ["ods", "xlsx"])
def test_periods_go_down_and_shares_are_worked_out(ending: str, tmp_path: Path) -> None:
    """Quarters down, and number, cohort and percentage below each measure: one reading has all three.
    Nothing out of nothing is not applicable."""
    path = tmp_path / "downwards.xlsx"
    downwards.make(path)
    agrees(libreoffice(path, ending, tmp_path), downwards.EXPECTED, DOWNWARDS)
