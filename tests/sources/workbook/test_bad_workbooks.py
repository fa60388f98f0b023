"""Workbooks that cannot be read, or must not be: one plain sentence, and nothing taken."""

from __future__ import annotations

import io
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sources.workbook.sheets import GOOD, HEADER, faults, read, workbook
from tests.sources.workbook.test_scorecards import libreoffice
from watchlist.model.errors import WorldError
from watchlist.sources.content import read_content

#: Made once with msoffcrypto-tool, as Excel protects a workbook.
PROTECTED = Path(__file__).parent / "protected.xlsx"
TORN = "a.xlsx: is not a whole workbook: wait until it is written, or save it again"


def rewritten(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The workbook with its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    path.write_bytes(out.getvalue())
    return path


def in_sheet(text: bytes) -> Callable[[str, bytes], bytes]:
    """Something more in the first sheet's rows."""

    def change(name: str, data: bytes) -> bytes:
        more = name.endswith("sheet1.xml")
        return data.replace(b"</sheetData>", text + b"</sheetData>") if more else data

    return change


def test_a_password_is_asked_to_be_taken_off(tmp_path: Path) -> None:
    """What is protected is not asked for its password: it is to be saved without one."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(PROTECTED.read_bytes())
    (said,) = faults(path)
    assert said.startswith("a.xlsx: is protected by a password: save it without one")


def test_a_protected_ods_is_known_as_well(tmp_path: Path) -> None:
    """LibreOffice says in the manifest that the rest is encrypted."""
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
        archive.writestr("content.xml", b"\x8f\x01\x77")
    assert "is protected by a password" in faults(path)[0]


def test_a_formula_that_failed_is_named_in_its_cell(tmp_path: Path) -> None:
    """#REF! and #DIV/0! are faults, never empty months."""
    path = workbook(tmp_path / "a.xlsx", [HEADER, ["new-plans", "#REF!", "#DIV/0!"]])
    assert faults(path) == [
        'a.xlsx, Sheet1!B2: value: "#REF!" is what a formula says that has failed: correct it, or '
        "leave the cell empty",
        'a.xlsx, Sheet1!C2: value: "#DIV/0!" is what a formula says that has failed: correct it, or '
        "leave the cell empty",
    ]


def test_a_formula_that_nobody_worked_out_is_no_empty_cell(tmp_path: Path) -> None:
    """A program wrote the workbook and no spreadsheet has opened it since: its sums are not there."""
    path = workbook(tmp_path / "a.xlsx", [HEADER, ["new-plans", "=B4+C4", 3]])
    assert faults(path) == [
        'a.xlsx, Sheet1!B2: value: "=B4+C4" is a formula without a result: open the file in a '
        "spreadsheet, and save it"
    ]


@pytest.mark.parametrize("ending", ["ods", "xlsx"])
def test_a_formula_fails_in_libreoffice_as_well(ending: str, tmp_path: Path) -> None:
    """Worked out by LibreOffice, 1/0 is the same fault."""
    path = workbook(tmp_path / "a.xlsx", [HEADER, ["new-plans", "=1/0", 3]])
    (said,) = faults(libreoffice(path, ending, tmp_path))
    assert said.startswith(f"a.{ending}, Sheet1!B2: value: ")
    assert "is what a formula says that has failed" in said


@pytest.mark.parametrize("kept", [0, 3, 100, 3000, -1, -30])
def test_half_a_workbook_is_none(kept: int, tmp_path: Path) -> None:
    """Wherever it breaks off, nothing of it is read."""
    path = workbook(tmp_path / "a.xlsx", GOOD)
    path.write_bytes(path.read_bytes()[:kept])
    (said,) = faults(path)
    assert said in (
        TORN,
        "a.xlsx: is not a workbook: save it as .xlsx, or say what kind of file it is",
    )


def test_a_damaged_workbook_is_none(tmp_path: Path) -> None:
    """A byte that a bad disk turned is noticed by its checksum."""
    path = workbook(tmp_path / "a.xlsx", GOOD)
    data = bytearray(path.read_bytes())
    for at in range(200, len(data) - 2000, 97):
        data[at] ^= 255
    path.write_bytes(data)
    assert len(faults(path)) == 1


def test_other_files_are_not_workbooks(tmp_path: Path) -> None:
    """A CSV, or another archive, under the name of a workbook."""
    path = tmp_path / "a.xlsx"
    path.write_text("indicator,period,value\n")
    assert "is not a workbook" in faults(path)[0]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.jpg", b"x")
    assert faults(path) == [TORN]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.bin", b"x")
    assert faults(path) == ["a.xlsx: is a binary workbook (.xlsb): save it as .xlsx"]


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    """A quarter of a gigabyte packed into a few hundred kilobytes is refused by what it says of its
    size; if it lies about that, by its checksum."""
    path = rewritten(workbook(tmp_path / "a.xlsx", GOOD), in_sheet(b" " * 250_000_000))
    assert path.stat().st_size < 1_000_000
    tracemalloc.start()
    (said,) = faults(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000
    assert said.startswith("a.xlsx: is far larger than a scorecard (more than 200 MB unpacked)")
    with zipfile.ZipFile(path) as archive:
        true = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(
        path.read_bytes().replace(true.to_bytes(4, "little"), (5000).to_bytes(4, "little"))
    )
    assert faults(path) == [TORN]


def test_a_cell_at_the_end_of_the_world_is_no_rectangle(tmp_path: Path) -> None:
    """One cell in the last column of the last row would be seventeen milliards of cells."""
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = rewritten(workbook(tmp_path / "a.xlsx", GOOD), in_sheet(far))
    (said,) = faults(path)
    assert said.startswith("a.xlsx: is far larger than a scorecard (millions of cells)")


def test_formatted_but_empty_rows_are_nothing(tmp_path: Path) -> None:
    """Somebody painted a million rows grey: there is nothing in them."""
    grey = b'<row r="1048576"><c r="A1048576" s="0"/></row>'
    path = rewritten(workbook(tmp_path / "a.xlsx", GOOD), in_sheet(grey))
    assert read(path).table.num_rows == 2


ODS = """<office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
 <table:table table:name="A"><table:table-row table:number-rows-repeated="1000000">
 <table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="1000"/>
 </table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""


def test_repeated_cells_are_counted_before_they_are_repeated(tmp_path: Path) -> None:
    """In LibreOffice's format a milliard of cells is one line."""
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS)
    assert "is far larger than a scorecard" in faults(path)[0]


def test_entities_are_not_unfolded(tmp_path: Path) -> None:
    """No spreadsheet declares any; a file that makes a milliard of laughs is refused."""

    def laughing(name: str, data: bytes) -> bytes:
        head = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "haha">]>'
        return head + data if name == "xl/workbook.xml" else data

    assert faults(rewritten(workbook(tmp_path / "a.xlsx", GOOD), laughing)) == [TORN]


