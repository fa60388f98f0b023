from pathlib import Path

import pytest

from tests.sources.build import faults, read
from watchlist.model.errors import FaultsError

HEADER = "indicator,area,period,value\n"
ROW = "new-plans,Harrow,2013-04,23\n"
ACCENTED = ROW + "new-plans,Harrow,2013-05,17\n"


def values(folder: Path, text: str | bytes, **said: object) -> list[float]:
    found: list[float] = read(folder, text, **said).table["value"].to_pylist()
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-be"])
def test_every_usual_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    """Excel saves in four encodings; a pound sign and a dash mean the same in each."""
    text = HEADER + "overspend,Harrow,2013-12,£1,200\n".replace("£1,200", '"£1,200"')
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    assert values(tmp_path, mark + text.encode(encoding)) == [1200.0]


def test_a_named_encoding_is_used(tmp_path: Path) -> None:
    """Where the source names the encoding, the file is read in that one and no other."""
    text = (HEADER + 'overspend,Harrow,2013-12,"£5"\n').encode("cp1252")
    assert values(tmp_path, text, encoding="windows-1252") == [5.0]
    assert faults(tmp_path, text, encoding="utf-8") == [
        ": is not text that can be read: save it as CSV in UTF-8, or name its encoding"
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_read(tmp_path: Path, end: str) -> None:
    """Files come from Windows, from Unix and from old Macs."""
    assert values(tmp_path, (HEADER + ROW).replace("\n", end)) == [23.0]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_semicolons_and_tabs_separate_too(tmp_path: Path, separator: str) -> None:
    """A spreadsheet set up for the continent writes semicolons."""
    assert values(tmp_path, (HEADER + ROW).replace(",", separator)) == [23.0]


def test_headers_may_be_shouted_and_spaced(tmp_path: Path) -> None:
    """Capitals and outer spaces in a header, or in a cell, mean nothing."""
    assert values(tmp_path, " Period ,VALUE,Area,Indicator\n2013-04, 23 ,HARROW,New-Plans\n") == [
        23
    ]


def test_blank_rows_and_trailing_commas_mean_nothing(tmp_path: Path) -> None:
    """Spreadsheets leave empty rows and columns behind; line numbers still count them."""
    text = (
        f"\n{HEADER.strip()},,\n\n,,,,,\nnew-plans,Harrow,2013-04,23,,,,,\nnew-plans,Harrow,x,1,,\n"
    )
    assert faults(tmp_path, text) == ['6: period: "x" is not a month: write it like 2013-12']
    assert values(tmp_path, text.rpartition("new-plans")[0]) == [23.0]


def test_a_line_break_in_a_note_keeps_the_line_numbers_right(tmp_path: Path) -> None:
    """A quoted note may run over lines; the fault after it still names its own line."""
    text = (
        "indicator,area,period,value,note\n"
        'new-plans,Harrow,2013-04,23,"two\nlines, and a ""quotation"""\n'
        "new-plans,Harrow,2013-05,many,\n"
    )
    [said] = faults(tmp_path, text)
    assert said.startswith('4: value: "many" is not a number')


def test_rows_that_do_not_fit_the_header_are_named(tmp_path: Path) -> None:
    """A thousand with its comma makes a cell too many; a row cut short has too few."""
    text = HEADER + "core-assessments,Harrow,2011-12,1,234\nnew-plans,Harrow\n"
    assert faults(tmp_path, text) == [
        "2: has 5 cells where the header has 4: write 1,234 without its comma, or inside quotation "
        'marks as "1,234"',
        "3: has 2 cells where the header has 4: it may be half written",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", ": is empty: wait until it is written, or remove it"),
        ("\n\n", ": is empty: wait until it is written, or remove it"),
        (HEADER, ": has no rows under its header: wait until it is written, or remove it"),
        (HEADER + 'new-plans,Harrow,2013-04,"23', "2: a quotation mark opens here and is never "
         "closed: the file may be half written"),
        (HEADER + 'new-plans,Harrow,"2013"-04,23\n', "2: quotation marks inside a cell must be "
         'doubled: write "" for "'),
        (HEADER + "new-plans,Harrow,2013-04," + "9" * 200_000, "2: a cell is far too long: is a "
         "quotation mark missing?"),
        (b"PK\x03\x04....", ": is a workbook: say kind: excel, or save it as CSV"),
        (b"PAR1....", ": is a Parquet file: say kind: parquet"),
        (b"indicator\0,area\n", ": is not text that can be read: save it as CSV in UTF-8, or name "
         "its encoding"),
        ("indicator,area,period,value,Value\n" + ROW.strip() + ",1\n", ': the column "value" is '
         "there twice: leave one of them"),
    ],
)  # fmt: skip
def test_what_is_no_csv_is_one_sentence(tmp_path: Path, text: str | bytes, sentence: str) -> None:
    """A workbook, a torn file or an empty one is refused in a sentence that says what to do."""
    assert faults(tmp_path, text) == [sentence]


def test_what_a_terminal_would_obey_is_said_by_its_code(tmp_path: Path) -> None:
    """A name that would clear the screen, or write a line of its own, is shown and not run."""
    rows = "new-plans,\x1b[2JHarrow,2013-04,23\nnew-plans,Harrow,\x1b]0;x\x07,2\n"
    with pytest.raises(FaultsError) as refused:
        read(tmp_path, HEADER + rows)
    assert str(refused.value).replace("\n", "").isprintable()
    assert "<U+001B>[2JHarrow" in str(refused.value)


def test_a_file_of_a_million_columns_is_refused_before_they_are_made(tmp_path: Path) -> None:
    """Two megabytes of commas would take a thousand times as much memory."""
    text = HEADER.strip() + ",x" * 1_000_000 + "\n" + ROW
    assert faults(tmp_path, text) == [
        ": has 1,000,004 columns, and 2,000 are the most that are taken: leave the columns of figures "
        "only"
    ]


def test_a_wide_file_is_read_a_few_rows_at_a_time(tmp_path: Path) -> None:
    """The department's files have hundreds of columns: none of their rows is lost on the way."""
    more = ",".join(f"more{at}" for at in range(1_990))
    rows = (f"new-plans,Harrow,{2000 + at}-04,{at}{',0' * 1_990}" for at in range(20))
    text = f"{HEADER.strip()},{more}\n" + "\n".join(rows) + "\n"
    assert values(tmp_path, text) == [float(at) for at in range(20)]
