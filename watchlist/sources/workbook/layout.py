"""A scorecard as one long sheet: a row for each figure, and the cell that it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from fnmatch import fnmatchcase

import numpy as np
import pyarrow as pa

from watchlist.model.errors import Fault, FaultsError, Mark
from watchlist.model.indicator import UnitKind
from watchlist.model.rule import Rulebook
from watchlist.sources.content import Content
from watchlist.sources.names import indicator_names
from watchlist.sources.settings import OURS
from watchlist.sources.sheet import Sheet
from watchlist.sources.workbook.heading import GUESSES, Heading, find_heading, is_ignored
from watchlist.sources.workbook.opening import Grid, open_workbook
from watchlist.sources.workbook.percentages import Doubt, as_percentages
from watchlist.sources.workbook.settings import WorkbookMeaning
from watchlist.sources.workbook.texts import cell_text


@dataclass
class Reading:
    """One row of the long sheet: ``said`` by the name of the column; ``plain`` are those of its
    columns that hold a number without a sign or a format of its own."""

    place: Mark
    said: dict[str, str]
    plain: set[str] = field(default_factory=set)


def workbook_sheet(
    content: Content, settings: WorkbookMeaning, book: Rulebook
) -> tuple[Sheet, WorkbookMeaning]:
    """The figures of a workbook, and the settings with what was guessed of its columns. Raises
    :class:`FaultsError`."""
    return grids_sheet(str(content.path), open_workbook(content), settings, book)


def grids_sheet(
    path: str, grids: Sequence[Grid], settings: WorkbookMeaning, book: Rulebook
) -> tuple[Sheet, WorkbookMeaning]:
    """As :func:`workbook_sheet`, of a workbook that was opened before."""
    calendars = {(one.calendar, one.pooled) for one in book.indicators.values()}
    readings: list[Reading] = []
    for grid in _chosen(path, grids, settings):
        heading = find_heading(grid, settings, calendars)
        if heading is None or not (heading.across or _is_long(heading)):
            if settings.sheets:
                raise FaultsError([Fault(Mark(path, sheet=grid.name), _no_heading(settings))])
            continue
        readings += _readings(path, grid, _in_our_words(heading, settings), settings)
    if not readings:
        sentence = (
            "has no sheet with headings and figures below them: name its `sheets`, and `header`"
        )
        raise FaultsError([Fault(Mark(path), sentence)])
    _write_percentages(readings, settings, book)
    names = {name.casefold() for reading in readings for name in reading.said}
    return _sheet(path, readings), _with_own_area(settings, names, book)


def _chosen(path: str, grids: Sequence[Grid], settings: WorkbookMeaning) -> list[Grid]:
    """The sheets that are named; else all that are to be seen."""
    if not settings.sheets:
        return [grid for grid in grids if grid.visible]
    names = {grid.name.casefold(): grid.name for grid in grids}
    lost = [
        Fault(Mark(path), f'has no sheet "{wanted}"{_hint(wanted, names)}')
        for wanted in settings.sheets
        if not any(fnmatchcase(name, wanted.casefold()) for name in names)
    ]
    if lost:
        raise FaultsError(lost)
    patterns = [wanted.casefold() for wanted in settings.sheets]
    return [
        grid for grid in grids if any(fnmatchcase(grid.name.casefold(), one) for one in patterns)
    ]


def _hint(wanted: str, names: dict[str, str]) -> str:
    close = get_close_matches(wanted.casefold(), names, 1)
    if close:
        return f': did you mean "{names[close[0]]}"?'
    return "; it has " + ", ".join(list(names.values())[:20])


def _no_heading(settings: WorkbookMeaning) -> str:
    if settings.header:
        rows = " and ".join(map(str, settings.header))
        return f"has no period in row {rows}: correct `header`, or say what the headings are (`across`)"
    wanted = ", ".join(settings.columns.values()) or "Indicator or Measure"
    return (
        f"has no row of headings with {wanted} and periods: say in which rows they are (`header`)"
    )


def _is_long(heading: Heading) -> bool:
    """A table with a period and a figure in each row."""
    names = {name.casefold() for name in heading.named.values()}
    return bool(names & {*GUESSES["value"]}) and bool(names & {*GUESSES["period"]})


def _in_our_words(heading: Heading, settings: WorkbookMeaning) -> Heading:
    """With the columns that officers call by other names than ours by ours."""
    taken = {name for one in heading.across for name, _ in one.said} | {*settings.columns}
    spelt = {name.casefold(): name for name in (*OURS, *settings.columns.values())}
    named = {at: spelt.get(name.casefold(), name) for at, name in heading.named.items()}
    for ours, guesses in GUESSES.items():
        if ours in taken or ours in named.values() or getattr(settings, ours, None):
            continue
        at = next((at for at, name in named.items() if name.casefold() in guesses), None)
        if at is not None:
            named[at] = ours
    return replace(heading, named=named)


def _with_own_area(settings: WorkbookMeaning, names: set[str], book: Rulebook) -> WorkbookMeaning:
    """A scorecard that names no area is of the council's own, where the rulebook has one."""
    named = settings.area is not None or "area" in settings.columns or "area" in names
    if named or len(book.own_areas) != 1:
        return settings
    return settings.model_copy(update={"area": book.own_areas[0]})


