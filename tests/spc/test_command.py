"""`watchlist spc`: an analyst's charts from a file, without any configuration."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.spc.vectors import agrees, by, present, rows, series
from watchlist.cli.main import app
from watchlist.model.errors import FaultsError, UsageError, WorldError

MONTHS = [f"{year}-{month:02d}-01" for year in (2023, 2024) for month in range(1, 13)]
CALM = [
    80,
    82,
    81,
    83,
    80,
    84,
    81,
    82,
    80,
    83,
    82,
    81,
    84,
    80,
    82,
    81,
    83,
    80,
    84,
    81,
    82,
    80,
    83,
    82,
]


@pytest.fixture
def calm(tmp_path: Path) -> Path:
    """Two years of one series that only varies as usual."""
    return _written(tmp_path, ["series,date,value", *_rows("re-referrals", CALM)])


def test_a_calm_series_is_common_cause(calm: Path) -> None:
    """Two calm years: every row has its lines, the chart its icons, and a target of 95% is failed."""
    lines = _table(_run(str(calm), "--better", "higher", "--target", "95"))
    assert [line["date"] for line in lines] == MONTHS
    assert {line["variation"] for line in lines} == {"common_cause"}
    assert {line["assurance"] for line in lines} == {"fail"}
    assert {line["state"] for line in lines} == {"judged"}
    assert float(lines[0]["lower"]) < float(lines[0]["near_lower"]) < float(lines[0]["centre"])


def test_what_goes_in_by_standard_input_comes_out_the_same(calm: Path) -> None:
    """A file and the same text through a pipe give the same charts."""
    piped = _run("-", text=calm.read_text(encoding="utf-8"))
    assert piped.stdout == _run(str(calm)).stdout


def test_several_series_in_any_order_of_rows(tmp_path: Path) -> None:
    """Series stand in the order of the file, rows in that of their dates; each has its own target."""
    mixed = [*_rows("b", CALM, ",70"), *reversed(_rows("a", CALM, ",99"))]
    path = _written(tmp_path, ["Series,Date,Value,Target", *mixed])
    lines = _table(_run(str(path), "--better", "higher"))
    assert [line["series"] for line in lines] == ["b"] * 24 + ["a"] * 24
    assert [line["date"] for line in lines] == MONTHS * 2
    assert [lines[0]["assurance"], lines[24]["assurance"]] == ["pass", "fail"]


def test_new_limits_from_a_date(tmp_path: Path) -> None:
    """A service that changed in January is judged by itself from then on; a series without that date
    is not, and that is said."""
    other = [row for row in _rows("other", CALM) if "2024-01-01" not in row]
    path = _written(tmp_path, ["series,date,value", *_rows("a", CALM), *other])
    result = _run(str(path), "--rebase", "01/01/2024")
    lines = _table(result)
    assert [line["group"] for line in lines[:24]] == ["0"] * 12 + ["1"] * 12
    assert {line["group"] for line in lines[24:]} == {"0"}
    assert 'series "other" has no 2024-01-01' in result.stderr


def test_screening_and_baseline_reach_the_limits(tmp_path: Path) -> None:
    """One jump widens the limits unless it is screened out, or comes after a fixed baseline."""
    jumped = [*CALM[:20], 30, *CALM[21:]]
    path = _written(tmp_path, ["series,date,value", *_rows("a", jumped)])
    widths = [
        float(line["upper"]) - float(line["lower"])
        for options in ([], ["--no-screening"], ["--baseline", "12"])
        for line in _table(_run(str(path), *options))[:1]
    ]
    assert widths[1] > 2 * widths[0]
    assert widths[2] < widths[1] / 2


def test_what_cannot_be_judged_has_empty_cells(tmp_path: Path) -> None:
    """Too few months: no signal, no label, no icon, and the state says why; never NaN."""
    path = _written(tmp_path, ["date,value", "2024-01,80", "2024-02,", "2024-03,82"])
    result = _run(str(path))
    for line in _table(result):
        assert line["state"] == "too few points"
        assert {line[each] for each in ("outside", "trend", "label", "variation")} == {""}
    assert "nan" not in result.stdout.lower()


def test_a_name_like_a_formula_is_not_run() -> None:
    """A spreadsheet that opens the answer runs nothing."""
    text = "series,date,value\n=1+1,2024-01-01,80\n"
    assert _table(_run("-", text=text))[0]["series"] == "'=1+1"


def test_every_fault_is_told_with_its_line() -> None:
    """All that is wrong in a file is told at once, each with its line."""
    text = "series,date,value\na,2024-13-01,80\na,2024-01-01,inf\na,2024-02-01,1\na,2024-02-01,2\n"
    error = _run("-", text=text, fails=True).exception
    assert isinstance(error, FaultsError)
    assert [fault.mark.line for fault in error.faults] == [2, 3, 5]
    assert "is there twice" in error.faults[2].sentence


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--better", "up"], "none of higher, lower and neither"),
        (["--profile", "nhs"], "none of watchlist and plotthedots"),
        (["--target", "90"], "say --better higher or --better lower"),
        (["--better", "higher", "--target", "inf"], "no figure to hold a chart against"),
        (["--baseline", "5"], "too short"),
        (["--rebase", "soon"], "is no date"),
        (["--rebase", "2019-01-01"], "no series has a value or a gap on that date"),
    ],
)
def test_wrong_options_are_told(calm: Path, options: list[str], sentence: str) -> None:
    """An option that makes no sense is told in a sentence, before any chart is drawn."""
    result = _run(str(calm), *options, fails=True)
    assert isinstance(result.exception, UsageError)
    assert sentence in str(result.exception)
    assert result.stdout == ""


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A wrong path is the world's fault, told in a sentence."""
    assert isinstance(_run(str(tmp_path / "no.csv"), fails=True).exception, WorldError)


