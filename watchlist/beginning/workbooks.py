"""How the sheets of a workbook are laid out: each way of reading is tried, and the one that finds the
most figures holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from watchlist.beginning.headings import COLUMNS, plain, target_column
from watchlist.beginning.layout import Layout, literal
from watchlist.beginning.periods import CALENDARS, is_period, rhythm_of
from watchlist.model.errors import Fault, FaultsError, Mark
from watchlist.model.indicator import Better, Indicator, Unit, UnitKind
from watchlist.model.rule import Rulebook
from watchlist.sources.sheet import Sheet
from watchlist.sources.workbook.layout import grids_sheet
from watchlist.sources.workbook.opening import Grid
from watchlist.sources.workbook.settings import ExcelSettings
from watchlist.sources.workbook.texts import heading_text

#: No scorecard is wider; headings are looked for in the first rows, ways tried on more of them.
MOST_COLUMNS = 1000
_SEARCHED = 40
_TRIED = 300

_YEAR = re.compile(r"(20\d\d) ?[/–-] ?(?:20)?(\d\d)\b")
_ACROSS: tuple[tuple[str, ...], ...] = (
    (), ("indicator", "figure"), ("period", "figure"), ("figure", "period"),
)  # fmt: skip
_FIGURE = re.compile(r"\(?-?£?[\d,]*\.?\d+ ?(%|[km]n?)?\)?( ?\([a-z]+\))?", re.I)
_TOTAL = re.compile(r"(grand |sub[- ]?)?totals?", re.I)

#: Indicators of every calendar, so that the headings of each are known for periods.
_BOOK = Rulebook(
    indicators={
        str(one): Indicator(f"every {one}", "", Unit(UnitKind.NUMBER), Better.NEITHER, one)
        for one in CALENDARS
    },
    rules={}, areas={}, committees={}, hash="", files={},
)  # fmt: skip

Said = Mapping[str, Any]


def workbook_layouts(path: str, grids: Sequence[Grid]) -> list[Layout]:
    """The ways in which the sheets are laid out, each with those that are laid out so. Raises
    :class:`FaultsError` where none is a scorecard."""
    seen = [grid for grid in grids if grid.visible]
    _refuse_wide(path, seen)
    alike: dict[str, tuple[Said, list[Grid]]] = {}
    for grid in seen:
        if (said := _way(path, grid)) is not None:
            alike.setdefault(repr(said), (said, []))[1].append(grid)
    alike = dict(_told_apart(path, alike))
    if not alike:
        raise FaultsError([Fault(Mark(path), _nothing(seen))])
    used = {id(grid) for _, of_one in alike.values() for grid in of_one}
    rest = [grid for grid in seen if id(grid) not in used]
    return [
        _layout(path, said, of_one, named=len(alike) > 1 or _sheet(path, rest, said) is not None)
        for said, of_one in alike.values()
    ]


def _told_apart(
    path: str, alike: Mapping[str, tuple[Said, list[Grid]]]
) -> Iterator[tuple[str, tuple[Said, list[Grid]]]]:
    """With sheets by themselves where two of them have an indicator of the same name."""
    for key, (said, grids) in alike.items():
        names = [
            {text.casefold() for text in _texts_of(sheet, _name(said, "indicator"))}
            for grid in grids
            if (sheet := _sheet(path, [grid], said))
        ]
        if len(set().union(*names)) == sum(map(len, names)):
            yield key, (said, grids)
        else:
            yield from ((f"{key} {grid.name}", (said, [grid])) for grid in grids)


def _refuse_wide(path: str, grids: Sequence[Grid]) -> None:
    for grid in grids:
        wide = max((len(row) for row in grid.rows), default=0)
        if wide > MOST_COLUMNS:
            sentence = (
                f"has {wide:,} columns, and a scorecard has at most {MOST_COLUMNS:,}: leave the "
                "columns that people read, or save the periods as rows"
            )
            raise FaultsError([Fault(Mark(path, sheet=grid.name), sentence)])


def _nothing(grids: Sequence[Grid]) -> str:
    held = [
        f'"{grid.name}" ({sum(any(map(heading_text, row)) for row in grid.rows)} rows)'
        for grid in grids[:10]
    ]
    return (
        "is no scorecard that we know: we looked for a row of headings with a column of indicators "
        "(Indicator, Measure) and periods (Apr 2025, Q1 2025/26), or a column of periods, and figures "
        f"below; we found the sheets {', '.join(held) or 'none that is to be seen'} without them"
    )


def _layout(path: str, said: Said, grids: Sequence[Grid], *, named: bool) -> Layout:
    chosen = {"sheets": [literal(grid.name) for grid in grids]} if named else {}
    whole = {"kind": "excel", **chosen, **said}
    sheet = _sheet(path, grids, whole)
    assert sheet is not None
    why = {key: reason for key, reason in _WHY.items() if key in said}
    name = grids[0].name if named else "scorecard"
    downwards = "indicator" in said.get("across", ()) or "period" in said.get("columns", {})
    return Layout(whole, sheet, why, across=not downwards and _is_across(sheet), name=name)


_WHY = {
    "year": "the headings name no year",
    "header": "the rows that have the periods",
}


def _is_across(sheet: Sheet) -> bool:
    """Whether the periods were headings: then each row of the workbook gave several readings."""
    rows = [sheet.mark(int(line)).line for line in sheet.lines[:500]]
    return len(rows) > len(set(rows))


def _way(path: str, grid: Grid) -> Said | None:
    """The settings by which a sheet gives the most figures; None where it gives none."""
    first = replace(grid, rows=grid.rows[:_TRIED])
    best: tuple[int, Said] | None = None
    for said in _ways(path, first):
        count = _figures(_sheet(path, [first], said), said)
        if count and (best is None or count > best[0]):
            best = count, said
    if best is None:
        return None
    return _refined(path, grid, best[1])


def _ways(path: str, grid: Grid) -> Iterator[Said]:
    for across in _ACROSS:
        yield {"across": list(across)} if across else {}
    if (row := _row_of_periods(grid)) is not None and (name := _name_of_rows(grid, row)):
        for rows in ([row], [row - 1, row]):
            if rows[0] >= 0:
                yield {"header": [at + 1 for at in rows], "columns": {"indicator": name}}
    if name := _name_of_periods(grid):
        yield {"across": ["indicator"], "columns": {"period": name}}
    for year in _years(path, grid):
        yield {"year": year}


def _years(path: str, grid: Grid) -> Iterator[str]:
    """Of headings that are months alone."""
    if _YEAR.search(grid.name):
        yield "sheet"
    texts = [text for row in grid.rows[:10] for text in map(heading_text, row) if len(text) > 7]
    for text in [*texts, path.replace("\\", "/").rpartition("/")[2]]:
        if found := _YEAR.search(text):
            yield f"{found[1]}/{found[2]}"
            return


def _sheet(path: str, grids: Sequence[Grid], said: Said) -> Sheet | None:
    settings = ExcelSettings.model_validate(
        {"kind": "excel", "path": path, "area": "-", **said, "name": "tried"}
    )
    try:
        return grids_sheet(path, grids, settings, _BOOK)[0]
    except FaultsError:
        return None


def _figures(sheet: Sheet | None, said: Said) -> int:
    """How many figures of something stand below periods."""
    if sheet is None:
        return 0
    columns = [sheet.column(_name(said, ours)) for ours in ("value", "period", "indicator")]
    value, period, indicator = columns
    if value is None or period is None or indicator is None:
        return 0
    figures = [bool(_FIGURE.fullmatch(text)) for text in value.texts]
    labels = [is_period(text) for text in period.texts]
    return sum(
        figures[figure] and labels[label]
        for figure, label in zip(value.codes.tolist(), period.codes.tolist(), strict=True)
    )


def _name(said: Said, ours: str) -> str:
    return str(said.get("columns", {}).get(ours, ours))


def _row_of_periods(grid: Grid) -> int | None:
    counts = [sum(map(is_period, _texts(grid, at))) for at in range(_rows(grid))]
    most = max(counts, default=0)
    return counts.index(most) if most > 1 else None


def _name_of_rows(grid: Grid, row: int) -> str | None:
    """The heading of the column that says what each row is: the one with the most words below it."""
    said: Counter[str] = Counter()
    for column, name in enumerate(_texts(grid, row)):
        if name and not is_period(name):
            below = {heading_text(line[column]) for line in grid.rows[row + 1 :]}
            said[name] = sum(len(text) > 4 and not _FIGURE.fullmatch(text) for text in below)
    for name, count in said.most_common(1):
        return name if count > 1 else None
    return None


def _name_of_periods(grid: Grid) -> str | None:
    for at in range(_rows(grid)):
        for text in _texts(grid, at):
            if plain(text) in COLUMNS["period"]:
                return text
    return None


def _rows(grid: Grid) -> int:
    return min(_SEARCHED, len(grid.rows))


def _texts(grid: Grid, row: int) -> list[str]:
    return [heading_text(value) for value in grid.rows[row]]


def _refined(path: str, grid: Grid, said: Said) -> Said:
    """With what is no indicator and no period left out, and the columns that others call otherwise."""
    sheet = _sheet(path, [grid], said)
    assert sheet is not None
    found, indicator = dict(said), _name(said, "indicator")
    if _empty_names(sheet, indicator):
        found["fill_down"] = [indicator]
        sheet = _sheet(path, [grid], found) or sheet
    target = target_column(sheet.header)
    if target and plain(target) != "target":
        found["columns"] = {**found.get("columns", {}), "target": target}
    rows = [literal(text) for text in _texts_of(sheet, indicator) if _TOTAL.fullmatch(text)]
    rhythm = rhythm_of(_texts_of(sheet, _name(said, "period")))
    if rhythm and rhythm.lost:
        lost = [literal(label) for label in rhythm.lost]
        if _is_across(sheet) and "indicator" not in said.get("across", ()):
            found["ignore_columns"] = lost
        else:
            rows += lost
    if rows:
        found["ignore_rows"] = rows
    return found


def _texts_of(sheet: Sheet, name: str) -> Sequence[str]:
    column = sheet.column(name)
    return [text for text in column.texts if text] if column else []


def _empty_names(sheet: Sheet, name: str) -> bool:
    """Whether indicators are named once for several rows."""
    indicator, values = sheet.column(name), sheet.column("value")
    if indicator is None or values is None or "" not in indicator.texts:
        return False
    empty = indicator.texts.index("")
    empties = indicator.codes.tolist().count(empty)
    return bool(empties > 0.2 * sheet.rows)