def test_two_gigabytes_are_refused_unread(tmp_path: Path) -> None:
    """A file that would fill the memory is not begun."""
    path = tmp_path / "all.csv"
    with path.open("wb") as file:
        file.truncate(2_147_483_648)
    with pytest.raises(WorldError, match=r"has 2,147 MB, and 200 MB are the most .* split it"):
        read_content(path)


_PEAK = """
import re, sys
from pathlib import Path
from tests.sources.build import BOOK, settings
from watchlist.sources.read import read_file
read_file(Path(sys.argv[1]), settings(), BOOK)
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024)
"""


def _peak(path: Path) -> int:
    done = subprocess.run([sys.executable, "-c", _PEAK, path], check=True, capture_output=True)
    return int(done.stdout)


@pytest.mark.long
def test_memory_grows_with_the_file_and_by_a_known_factor(tmp_path: Path) -> None:
    """Of CSV files of 10 and of 50 MB the second needs at most twelve bytes more a byte."""
    sizes, peaks = [], []
    for rows in (150_000, 750_000):
        path = tmp_path / f"{rows}.csv"
        with path.open("w") as file:
            file.write("indicator,area,breakdown,period,value,note\n")
            for n in range(rows):
                month = f"{1950 + n % 1200 // 12}-{n % 12 + 1:02}"
                file.write(f"new-plans,Harrow,team={n // 1200},{month},{n % 977},a remark of {n}\n")
        sizes.append(path.stat().st_size)
        peaks.append(_peak(path))
    factor = (peaks[1] - peaks[0]) / (sizes[1] - sizes[0])
    assert 0 < factor < 12, f"{sizes} bytes took {peaks} at most: {factor:.1f} bytes a byte"