def test_a_file_without_values_is_told() -> None:
    """Which columns are missing is said."""
    error = _run("-", text="series,month\na,2024-01\n", fails=True).exception
    assert 'no column "date"' in str(error)
    assert 'no column "value"' in str(error)


@present
def test_the_reference_through_the_command() -> None:
    """All series of the reference that have one plain chart, in one file, come out with its lines and
    labels."""
    plain = {
        case["series_id"]: case["case_id"]
        for case in rows("cases")
        if not (case["rebase_dates"] or case["fix_after_n_points"] or case["target"])
        and case["screen_outliers"] == "1"
        and case["improvement_direction"] == "decrease"
    }
    text = ["series,date,value"]
    for name in plain:
        text += [f"{name},{day},{'' if v is None else v}" for day, v in series()[name]]
    lines = _table(_run("-", "--profile", "plotthedots", "--better", "lower", text="\n".join(text)))
    expected = by("expected", "case_id")
    found: dict[str, list[dict[str, str]]] = {}
    for line in lines:
        found.setdefault(line["series"], []).append(line)
    compared = 0
    for name, case in plain.items():
        for line, row in zip(found[name], sorted(expected[case], key=_place), strict=True):
            assert (line["label"], line["point_type"]) == (
                row["special_cause_type"],
                row["point_type"],
            )
            assert agrees(float(line["centre"]), row["mean"])
            assert agrees(float(line["upper"]) if line["upper"] else None, row["upl"])
            compared += 1
    assert compared > 1_000


def _place(row: dict[str, str]) -> int:
    return int(row["i"])


def _rows(name: str, values: list[int], tail: str = "") -> list[str]:
    return [f"{name},{day},{value}{tail}" for day, value in zip(MONTHS, values, strict=True)]


def _written(folder: Path, lines: list[str]) -> Path:
    path = folder / "figures.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _run(*arguments: str, text: str | None = None, fails: bool = False) -> Result:
    result = CliRunner().invoke(app, ["spc", *arguments], input=text)
    assert (result.exit_code != 0) == fails, result.exception
    return result


def _table(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.stdout)))
