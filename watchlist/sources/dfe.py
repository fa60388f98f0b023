"""Tidy CSV of the Department for Education: a row per area and period, a column per figure."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from watchlist.model.reading import Bools
from watchlist.sources.names import Names
from watchlist.sources.raw import Raw, breakdowns, chosen, missing, required
from watchlist.sources.settings import DfeValue, SourceMeaning
from watchlist.sources.sheet import Coded, Sheet, combine, constant

#: Where a row's area stands, by its geographic level: code, then name.
_AREA = {
    "national": ("country_code", "country_name"),
    "regional": ("region_code", "region_name"),
    "local authority": ("new_la_code", "la_name"),
}
_ALWAYS = ("time_period", "time_identifier", "geographic_level")


#: Columns of every file, none of which is a figure or breaks one down.
_FIXED = frozenset(
    ("old_la_code", "published", *_ALWAYS, *(name for pair in _AREA.values() for name in pair))
)


def dfe_layout(sheet: Sheet, settings: SourceMeaning, indicators: Names, areas: Names) -> list[Raw]:
    """A block of readings for each column of ``values``; levels other than country, region and
    authority are passed over. Raises :class:`FaultsError` naming every column that is missing."""
    settings = settings if settings.values else _guessed(sheet, settings, indicators)
    wanted = [*_ALWAYS, *(name for pair in _AREA.values() for name in pair)]
    lost = missing(sheet, dict.fromkeys([*wanted, *_figures(settings)]))
    if lost:
        raise sheet.refused(*lost)
    level = required(sheet, "geographic_level")
    rows = np.flatnonzero(chosen(sheet, settings) & _is_area(level))
    shared = {
        "area": _area(sheet, level, areas),
        "period": combine([required(sheet, name) for name in _ALWAYS[:2]], " ".join),
    }
    broken_down = breakdowns(sheet, settings)
    if broken_down:
        shared["breakdown"] = broken_down
    if isinstance(settings.published, str):
        shared["published"] = required(sheet, settings.published)
    elif settings.published is None and (day := sheet.column("published")):
        shared["published"] = day
    everything = np.arange(sheet.rows)
    return [
        _block(sheet, Raw(everything, shared, {}), name, figure).take(rows)
        for name, figure in settings.values.items()
    ]


def _guessed(sheet: Sheet, settings: SourceMeaning, indicators: Names) -> SourceMeaning:
    """With the columns of figures that are called as an indicator is; what breaks them down are the
    columns of words that say more than one thing."""
    values = {
        name: DfeValue(indicator=indicators.get(name) or "")
        for name in sheet.header
        if indicators.get(name)
    }
    if not values:
        figures = ", ".join(name for name in sheet.header if not _is_of_words(sheet, name))
        raise sheet.refused(
            "has no column that is called as an indicator is: say under `indicators` which column is "
            f"which; it has {figures}"
        )
    found = settings.breakdowns or tuple(
        name for name in sheet.header if name not in values and _breaks_down(sheet, settings, name)
    )
    return settings.model_copy(update={"values": values, "breakdowns": found})


def _breaks_down(sheet: Sheet, settings: SourceMeaning, name: str) -> bool:
    varied = name not in settings.only and len(required(sheet, name).texts) > 1
    return varied and _is_of_words(sheet, name)


def _is_of_words(sheet: Sheet, name: str) -> bool:
    """No figure stands in the column; ``18`` beside ``Total`` is an age."""
    texts = [text for text in required(sheet, name).texts if text]
    words = [text for text in texts if len(text) > _LONGEST_SYMBOL and not _NUMBER.fullmatch(text)]
    return name not in _FIXED and bool(words)


_LONGEST_SYMBOL = 3
_NUMBER = re.compile(r"-?[0-9.,]+")


def _block(sheet: Sheet, shared: Raw, value: str, figure: DfeValue) -> Raw:
    """The readings of one column of figures."""
    named = _named(value, figure)
    own = {ours: required(sheet, name) for ours, name in named.items()}
    indicator = constant(figure.indicator, sheet.rows)
    return Raw(shared.rows, {**shared.columns, "indicator": indicator, **own}, named)


def _figures(settings: SourceMeaning) -> list[str]:
    return [
        name for value, figure in settings.values.items() for name in _named(value, figure).values()
    ]


def _named(value: str, figure: DfeValue) -> dict[str, str]:
    named = {"value": value, "numerator": figure.numerator, "denominator": figure.denominator}
    return {ours: name for ours, name in named.items() if name}


def _is_area(level: Coded) -> Bools:
    return np.array([text.casefold() in _AREA for text in level.texts])[level.codes]


def _area(sheet: Sheet, level: Coded, areas: Names) -> Coded:
    """The row's area by its code where that is known, else by its name."""
    places = {name: at for at, name in enumerate(n for pair in _AREA.values() for n in pair)}

    def area(texts: Sequence[str]) -> str:
        names = _AREA.get(texts[-1].casefold())
        if names is None:
            return ""
        code, name = (texts[places[column]] for column in names)
        return code if areas.get(code) else name or code

    return combine([*(required(sheet, name) for name in places), level], area)
