"""The file of `watchlist spc`: series, dates and values, every fault at once."""

from __future__ import annotations

import hashlib
import math
import re
import sys
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from watchlist.evaluate.spc.means import LARGEST
from watchlist.model.errors import Fault, FaultsError, Mark
from watchlist.model.indicator import Unit, UnitKind
from watchlist.sources.content import Content, read_content
from watchlist.sources.csv_file import read_csv
from watchlist.sources.numbers import FigureError, parse_number, quoted
from watchlist.sources.sheet import Coded

#: Stands for standard input.
STDIN = "-"

#: Figures of any unit; a percent sign does no harm.
_UNIT = Unit(UnitKind.PERCENT)

_BRITISH = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")


@dataclass(frozen=True)
class Dated:
    """One row: a value (None: missing) and, where the file gives one, the target of that day."""

    day: date
    value: float | None
    target: float | None


@dataclass
class _Reading:
    """What was understood so far, and what was not."""

    series: dict[str, dict[date, Dated]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read_series(file: str) -> dict[str, list[Dated]]:
    """Each series in order of its dates; series in the order of the file.

    Raises FaultsError with every fault, and WorldError where the file cannot be read.
    """
    sheet = read_csv(_content(file))
    columns = {name: sheet.column(name) for name in ("series", "date", "value", "target")}
    absent = [name for name in ("date", "value") if columns[name] is None]
    if absent:
        raise sheet.refused(*(f'has no column "{name}"' for name in absent))
    read = _Reading(
        faults=[Fault(Mark(sheet.path, each.line), each.sentence) for each in sheet.broken]
    )
    for row in range(sheet.rows):
        cells = {name: _cell(column, row) for name, column in columns.items()}
        _take(read, cells, Mark(sheet.path, int(sheet.lines[row])))
    if read.faults:
        raise FaultsError(read.faults)
    return {name: [days[day] for day in sorted(days)] for name, days in read.series.items()}


def read_day(text: str) -> date:
    """A day as 2024-04-01, 01/04/2024, or a month as 2024-04 (its first day). Raises ValueError."""
    if found := _BRITISH.fullmatch(text):
        return date(int(found[3]), int(found[2]), int(found[1]))
    if found := _MONTH.fullmatch(text):
        return date(int(found[1]), int(found[2]), 1)
    return date.fromisoformat(text)


def _content(file: str) -> Content:
    if file != STDIN:
        return read_content(Path(file))
    data = sys.stdin.buffer.read()
    return Content(Path("standard input"), data, hashlib.sha256(data).hexdigest())


def _cell(column: Coded | None, row: int) -> str:
    return column.texts[column.codes[row]] if column else ""


def _take(read: _Reading, cells: dict[str, str], mark: Mark) -> None:
    """A row into its series, or its faults."""
    faults: list[str] = []
    day = _day(cells["date"], faults)
    value, target = (_figure(cells[name], faults) for name in ("value", "target"))
    days = read.series.setdefault(cells["series"], {})
    if day in days:
        named = f" of {quoted(cells['series'])}" if cells["series"] else ""
        faults.append(f"{day}{named} is there twice: leave one of them")
    if day and not faults:
        days[day] = Dated(day, value, target)
    read.faults.extend(Fault(mark, sentence) for sentence in faults)


def _day(text: str, faults: list[str]) -> date | None:
    try:
        return read_day(text)
    except ValueError:
        faults.append(f"{quoted(text)} is no date: write it like 2024-04-01")
        return None


def _figure(text: str, faults: list[str]) -> float | None:
    try:
        figure = parse_number(text, _UNIT)
    except FigureError as error:
        faults.append(str(error))
        return None
    if abs(figure) > LARGEST:
        faults.append(f"{quoted(text)} is too large: correct it")
    return None if math.isnan(figure) else figure
