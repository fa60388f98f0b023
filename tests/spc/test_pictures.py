"""`watchlist spc --pictures`: an analyst's charts as files beside the numbers."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner, Result

from tests.deliver.charts.councils import CALM, said, texts, width_of
from watchlist.cli.main import app
from watchlist.model.errors import UsageError, WorldError

MONTHS = [f"{year}-{month:02d}-01" for year in (2023, 2024) for month in range(1, 13)]


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    """Two calm years of two series."""
    return _written(tmp_path, _rows("Visits"), _rows("Reviews & plans"))


def test_each_series_has_a_picture_called_after_it(figures: Path, tmp_path: Path) -> None:
    """The folder is made where it is not there; the numbers come out as they do without."""
    folder = tmp_path / "for the committee" / "2024"
    result = _run(figures, "--pictures", str(folder))
    assert sorted(path.name for path in folder.iterdir()) == ["Reviews-plans.svg", "Visits.svg"]
    assert result.stdout == _run(figures).stdout
    assert f"2 charts are in {folder}" in result.stderr


def test_a_picture_shows_what_the_numbers_say(figures: Path, tmp_path: Path) -> None:
    """Months by their names, percentages with their sign, a target, new lines from a date, and the
    verdict."""
    options = (
        "--unit",
        "percent",
        "--better",
        "higher",
        "--target",
        "75",
        "--rebase",
        "2023-07-01",
    )
    result = _run(figures, "--pictures", str(tmp_path), *options)
    picture = (tmp_path / "Visits.svg").read_bytes()
    found = texts(picture)
    assert {"Visits", "2024-12", "percent", "target: 75%", "average and range start anew"} <= set(
        found
    )
    assert "The latest figure, 82% in December 2024, is as usual." in found
    assert "January 2023 to June 2023: not judged: too few points." in said(picture)
    last = list(csv.DictReader(io.StringIO(result.stdout)))[-1]
    assert f"average now: {float(last['centre']):.1f}%" in found


def test_a_picture_for_mail(figures: Path, tmp_path: Path) -> None:
    """PNG where it is asked for: twice as wide as it is shown, and small."""
    _run(figures, "--pictures", str(tmp_path), "--png")
    content = (tmp_path / "Visits.png").read_bytes()
    assert width_of(content)[0] == 1200
    assert len(content) < 40_000


def test_nothing_is_replaced_without_a_word(figures: Path, tmp_path: Path) -> None:
    """Run again, the same files are written anew, and each is named."""
    first = _run(figures, "--pictures", str(tmp_path))
    assert "is replaced" not in first.stderr
    second = _run(figures, "--pictures", str(tmp_path))
    assert f"{tmp_path / 'Visits.svg'} was there already and is replaced" in second.stderr
    assert second.stderr.count("is replaced") == 2


def test_names_that_no_file_can_have(tmp_path: Path) -> None:
    """Slashes and dots lead nowhere; names that would be the same file get numbers; Welsh stays."""
    names = ("../up", "Up", "up-2", "Cynllun â gofal", "???", "x" * 300)
    path = _written(tmp_path, *map(_rows, names))
    folder = tmp_path / "charts"
    _run(path, "--pictures", str(folder))
    made = {file.name for file in folder.iterdir()}
    assert made == {
        "up.svg", "Up-2.svg", "up-2-2.svg", "Cynllun-â-gofal.svg", "series.svg", f"{'x' * 60}.svg",
    }  # fmt: skip
    assert {file.name for file in tmp_path.iterdir()} == {"figures.csv", "charts"}


def test_a_series_without_a_name_is_called_after_its_file(tmp_path: Path) -> None:
    """A file of one series needs no column for it."""
    path = tmp_path / "visits.csv"
    path.write_text("date,value\n2024-01-05,80\n2024-01-12,\n2024-01-19,82\n", encoding="utf-8")
    _run(path, "--pictures", str(tmp_path))
    found = texts((tmp_path / "visits.svg").read_bytes())
    assert {"visits", "2024-01-19", "missing", "not judged: too few points"} <= set(found)


def test_what_comes_through_a_pipe_has_a_picture_too(figures: Path, tmp_path: Path) -> None:
    """Without a name it is called after where it came from."""
    text = "date,value\n" + "".join(f"{day},{80 + at % 3}\n" for at, day in enumerate(MONTHS))
    _run("-", "--pictures", str(tmp_path), text=text)
    assert (tmp_path / "standard-input.svg").exists()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--png"], "give --pictures FOLDER as well"),
        (["--unit", "percent"], "give --pictures FOLDER as well"),
        (["--pictures", "{folder}", "--unit", "parsecs"], '"parsecs" is none of percent, count'),
        (["--pictures", "{file}"], "is a file: name a folder"),
    ],
)
def test_wrong_options_are_told_before_anything_is_written(
    figures: Path, options: list[str], sentence: str
) -> None:
    """In a sentence, with exit status 2."""
    places = {"folder": figures.parent / "charts", "file": figures}
    result = _run(figures, *(option.format(**places) for option in options), fails=True)
    assert isinstance(result.exception, UsageError)
    assert result.exception.exit_code == 2
    assert sentence in str(result.exception)
    assert result.stdout == ""
    assert not (figures.parent / "charts").exists()


def test_a_folder_that_cannot_be_written_is_told(figures: Path) -> None:
    """A folder inside of a file is the world's fault; the file is named."""
    result = _run(figures, "--pictures", str(figures / "charts"), fails=True)
    assert isinstance(result.exception, WorldError)
    assert f"cannot write the picture {figures / 'charts'}" in str(result.exception)


def test_a_name_with_marks_is_text(tmp_path: Path) -> None:
    """Ampersands, dollars and angles in a name."""
    path = _written(tmp_path, _rows("Cost <$1> & more"))
    _run(path, "--pictures", str(tmp_path))
    root = ElementTree.fromstring((tmp_path / "Cost-1-more.svg").read_bytes())
    assert root.findtext("{http://www.w3.org/2000/svg}title") == "Cost <$1> & more"


def _rows(name: str) -> list[str]:
    return [f"{name},{day},{value}" for day, value in zip(MONTHS, CALM, strict=True)]


def _written(folder: Path, *series: list[str]) -> Path:
    path = folder / "figures.csv"
    lines = ["series,date,value", *(row for rows in series for row in rows)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _run(file: Path | str, *options: str, text: str | None = None, fails: bool = False) -> Result:
    result = CliRunner().invoke(app, ["spc", str(file), *options], input=text)
    assert (result.exit_code != 0) == fails, result.exception
    return result
