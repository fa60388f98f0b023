import csv
import os
from pathlib import Path

import pytest

from tests.sources.build import BOOK, faults, read, settings
from watchlist.model.errors import FaultsError, WorldError
from watchlist.sources.read import read_file, read_source

HEADER = "indicator,area,period,value,note\n"
GOOD = HEADER + "new-plans,Harrow,2013-04,23,\n"
MIXED = (
    HEADER + "new-plans,Harrow,2013-04,23,fine\n"
    'new-plans,Harrow,2013-13,17,"=HYPERLINK(""http://trap.example"")"\n'
    "new-plans,Harrow,2013-06,-5,\n"
    "new-plans,Harrow,2013-06,12,\n"
    "new-plans,Harrow\n"
    "new-plans,Camden,2013-07,12*,\n"
)


def test_all_or_nothing(tmp_path: Path) -> None:
    """One faulty row and no figure of the file is taken, nor anything written beside it."""
    assert len(faults(tmp_path, MIXED)) == 6
    assert [path.name for path in tmp_path.iterdir()] == ["scorecard.csv"]


def test_faulty_rows_are_put_aside_with_their_reasons(tmp_path: Path) -> None:
    """Where the source says so, good rows are taken and the others laid beside, each with why."""
    got = read(tmp_path, MIXED, faulty_rows="quarantine")
    assert got.table["value"].to_pylist() == [23.0]
    assert len(got.quarantined) == 6
    with (tmp_path / "scorecard.csv.faulty.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["line", "what is wrong", "indicator", "area", "period", "value", "note"]
    assert [row[0] for row in rows] == ["3", "4", "5", "6", "7"]
    assert rows[0][1] == 'period: "2013-13" is not a month: write it like 2013-12'
    assert rows[0][-1] == '\'=HYPERLINK("http://trap.example")'
    assert rows[1][5] == "-5"
    assert rows[4][1].count("; ") == 2
    assert rows[4][5] == "12*"


def test_a_corrected_file_takes_the_faulty_rows_away(tmp_path: Path) -> None:
    """The file of faulty rows is of the latest reading: corrected, there is none."""
    read(tmp_path, MIXED, faulty_rows="quarantine")
    read(tmp_path, GOOD, faulty_rows="quarantine")
    assert [path.name for path in tmp_path.iterdir()] == ["scorecard.csv"]


def test_nothing_is_taken_when_faulty_rows_cannot_be_put_aside(tmp_path: Path) -> None:
    """A folder in the way of that file, and the good rows wait too; nothing is half written."""
    (tmp_path / "scorecard.csv.faulty.csv").mkdir()
    with pytest.raises(WorldError, match=r"nothing of scorecard\.csv was taken"):
        read(tmp_path, MIXED, faulty_rows="quarantine")
    assert len(list(tmp_path.iterdir())) == 2


def test_the_same_bytes_have_the_same_hash(tmp_path: Path) -> None:
    """A file seen before is known by its hash, whatever it is called."""
    first = read(tmp_path, GOOD)
    other = tmp_path / "other.csv"
    other.write_text(GOOD)
    assert read_file(other, settings(), BOOK).sha256 == first.sha256
    assert read(tmp_path, GOOD + "new-plans,Harrow,2013-05,1,\n").sha256 != first.sha256


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    """A scorecard that is not there, or is a folder, is the world's fault and says what to do."""
    with pytest.raises(WorldError, match=r"scorecard.csv does not exist: put the file there"):
        read_source(settings(), BOOK, tmp_path)
    with pytest.raises(WorldError, match="is a folder"):
        read_source(settings(path="."), BOOK, tmp_path)
    with pytest.raises(WorldError, match=r"no file is called .*\*.csv"):
        read_source(settings(path="*.csv"), BOOK, tmp_path)


@pytest.mark.parametrize("late", ["more", "other"])
def test_a_scorecard_half_written_while_it_is_read_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, late: str
) -> None:
    """A file that grows, or is replaced, while it is read is left for the next cycle."""
    path = tmp_path / "scorecard.csv"
    path.write_text(GOOD)
    real = os.fstat

    def slow(handle: int) -> os.stat_result:
        stat = real(handle)
        if late == "more":
            with path.open("a") as file:
                file.write("new-plans,Harrow,20")
        else:
            (tmp_path / "new.csv").write_text(GOOD)
            (tmp_path / "new.csv").replace(path)
        return stat

    monkeypatch.setattr("watchlist.sources.content.os.fstat", slow)
    with pytest.raises(WorldError, match="is still being written; it will be read at the next"):
        read_file(path, settings(), BOOK)


def test_a_folder_of_scorecards_is_one_source(tmp_path: Path) -> None:
    """Monthly files are read together; where two give the same figure, the later name wins. What
    lies aside (faulty rows, locks) is not read."""
    (tmp_path / "2013-04.csv").write_text(GOOD)
    (tmp_path / "2013-05.csv").write_text(
        HEADER + "new-plans,Harrow,2013-04,24,\nnew-plans,Harrow,2013-05,17,\n"
    )
    (tmp_path / "2013-05.csv.faulty.csv").write_text("not read")
    (tmp_path / ".~lock.csv").write_text("not read")
    got = read_source(settings(path="*.csv"), BOOK, tmp_path)
    assert got.table["value"].to_pylist() == [24.0, 17.0]
    assert got.rows == 3
    absolute = read_source(settings(path=str(tmp_path / "*.csv")), BOOK, Path("elsewhere"))
    assert absolute.table == got.table


def test_the_faults_of_all_files_come_together(tmp_path: Path) -> None:
    """Two faulty files are two faults in one go."""
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(HEADER + "new-plans,Harrow,2013-04,x1,\n")
    with pytest.raises(FaultsError) as refused:
        read_source(settings(path="*.csv"), BOOK, tmp_path)
    assert [Path(fault.mark.path).name for fault in refused.value.faults] == ["a.csv", "b.csv"]


def test_every_row_faulty_is_still_said_row_by_row(tmp_path: Path) -> None:
    """A column mapped wrongly makes every row faulty: thousands of sentences, in a moment."""
    rows = "".join(f"new-plans,Harrow,2013-04,figure {n},\n" for n in range(5000))
    assert len(faults(tmp_path, HEADER + rows)) == 5000
