"""The headings of a scorecard: in which rows they stand, and what each column is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from watchlist.model.labels import clean_label, parse_period
from watchlist.model.period import Calendar
from watchlist.sources.workbook.opening import Grid
from watchlist.sources.workbook.settings import Role, WorkbookMeaning
from watchlist.sources.workbook.texts import heading_text

#: Headings are looked for in so many rows.
_SEARCHED = 40

#: What officers call our columns, where the configuration does not say it.
GUESSES: dict[str, tuple[str, ...]] = {
    "indicator": ("indicator", "measure", "performance indicator", "performance measure", "kpi", "pi",
                  "indicator name", "measure name", "description"),
    "area": ("area", "authority", "local authority", "council"),
    "period": ("period", "quarter", "month", "year", "date"),
    "value": ("value", "figure", "actual"),
}  # fmt: skip
_FIGURES: dict[str, Role] = {
    "number": "numerator", "count": "numerator", "numerator": "numerator",
    "cohort": "denominator", "denominator": "denominator", "out of": "denominator",
    "%": "value", "percent": "value", "percentage": "value", "rate": "value", "value": "value",
    "figure": "value", "actual": "value", "target": "target",
}  # fmt: skip


@dataclass(frozen=True)
class Across:
    """A column of figures: what its headings say (``period``, ``indicator``, a breakdown) and which
    figure it is of."""

    column: int
    said: tuple[tuple[str, str], ...]
    role: Role = "value"


@dataclass(frozen=True)
class Heading:
    """``below`` is the first row below the headings. ``named`` are columns that describe a row (or, in
    a long table, hold its figures) by their names."""

    below: int
    named: dict[int, str]
    across: tuple[Across, ...]


def find_heading(
    grid: Grid, settings: WorkbookMeaning, calendars: Collection[tuple[Calendar, int]]
) -> Heading | None:
    """The headings of a sheet; None where it has none."""
    if settings.header:
        return read_heading(grid, [row - 1 for row in settings.header], settings, calendars)
    found: list[Heading] = []
    for row in range(min(_SEARCHED, len(grid.rows))):
        if _has_names(_texts(grid, row), settings):
            for rows in ([row], [row, row + 1], [row - 1, row]):
                if min(rows) >= 0 and max(rows) < len(grid.rows):
                    found.append(read_heading(grid, rows, settings, calendars))
            break
    return max(found, key=lambda one: len({column.said for column in one.across}), default=None)


def _has_names(texts: Sequence[str], settings: WorkbookMeaning) -> bool:
    """Whether a row of headings has the columns that are named, or one that we know the name of."""
    plain = {text.casefold() for text in texts}
    wanted = [name.casefold() for name in settings.columns.values()]
    if wanted:
        return sum(name in plain for name in wanted) * 2 > len(wanted)
    names = GUESSES["period" if "indicator" in settings.across else "indicator"]
    return any(name in plain for name in names)


def read_heading(
    grid: Grid,
    rows: Sequence[int],
    settings: WorkbookMeaning,
    calendars: Collection[tuple[Calendar, int]],
) -> Heading:
    """The columns, by these rows of headings."""
    levels = _levels(grid, rows)
    named: dict[int, str] = {}
    across: list[Across] = []
    for column, said in enumerate(zip(*levels, strict=True)):
        name = next((text for text in reversed(said) if text), "")
        if not name or _matches([name, " ".join(filter(None, said))], settings.ignore_columns):
            continue
        one = None
        if not _is_named(name, settings):
            one = _across(column, said, settings, calendars, grid.name)
        if one:
            across.append(one)
        else:
            named[column] = name
    return Heading(max(rows) + 1, named, tuple(across))


def _is_named(name: str, settings: WorkbookMeaning) -> bool:
    names = (*settings.columns.values(), *settings.breakdowns, *settings.only, *settings.fill_down)
    return name.casefold() in {one.casefold() for one in names}


def _levels(grid: Grid, rows: Sequence[int]) -> list[list[str]]:
    """The texts of the rows of headings, those of merged cells in each of them; without any merged
    cell a heading holds for the empty cells to its right, but in the lowest row."""
    wide = max((len(row) for row in grid.rows), default=0)
    levels = [[*_texts(grid, row), *[""] * wide][:wide] for row in rows]
    merged = False
    for (top, left), (bottom, right) in grid.clues.merged:
        inside = [at for at, row in enumerate(rows) if top <= row <= bottom]
        if inside and top in rows:
            merged = merged or right > left
            text = levels[rows.index(top)][left]
            for at in inside:
                levels[at][left : right + 1] = [text] * (right + 1 - left)
    return levels if merged else [*map(_filled_right, levels[:-1]), levels[-1]]


def _filled_right(texts: Iterable[str]) -> list[str]:
    filled, last = [], ""
    for text in texts:
        last = text or last
        filled.append(last)
    return filled


def _across(
    column: int,
    said: tuple[str, ...],
    settings: WorkbookMeaning,
    calendars: Collection[tuple[Calendar, int]],
    sheet: str,
) -> Across | None:
    if not settings.across or settings.across == ("period",):
        label = _label(said, settings, sheet)
        is_period = any(_is_period(label, one, years, settings) for one, years in calendars)
        return Across(column, (("period", label),)) if is_period else None
    if len(said) != len(settings.across) or not all(said):
        return None
    found = dict(zip(settings.across, said, strict=True))
    word = found.pop("figure", "value").casefold()
    roles = {**_FIGURES, **{text.casefold(): role for text, role in settings.figures.items()}}
    if word not in roles:
        return None
    if "period" in found:
        found["period"] = _label((found["period"],), settings, sheet)
    return Across(column, tuple(found.items()), roles[word])


def _is_period(label: str, calendar: Calendar, pooled: int, settings: WorkbookMeaning) -> bool:
    try:
        parse_period(label, calendar, bare_year=settings.bare_year, pooled=pooled)
    except ValueError:
        return False
    return True


_DOUBLE = re.compile(r"((?:19|20)\d\d) ?[/-] ?(?:\d\d){1,2}")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _label(said: Sequence[str], settings: WorkbookMeaning, sheet: str) -> str:
    """The period that the headings say together. A month below a double year is of the calendar year
    that it lies in: January of 2025/26 is January 2026."""
    parts = [text for text in dict.fromkeys(said) if text]
    if len(parts) == 1 and settings.year:
        parts = [sheet if settings.year == "sheet" else settings.year, *parts]
    joined = " ".join(parts)
    if len(parts) < 2:
        return joined
    year, (month, status) = _DOUBLE.search(parts[0]), clean_label(parts[-1])
    begins = {"financial": 4, "academic": 9}[settings.years]
    if year is None or month[:3].casefold() not in _MONTHS or not month.isalpha():
        return joined
    number = _MONTHS.index(month[:3].casefold()) + 1
    mark = f" ({status.name.lower()})" if status is not None else ""
    return f"{int(year[1]) + (number < begins)}-{number:02}{mark}"


def _texts(grid: Grid, row: int) -> list[str]:
    return [heading_text(value) for value in grid.rows[row]]


def _matches(texts: Iterable[str], patterns: Iterable[str]) -> bool:
    plain = [text.casefold() for text in texts]
    return any(fnmatchcase(text, one.casefold()) for text in plain for one in patterns)


def is_ignored(texts: Iterable[str], settings: WorkbookMeaning) -> bool:
    """Whether a row with these names is passed over."""
    return _matches([text for text in texts if text], settings.ignore_rows)
