"""CSV files as spreadsheets write them: encodings, separators, broken rows."""

from __future__ import annotations

import codecs
import csv
import io
from array import array
from collections.abc import Iterator
from itertools import islice

import numpy as np
import pyarrow as pa

from watchlist.model.errors import Fault, FaultsError, Mark
from watchlist.sources.content import Content
from watchlist.sources.enough import MOST_FAULTS
from watchlist.sources.sheet import Broken, Sheet, refuse_too_wide

#: What a file begins with that says how it is encoded.
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}

#: What a file begins with that is no text at all.
_OTHERS = {
    b"PK\x03\x04": "is a workbook: say kind: excel, or save it as CSV",
    b"\xd0\xcf\x11\xe0": "is a workbook: say kind: excel, or save it as CSV",
    b"PAR1": "is a Parquet file: say kind: parquet",
}


def read_csv(content: Content, encoding: str = "auto") -> Sheet:
    """The rows of a CSV file, blank ones left out; those that do not fit the header are in
    ``broken``. Raises :class:`FaultsError` where the file as a whole cannot be read."""
    path = str(content.path)
    rows = _rows(path, _text(path, content.data, encoding))
    header, wide = _header(path, rows)
    lines = array("q")
    broken: list[Broken] = []
    chunks = list(_chunks(_fitting(rows, wide, lines, broken), _AT_ONCE // max(wide, 1)))
    if not lines and not broken:
        raise _refused(path, "has no rows under its header: wait until it is written, or remove it")
    columns = zip(*chunks, strict=True) if chunks else ((),) * wide
    return Sheet(
        path,
        header,
        tuple(pa.chunked_array(list(column), _TEXTS) for column in columns),
        np.array(lines, dtype=np.int64),
        tuple(broken),
    )


#: Most texts occur again and again.
_TEXTS = pa.dictionary(pa.int32(), pa.string())

#: Cells that are held as Python's texts at a time: they take ten times the memory of Arrow's columns.
_AT_ONCE = 500_000


def csv_rows(content: Content) -> list[list[str]]:
    """The cells of a CSV file line by line, where the first line need not be its header."""
    path = str(content.path)
    rows: list[list[str]] = []
    for line, cells in _rows(path, _text(path, content.data, "auto")):
        rows += [[] for _ in range(len(rows), line - 1)]
        rows.append(cells)
    return rows


def _chunks(rows: Iterator[list[str]], at_once: int) -> Iterator[list[pa.Array]]:
    while batch := list(islice(rows, at_once)):
        texts = (pa.array(column, pa.string()) for column in zip(*batch, strict=True))
        yield [column.dictionary_encode() for column in texts]


def _fitting(
    rows: Iterator[tuple[int, list[str]]], wide: int, lines: array[int], broken: list[Broken]
) -> Iterator[list[str]]:
    """The rows as wide as the header, their lines added to ``lines``, the others to ``broken``. Where
    those are more than a file may have the rest is not read."""
    for line, row in rows:
        fitting = row if len(row) == wide else _trimmed(row, wide)
        if len(fitting) == wide:
            lines.append(line)
            yield fitting
        else:
            broken.append(Broken(line, tuple(row), _misfit(len(fitting), wide)))
        if len(broken) > MOST_FAULTS:
            return


def _text(path: str, data: bytes, encoding: str) -> io.TextIOWrapper:
    """The text, to be read piece by piece: it is never in memory beside its bytes."""
    for start, sentence in _OTHERS.items():
        if data.startswith(start):
            raise _refused(path, sentence)
    known = [name for bom, name in _BOMS.items() if data.startswith(bom)]
    tried = known or (["utf-8", "cp1252"] if encoding == "auto" else [encoding])
    for name in tried:
        has_nul = _has_nul(data, name)
        if has_nul is not None:
            if has_nul:
                break
            return io.TextIOWrapper(io.BytesIO(data), name, newline="")
    raise _refused(
        path, "is not text that can be read: save it as CSV in UTF-8, or name its encoding"
    )


def _has_nul(data: bytes, encoding: str) -> bool | None:
    """Whether a letter of no text is among them; None where it is not encoded so."""
    decoder = codecs.getincrementaldecoder(encoding)()
    view = memoryview(data)
    try:
        pieces = (view[at : at + _PIECE] for at in range(0, len(data), _PIECE))
        found = any("\0" in decoder.decode(bytes(piece)) for piece in pieces)
        return found or "\0" in decoder.decode(b"", final=True)
    except UnicodeError:
        return None


_PIECE = 1 << 20


def _rows(path: str, text: io.TextIOWrapper) -> Iterator[tuple[int, list[str]]]:
    """The line on which each row begins, and its cells; blank rows are left out."""
    separator = _separator(text)
    reader = csv.reader(text, delimiter=separator, strict=True)
    line = 1
    try:
        for row in reader:
            if any(map(str.strip, row)):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise FaultsError([Fault(Mark(path, line), _csv_sentence(str(error)))]) from error


def _separator(text: io.TextIOWrapper) -> str:
    header = next((line for line in text if line.strip()), "")
    text.seek(0)
    return max(",;\t", key=header.count)


def _header(path: str, rows: Iterator[tuple[int, list[str]]]) -> tuple[tuple[str, ...], int]:
    for _, names in islice(rows, 1):
        trimmed = _trimmed(names, 0)
        refuse_too_wide(path, len(trimmed))
        return tuple(name.strip() for name in trimmed), len(trimmed)
    raise _refused(path, "is empty: wait until it is written, or remove it")


def _trimmed(row: list[str], wide: int) -> list[str]:
    """The row without the empty cells that spreadsheets leave behind its end."""
    end = len(row)
    while end > wide and not row[end - 1].strip():
        end -= 1
    return row[:end]


def _misfit(count: int, wide: int) -> str:
    if count < wide:
        return f"has {count} cells where the header has {wide}: it may be half written"
    return (
        f"has {count} cells where the header has {wide}: write 1,234 without its comma, "
        'or inside quotation marks as "1,234"'
    )


def _csv_sentence(error: str) -> str:
    if "unexpected end of data" in error:
        return "a quotation mark opens here and is never closed: the file may be half written"
    if "larger than field limit" in error:
        return "a cell is far too long: is a quotation mark missing?"
    return 'quotation marks inside a cell must be doubled: write "" for "'


def _refused(path: str, sentence: str) -> FaultsError:
    return FaultsError([Fault(Mark(path), sentence)])
