"""Which columns of a long sheet break its figures down, and which areas it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from watchlist.beginning.found import breaking_down
from watchlist.beginning.layout import Layout
from watchlist.model.errors import UsageError
from watchlist.model.reading import Ints
from watchlist.rulebook.wording import listed, nearest, quote
from watchlist.sources.sheet import Coded, Sheet

_ALL = frozenset(
    ("all", "both", "persons", "everyone", "overall", "all children", "all ages", "all pupils",
     "all genders", "any", "everybody")
)  # fmt: skip
_MOST_PARTS = 60
_COUNTRIES = frozenset(
    ("england", "wales", "scotland", "united kingdom", "uk", "national", "great britain")
)
_REGIONS = frozenset(
    ("north east", "north west", "yorkshire and the humber", "east midlands", "west midlands",
     "east of england", "london", "inner london", "outer london", "south east", "south west", "region")
)  # fmt: skip
_COMPARATORS = ("neighbour", "comparator", "average")

#: So many areas are written out; of more, the council's own and what lies above it.
_MOST_AREAS = 40


@dataclass(frozen=True)
class Place:
    name: str
    code: str = ""
    level: str = "authority"


@dataclass(frozen=True)
class Places:
    """``why`` the ``own`` one is a guess, if it is; ``whole``: no area of the file is left out."""

    areas: tuple[Place, ...]
    own: str
    why: str = ""
    whole: bool = True


def with_breakdowns(layout: Layout) -> tuple[Layout, bool]:
    """The layout with the columns that break figures down, and whether there are totals beside the
    parts."""
    sheet = layout.sheet
    if layout.is_dfe:
        names = breaking_down(sheet)
        totals = all("total" in _plain_texts(sheet, name) for name in names)
        return layout.adding({"breakdowns": names} if names else {}), totals
    names = _needed(layout)
    if not names:
        return layout, True
    texts = [text for name in names for text in _texts(sheet, name)]
    words = list(dict.fromkeys(text for text in texts if text.casefold() in _ALL))
    why = {"breakdowns": "with it, each figure is there once"}
    if words:
        why["aggregates"] = "it says all of them together"
    said = {"breakdowns": names} | ({"aggregates": words} if words else {})
    return layout.adding(said, why), bool(words) or "total" in map(str.casefold, texts)


def _needed(layout: Layout) -> list[str]:
    """The fewest columns of few words that make each figure of an indicator, area and period one."""
    sheet = layout.sheet
    keys = [sheet.column(layout.column(ours)) for ours in ("indicator", "area", "period")]
    known = [key for key in keys if key is not None]
    value = sheet.column(layout.column("value"))
    if value is None:
        return []
    filled: Ints = np.flatnonzero(np.array([bool(text) for text in value.texts])[value.codes])
    doubles = _doubles(known, filled)
    if not doubles:
        return []
    ours = {layout.column(one).casefold() for one in _OURS}
    few = [
        name
        for name in sheet.header
        if name.casefold() not in ours and 1 < len(_texts(sheet, name)) <= _MOST_PARTS
    ]
    for count in (1, 2, 3):
        for names in combinations(few[:12], count):
            columns = [column for name in names if (column := sheet.column(name)) is not None]
            if not _doubles([*known, *columns], filled) and _are_words(columns):
                return list(names)
    return []


_OURS = ("indicator", "area", "period", "value", "target", "numerator", "denominator")


def _doubles(columns: Sequence[Coded], rows: Ints) -> int:
    keys = np.stack([column.codes[rows] for column in columns])
    return len(rows) - int(np.unique(keys, axis=1).shape[1])


def _are_words(columns: Sequence[Coded]) -> bool:
    return all(any(text[:1].isalpha() for text in column.texts) for column in columns)


def _texts(sheet: Sheet, name: str) -> list[str]:
    column = sheet.column(name)
    return [text for text in column.texts if text] if column else []


def _plain_texts(sheet: Sheet, name: str) -> set[str]:
    return {text.casefold() for text in _texts(sheet, name)}


def places_of(layout: Layout, own: str) -> Places:
    """The areas of a file; without a column of areas the one that is its ``own``. Raises
    :class:`UsageError` where the file has areas and none of that name."""
    counts = _dfe_places(layout.sheet) if layout.is_dfe else _named_places(layout)
    if not counts:
        name = own or "Our council"
        return Places((Place(name),), name, "" if own else "the file names no area")
    chosen, why = _own(counts, own)
    areas = list({area.name: area for area, _ in reversed(counts.most_common())}.values())
    areas.sort(key=list(counts).index)
    if len(areas) <= _MOST_AREAS:
        return Places(tuple(areas), chosen, why)
    kept = [area for area in areas if area.level != "authority" or area.name == chosen]
    return Places(tuple(kept[:_MOST_AREAS]), chosen, why, whole=False)


def _own(counts: Counter[Place], own: str) -> tuple[str, str]:
    if own:
        names = {area.name.casefold(): area.name for area in counts}
        if own.casefold() not in names:
            hint = nearest(own, names.values()) or _has(list(names.values()))
            raise UsageError(f"there is no area {quote(own)} in the file{hint}")
        return names[own.casefold()], ""
    authorities = [area for area in counts if area.level == "authority"]
    if not authorities:
        return next(iter(counts)).name, "no area of the file is an authority"
    if len(authorities) == 1:
        return authorities[0].name, ""
    most = max(authorities, key=lambda area: counts[area])
    return most.name, f"one of {len(authorities)} authorities in the file"


def _has(names: Sequence[str]) -> str:
    return f"; it has {listed(names)}" if len(names) <= 12 else f"; it has {len(names)} others"


def _named_places(layout: Layout) -> Counter[Place]:
    column = layout.sheet.column(layout.column("area"))
    if column is None:
        return Counter()
    times = np.bincount(column.codes, minlength=len(column.texts)).tolist()
    return Counter(
        {
            Place(text, level=_level(text)): count
            for text, count in zip(column.texts, times, strict=True)
            if text and count
        }
    )


def _level(name: str) -> str:
    plain = name.casefold().strip()
    if plain in _COUNTRIES:
        return "country"
    if plain in _REGIONS:
        return "region"
    return "comparator" if any(word in plain for word in _COMPARATORS) else "authority"


def _dfe_places(sheet: Sheet) -> Counter[Place]:
    levels = {"national": ("country", "country"), "regional": ("region", "region"),
              "local authority": ("authority", "la")}  # fmt: skip
    found: Counter[Place] = Counter()
    level = sheet.column("geographic_level")
    for said, (ours, prefix) in levels.items():
        code = sheet.column("new_la_code" if prefix == "la" else f"{prefix}_code")
        name = sheet.column(f"{prefix}_name")
        if level is None or code is None or name is None:
            continue
        of_level = [at for at, text in enumerate(level.texts) if text.casefold() == said]
        for row in np.flatnonzero(np.isin(level.codes, of_level)).tolist():
            called, coded = name.texts[name.codes[row]], code.texts[code.codes[row]]
            if called:
                found[Place(called, coded, ours)] += 1
    return found
