"""Files dropped into a folder: taken once, whole, and never lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.sources.taking import Council, source
from tests.sources.workbook.sheets import GOOD, HEADER, workbook
from watchlist.sources import folder as folder_source
from watchlist.sources.offers import offers
from watchlist.sources.settings import SourceMeaning

TEXT = "indicator,area,period,value\nnew-plans,Harrow,2013-{month:02},{value}\n"


@pytest.fixture
def council(tmp_path: Path) -> Iterator[Council]:
    found = Council.at(tmp_path)
    (found.folder / "in").mkdir()
    yield found
    found.store.close()


def dropped(**said: Any) -> SourceMeaning:
    return source("folder", **{"path": "in", "settled": 0, **said})


def drop(council: Council, name: str, value: object = 23, month: int = 4) -> Path:
    path = council.folder / "in" / name
    path.write_text(TEXT.format(month=month, value=value))
    return path


def there(council: Council, *parts: str) -> list[str]:
    folder = council.folder.joinpath("in", *parts)
    return (
        sorted(path.name for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
    )


def test_each_file_is_taken_once_and_put_aside(council: Council) -> None:
    """CSV, Parquet and a workbook, told apart by their names; then they lie in taken/."""
    drop(council, "april.csv")
    table = pa.table(
        {"indicator": ["new-plans"], "area": ["Harrow"], "period": ["2013-06"], "value": [5]}
    )
    pq.write_table(table, council.folder / "in" / "june.parquet")
    workbook(council.folder / "in" / "may.xlsx", [HEADER[::2], GOOD[1][::2]])
    got = council.take(dropped())
    assert [Path(one.path).name for one in got.taken] == ["april.csv", "june.parquet", "may.xlsx"]
    assert council.readings() == 3
    assert there(council) == []
    assert there(council, "taken") == ["april.csv", "june.parquet", "may.xlsx"]
    assert council.take(dropped()).taken == ()


def test_the_oldest_comes_first_so_that_the_newest_stands(council: Council) -> None:
    """Two files that give the same figure: the one dropped later is right, whatever they are called."""
    late, early = drop(council, "a.csv", 24), drop(council, "b.csv", 23)
    os.utime(early, (1_000, 1_000))
    os.utime(late, (2_000, 2_000))
    assert [one.saved.revised for one in council.take(dropped()).taken] == [0, 1]


def test_a_file_that_is_being_written_is_waited_for(council: Council) -> None:
    """Half written it is left alone, and so is what a copying program has not yet named."""
    path = drop(council, "april.csv")
    drop(council, "may.csv.part")
    drop(council, "~lock.csv")
    assert council.take(dropped(settled=60)).taken == ()
    os.utime(path, (1_000, 1_000))
    assert len(council.take(dropped(settled=60)).taken) == 1


def test_faults_are_written_beside_the_file(council: Council) -> None:
    """The officer who dropped it finds it in faulty/ with what is wrong; nothing of it was taken."""
    drop(council, "april.csv", "many")
    said = council.problem(dropped())
    assert "value: " in said
    assert there(council) == []
    assert there(council, "faulty") == ["april.csv", "april.csv.faults.txt"]
    text = (council.folder / "in/faulty/april.csv.faults.txt").read_text()
    assert text.startswith(
        "Nothing of april.csv was taken. Correct it and drop it again.\n\napril.csv:2: "
    )
    assert council.readings() == 0


def test_a_faulty_file_may_stay(council: Council) -> None:
    """Where the source says so it stays, with its faults beside it, until it is corrected."""
    drop(council, "april.csv", "many")
    council.problem(dropped(faulty="leave"))
    council.problem(dropped(faulty="leave"))
    assert there(council) == ["april.csv", "april.csv.faults.txt"]
    drop(council, "april.csv")
    assert council.take(dropped(faulty="leave")).taken
    assert there(council) == []
    assert there(council, "taken") == ["april.csv"]


def test_where_nothing_may_be_moved_it_is_known_by_its_bytes(council: Council) -> None:
    """A share that others keep: the file stays and is passed over; changed, it is read again."""
    drop(council, "april.csv")
    assert council.take(dropped(move=False)).taken
    assert council.take(dropped(move=False)).known
    drop(council, "april.csv", 24)
    assert council.take(dropped(move=False)).taken[0].saved.revised == 1
    assert there(council) == ["april.csv"]


def test_a_crash_between_import_and_move_loses_nothing(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The power goes when the figures are safe and the file is not yet moved: it is known the next
    time, counted once, and put aside then."""
    drop(council, "april.csv")

    def crash(_path: Path, _name: str) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(folder_source, "_put", crash)
        with pytest.raises(KeyboardInterrupt):
            council.take(dropped())
    assert (council.readings(), there(council)) == (1, ["april.csv"])
    assert council.take(dropped()).taken == ()
    assert (council.readings(), there(council, "taken")) == (1, ["april.csv"])


