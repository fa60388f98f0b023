"""What a workbook says of its cells beside their values, and how much there is of it: looked at before
the workbook is opened, so that no file fills the memory.

The reader of workbooks gives values only: to it a formula that failed is an empty cell, and 83% is
0.83.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any
from xml.etree import ElementTree
from zipfile import ZipFile

#: Row and column, counted from 0.
Place = tuple[int, int]

#: Cells with something in them, and the rectangle that they span, in one sheet.
MOST_CELLS = 2_000_000
MOST_SPANNED = 10_000_000

_PERCENT_FORMATS = frozenset((9, 10))  # those that every workbook has


class TooLargeError(Exception):
    """More cells than a scorecard has."""


@dataclass
class Clues:
    """Of one sheet: ``errors`` are formulas without a result and what stands there, ``percent`` the
    cells that are shown as percentages, ``merged`` the first and last cell of those that are one."""

    errors: dict[Place, str] = field(default_factory=dict)
    percent: set[Place] = field(default_factory=set)
    merged: list[tuple[Place, Place]] = field(default_factory=list)
    cells: int = 0
    last: Place = (0, 0)

    def found(self, place: Place, times: int = 1) -> None:
        """There is a cell with something in it, so many times."""
        self.cells += times
        self.last = max(self.last[0], place[0]), max(self.last[1], place[1])
        if self.cells > MOST_CELLS or (self.last[0] + 1) * (self.last[1] + 1) > MOST_SPANNED:
            raise TooLargeError


def xlsx_clues(archive: ZipFile) -> dict[str, Clues]:
    """By the names of the sheets."""
    percent = _percent_styles(archive)
    found = {}
    for name, member in _sheets(archive):
        with archive.open(member) as file:
            found[name] = _of_sheet(file, percent)
    return found


def _sheets(archive: ZipFile) -> Iterator[tuple[str, str]]:
    """The name of each sheet and the file that it is."""
    files = {}
    for one in _all(archive, "xl/_rels/workbook.xml.rels", "Relationship"):
        target = one.get("Target", "")
        files[one.get("Id")] = target.lstrip("/") if target[:1] == "/" else f"xl/{target}"
    for sheet in _all(archive, "xl/workbook.xml", "sheet"):
        number = next((text for key, text in sheet.items() if _plain(key) == "id"), None)
        if (member := files.get(number)) in archive.namelist():
            yield sheet.get("name", ""), str(member)


def _all(archive: ZipFile, member: str, tag: str) -> list[ElementTree.Element]:
    if member not in archive.namelist():
        return []
    with archive.open(member) as file:
        return [one for one in ElementTree.parse(file).iter() if _plain(one.tag) == tag]  # noqa: S314


def _percent_styles(archive: ZipFile) -> frozenset[str]:
    """The numbers of the styles in which 0.83 is shown as 83%."""
    formats = _all(archive, "xl/styles.xml", "numFmt")
    own = {one.get("numFmtId"): "%" in one.get("formatCode", "") for one in formats}
    for table in _all(archive, "xl/styles.xml", "cellXfs"):
        numbers = [style.get("numFmtId", "0") for style in table]
        return frozenset(
            str(at)
            for at, number in enumerate(numbers)
            if own.get(number, int(number) in _PERCENT_FORMATS)
        )
    return frozenset()


_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def _of_sheet(file: IO[bytes], percent: frozenset[str]) -> Clues:
    clues, place = Clues(), (0, -1)
    for _, one in ElementTree.iterparse(file, events=("end",)):  # noqa: S314
        match _plain(one.tag):
            case "c":
                place = _place(one.get("r", "")) or (place[0], place[1] + 1)
                _note(clues, one, place, percent)
                one.clear()
            case "row":
                place = place[0] + 1, -1
                one.clear()
            case "mergeCell":
                first, _, last = one.get("ref", "").partition(":")
                if (begins := _place(first)) and (ends := _place(last)):
                    clues.merged.append((begins, ends))
    return clues


def _note(clues: Clues, cell: ElementTree.Element, place: Place, percent: frozenset[str]) -> None:
    parts = {_plain(part.tag): part.text or "" for part in cell}
    value, formula = parts.get("v", ""), parts.get("f")
    if not (value or formula is not None or "is" in parts):
        return
    clues.found(place)
    if formula is not None and not value and cell.get("t") != "str":
        clues.errors[place] = f"={formula}"  # no spreadsheet has worked it out
    elif cell.get("t") == "e":
        clues.errors[place] = value
    elif cell.get("s") in percent and cell.get("t", "n") == "n":
        clues.percent.add(place)


def _place(reference: str) -> Place | None:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def ods_clues(archive: ZipFile) -> dict[str, Clues]:
    """By the names of the sheets."""
    found: dict[str, Clues] = {}
    row = column = 0
    clues = Clues()
    with archive.open("content.xml") as file:
        for event, one in ElementTree.iterparse(file, events=("start", "end")):  # noqa: S314
            match event, _plain(one.tag):
                case "start", "table":
                    clues, row = Clues(), 0
                    found[_attribute(one, "name") or ""] = clues
                case "start", "table-row":
                    column = 0
                case "end", "table-cell" | "covered-table-cell":
                    times = int(_attribute(one, "number-columns-repeated") or 1)
                    _note_ods(clues, one, (row, column), times)
                    column += times
                    one.clear()
                case "end", "table-row":
                    times = int(_attribute(one, "number-rows-repeated") or 1)
                    if times > 1 and clues.last[0] == row and clues.cells:
                        clues.found((row + times - 1, clues.last[1]), (times - 1) * max(1, column))
                    row += times
                    one.clear()
    return found


def _note_ods(clues: Clues, cell: ElementTree.Element, place: Place, times: int) -> None:
    row, column = place
    down, right = (
        int(_attribute(cell, f"number-{way}-spanned") or 1) for way in ("rows", "columns")
    )
    if down > 1 or right > 1:
        clues.merged.append((place, (row + down - 1, column + right - 1)))
    kinds = {text for key, text in cell.items() if _plain(key) == "value-type"}
    if not kinds:
        return
    clues.found((row, column + times - 1), times)
    if "error" in kinds:
        clues.errors[place] = "".join(cell.itertext()) or "#VALUE!"
    elif "percentage" in kinds:
        clues.percent |= {(row, column + more) for more in range(times)}


def _attribute(element: ElementTree.Element, name: str) -> str | None:
    return next((text for key, text in element.items() if _plain(key) == name), None)


def _plain(tag: Any) -> str:
    """A name without its namespace."""
    return str(tag).rpartition("}")[2]
