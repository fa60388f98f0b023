"""A workbook opened: its sheets as grids of cells, or a sentence why not. Bounded before it is read."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from watchlist.model.errors import Fault, FaultsError, Mark
from watchlist.sources.content import Content
from watchlist.sources.csv_file import csv_rows
from watchlist.sources.workbook.clues import (
    MOST_CELLS,
    MOST_SPANNED,
    Clues,
    TooLargeError,
    ods_clues,
    xlsx_clues,
)

#: A workbook is packed; so large is what it may be unpacked.
MOST_BYTES = 200_000_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_LOCKED = (
    "is protected by a password: save it without one, in a folder that only this service and its "
    "owners may read"
)
_TORN = "is not a whole workbook: wait until it is written, or save it again"
_HUGE = (
    "is far larger than a scorecard ({what}): leave the sheets of figures only, and save it again"
)


@dataclass(frozen=True, eq=False)
class Grid:
    """One sheet: ``rows`` of values as the reader gives them, "" for an empty cell."""

    name: str
    visible: bool
    rows: list[list[Any]]
    clues: Clues


def open_workbook(content: Content) -> list[Grid]:
    """The sheets. Raises :class:`FaultsError` where it is no workbook that can be read."""
    path = str(content.path)
    if content.path.suffix.lower() == ".csv":
        return [_csv_grid(path, content)]
    if _ENCRYPTED in content.data[:1_000_000] and content.data.startswith(_OLE):
        raise _refused(path, _LOCKED)
    try:
        data, clues = _measured(path, content.data)
        return list(_grids(data, clues))
    except PasswordError:
        raise _refused(path, _LOCKED) from None
    except TooLargeError:
        raise _refused(path, _HUGE.format(what="millions of cells")) from None
    except (
        CalamineError,
        BadZipFile,
        ParseError,
        zlib.error,
        EOFError,
        KeyError,
        ValueError,
    ) as error:
        if "password" in str(error).lower():
            raise _refused(path, _LOCKED) from error
        raise _refused(path, _TORN) from error


def _csv_grid(path: str, content: Content) -> Grid:
    """A sheet that was saved as CSV, with its titles and headings."""
    rows = csv_rows(content)
    wide = max(map(len, rows), default=0)
    if len(rows) * wide > MOST_SPANNED or sum(map(len, rows)) > MOST_CELLS:
        raise _refused(path, _HUGE.format(what="millions of cells"))
    cells: list[list[Any]] = [[*row, *[""] * (wide - len(row))] for row in rows]
    return Grid(content.path.stem, True, cells, Clues())


def _measured(path: str, data: bytes) -> tuple[bytes, dict[str, Clues]]:
    """The workbook as the reader may have it: packed anew from what was unpacked and counted here,
    so that nothing in it is larger than it says."""
    if data.startswith(_OLE):
        return data, {}
    if not data.startswith(b"PK"):
        raise _refused(path, "is not a workbook: save it as .xlsx, or say what kind of file it is")
    plain = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as packed, ZipFile(plain, "w") as unpacked:
        if "xl/workbook.bin" in packed.namelist():
            raise _refused(path, "is a binary workbook (.xlsb): save it as .xlsx")
        if sum(member.file_size for member in packed.infolist()) > MOST_BYTES:
            raise _refused(
                path, _HUGE.format(what=f"more than {MOST_BYTES // 1_000_000} MB unpacked")
            )
        for member in packed.infolist():
            if member.filename.lower().endswith((".xml", ".rels", "mimetype")):
                unpacked.writestr(member.filename, _safe(packed.read(member)))
    with ZipFile(plain) as archive:
        is_ods = "content.xml" in archive.namelist()
        if is_ods and b"encryption-data" in _manifest(archive):
            raise PasswordError
        return plain.getvalue(), ods_clues(archive) if is_ods else xlsx_clues(archive)


def _manifest(archive: ZipFile) -> bytes:
    name = "META-INF/manifest.xml"
    return archive.read(name) if name in archive.namelist() else b""


def _safe(text: bytes) -> bytes:
    if b"<!ENTITY" in text:
        raise ValueError("no workbook declares entities")
    return text


def _grids(data: bytes, clues: dict[str, Clues]) -> Iterator[Grid]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for about in book.sheets_metadata:
                if about.typ is SheetTypeEnum.WorkSheet:
                    sheet = book.get_sheet_by_name(about.name)
                    known = clues.get(about.name) or Clues(
                        merged=list(sheet.merged_cell_ranges or ())
                    )
                    rows = sheet.to_python(skip_empty_area=False)
                    visible = about.visible is SheetVisibleEnum.Visible
                    yield Grid(about.name, visible, rows, known)
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # the reader met what it had never thought of
            raise ValueError("cannot be read") from error
        raise


def _refused(path: str, sentence: str) -> FaultsError:
    return FaultsError([Fault(Mark(path), sentence)])