def _readings(
    path: str, grid: Grid, heading: Heading, settings: WorkbookMeaning
) -> Iterator[Reading]:
    labels = _labels(grid, heading, settings)
    for row, described in zip(range(heading.below, len(grid.rows)), labels, strict=True):
        if is_ignored(described.said.values(), settings):
            continue
        if not heading.across:
            if any(described.said.values()):
                yield Reading(Mark(path, row + 1, sheet=grid.name), described.said, described.plain)
            continue
        if any(_text(grid, row, one.column) for one in heading.across):
            yield from _figures(path, grid, row, heading, described)


@dataclass
class _Described:
    said: dict[str, str]
    plain: set[str]


def _labels(grid: Grid, heading: Heading, settings: WorkbookMeaning) -> Iterator[_Described]:
    """What describes each row below the headings. A cell that is merged downwards, and an empty one of
    a column that is filled down, says what stands above."""
    merged = {
        (row, left): top
        for (top, left), (bottom, _) in grid.clues.merged
        for row in range(top + 1, bottom + 1)
        if top >= heading.below
    }
    down = {name.casefold() for name in settings.fill_down}
    above: dict[str, str] = {}
    for row in range(heading.below, len(grid.rows)):
        said, plain = {}, set()
        for column, name in heading.named.items():
            at = merged.get((row, column), row)
            text = _text(grid, at, column)
            said[name] = text or (above.get(name, "") if name.casefold() in down else "")
            if _is_plain(grid, at, column):
                plain.add(name)
        above = said
        yield _Described(said, plain)


def _figures(
    path: str, grid: Grid, row: int, heading: Heading, described: _Described
) -> Iterator[Reading]:
    """The figures of a row; those that differ only in which figure they are make one reading."""
    found: dict[tuple[tuple[str, str], ...], Reading] = {}
    for one in heading.across:
        reading = found.get(one.said)
        if reading is None:
            place = Mark(path, row + 1, one.column + 1, grid.name)
            said = {**described.said, **dict(one.said)}
            reading = found[one.said] = Reading(place, said, set(described.plain))
        if one.role == "value":
            reading.place = Mark(path, row + 1, one.column + 1, grid.name)
        reading.said[one.role] = _text(grid, row, one.column)
        if _is_plain(grid, row, one.column):
            reading.plain.add(one.role)
    yield from found.values()


def _text(grid: Grid, row: int, column: int) -> str:
    if (row, column) in grid.clues.errors:
        return grid.clues.errors[row, column]
    cells = grid.rows[row]
    if column >= len(cells):
        return ""
    return cell_text(cells[column], percent=(row, column) in grid.clues.percent)


def _is_plain(grid: Grid, row: int, column: int) -> bool:
    """A number that is not shown as a percentage."""
    cells = grid.rows[row]
    value = cells[column] if column < len(cells) else ""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and (row, column) not in grid.clues.percent


def _write_percentages(
    readings: Sequence[Reading], settings: WorkbookMeaning, book: Rulebook
) -> None:
    """Fractions of indicators in percent as percentages; where nobody can tell, people are asked."""
    names = indicator_names(book, settings)
    columns: dict[str, str] = {ours: ours for ours in ("value", "target")} | {
        ours: name for ours, name in settings.columns.items() if ours in ("value", "target")
    }
    doubts: list[Doubt] = []
    by_indicator: dict[str, list[Reading]] = {}
    for reading in readings:
        name = settings.indicator or reading.said.get(
            settings.columns.get("indicator", "indicator"), ""
        )
        found = names.get(name)
        if found and book.indicators[found].unit.kind is UnitKind.PERCENT:
            by_indicator.setdefault(found, []).append(reading)
    for of_one in by_indicator.values():
        for column in columns.values():
            numbers = [one for one in of_one if column in one.plain]
            texts = [one.said.get(column, "") for one in numbers]
            written, doubtful = as_percentages(texts, settings.percentages)
            if doubtful is not None:
                doubts.append(Doubt(numbers[doubtful].place, texts[doubtful]))
            for reading, text in zip(numbers, written, strict=True):
                reading.said[column] = text
    if doubts:
        raise FaultsError(doubt.fault for doubt in doubts)


def _sheet(path: str, readings: Sequence[Reading]) -> Sheet:
    """The long sheet; its lines count the readings, and ``where`` says in which cell each stands."""
    header = tuple(dict.fromkeys(name for reading in readings for name in reading.said))
    columns = tuple(
        pa.chunked_array([pa.array([one.said.get(name, "") for one in readings], pa.string())])
        for name in header
    )
    lines = np.arange(1, len(readings) + 1, dtype=np.int64)
    return Sheet(path, header, columns, lines, where=lambda line: readings[line - 1].place)