_KILLED = """
import os, signal, sys
from pathlib import Path
from tests.sources.taking import Council
from tests.sources.test_folder import dropped
from watchlist.sources import folder
folder._put = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
Council.at(Path(sys.argv[1])).take(dropped())
"""


def test_a_process_that_is_killed_there_loses_nothing(council: Council) -> None:
    """The same with a real process that is killed at that very moment."""
    drop(council, "april.csv")
    council.store.close()
    done = subprocess.run([sys.executable, "-c", _KILLED, council.folder.parent], check=False)
    assert done.returncode == -signal.SIGKILL
    again = Council.at(council.folder.parent)
    assert (again.readings(), there(council)) == (1, ["april.csv"])
    assert again.take(dropped()).taken == ()
    assert (again.readings(), there(council, "taken")) == (1, ["april.csv"])
    again.store.close()


def test_two_daemons_share_a_folder(council: Council) -> None:
    """What one has put aside while the other looked is no problem of the other."""
    path = drop(council, "april.csv")
    (offer,) = offers(dropped(), council.folder)
    council.take(dropped())
    assert there(council, "taken") == ["april.csv"]
    offer.taken()
    assert not path.exists()
    assert there(council, "taken") == ["april.csv"]


def test_a_name_that_comes_every_month_is_kept_each_time(council: Council) -> None:
    """return.csv of April is not written over by that of May."""
    for month in (4, 5, 6):
        drop(council, "return.csv", month=month)
        council.take(dropped())
    assert there(council, "taken") == ["return-2.csv", "return-3.csv", "return.csv"]


def test_one_bad_file_holds_up_no_other(council: Council) -> None:
    """The good file is taken, the bad one said."""
    drop(council, "a.csv", "many")
    drop(council, "b.csv")
    got = council.take(dropped())
    assert (len(got.taken), len(got.problems)) == (1, 1)


def test_parquet_with_wrong_types_is_a_located_fault(council: Council) -> None:
    """A list where a figure belongs, and figures that are words: the column, or the row, is named."""
    base = {"indicator": ["new-plans"], "area": ["Harrow"], "period": ["2013-06"]}
    path = council.folder / "in" / "june.parquet"
    pq.write_table(pa.table({**base, "value": pa.array([[5, 6]])}), path)
    assert 'june.parquet: the column "value" holds no plain figures or text' in council.problem(
        dropped()
    )
    pq.write_table(pa.table({**base, "value": pa.array([b"\xff"])}), path)
    assert "june.parquet" in council.problem(dropped())
    pq.write_table(pa.table({**base, "value": ["five"]}), path)
    assert "june.parquet:1: value: " in council.problem(dropped())
    assert council.readings() == 0


def test_only_what_is_meant_is_read(council: Council) -> None:
    """A pattern says which files; a folder that is not there is one sentence."""
    drop(council, "return-april.csv")
    drop(council, "notes.csv", "no")
    assert len(council.take(dropped(files="return-*")).taken) == 1
    assert there(council) == ["notes.csv"]
    assert "cannot be looked into" in council.problem(dropped(path="elsewhere"))


def test_a_link_is_not_followed(council: Council) -> None:
    """Whoever may drop files could lay one that leads to what only the service may read; the faults of
    that would be written beside it. It is said, and stays."""
    secret = council.folder / "signing.key"
    secret.write_text("indicator,area,a secret\n1,2,3\n")
    (council.folder / "in" / "april.csv").symlink_to(secret)
    assert council.problem(dropped()).endswith(
        "in/april.csv is a link to another file: put the file itself there"
    )
    assert there(council) == ["april.csv"]
    assert secret.is_file()


@pytest.mark.parametrize("faulty_rows", ["refuse", "quarantine"])
def test_no_link_leads_our_writing_astray(council: Council, faulty_rows: str) -> None:
    """Of what is written beside a file the name can be guessed: a link of that name that leads to the
    database is replaced, and the database stays."""
    precious = council.folder / "precious"
    precious.write_text("as it was")
    drop(council, "april.csv", value="many")
    for name in ("april.csv.faults.txt", "april.csv.faulty.csv"):
        for laid in (name, f".{name}.{os.getpid()}"):
            (council.folder / "in" / laid).symlink_to(precious)
    council.take(dropped(faulty_rows=faulty_rows, faulty="leave"))
    assert precious.read_text() == "as it was"
    written = "april.csv.faults.txt" if faulty_rows == "refuse" else "april.csv.faulty.csv"
    assert not (council.folder / "in" / written).is_symlink()
