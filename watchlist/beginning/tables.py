"""How a CSV or Parquet file is laid out: a row for each figure, by whatever names its columns go."""

from __future__ import annotations

from watchlist.beginning.headings import COLUMNS, called, target_column
from watchlist.beginning.layout import Layout
from watchlist.beginning.periods import is_period
from watchlist.model.errors import Fault, FaultsError, Mark
from watchlist.sources.settings import SourceSettings
from watchlist.sources.sheet import Sheet

_DFE = ("time_period", "time_identifier", "geographic_level", "country_code")
_LAIT = ("Short Desc", "Years", "LA and Regions", "Values")

#: Nobody's scorecard has more columns.
_MOST_COLUMNS = 1000
_SHOWN = 12


def table_layout(sheet: Sheet, kind: str) -> Layout | None:
    """The layout of a table with a row a figure; None where it is none, as one with the periods across.
    Raises :class:`FaultsError` where it is far too wide."""
    if len(sheet.header) > _MOST_COLUMNS:
        raise sheet.refused(
            f"has {len(sheet.header):,} columns, and a scorecard has at most {_MOST_COLUMNS:,}: leave "
            "the columns that people read, or save the periods as rows"
        )
    if all(sheet.find(name) is not None for name in _DFE):
        return Layout({"kind": kind, "format": "dfe"}, sheet)
    if all(sheet.find(name) is not None for name in _LAIT):
        columns = SourceSettings(kind="csv", path="-", mapping="lait").columns
        title = next((name for name in sheet.header if name == "Data item"), None)
        named: dict[str, str] = dict(columns.items())
        return Layout({"kind": kind, "mapping": "lait"}, sheet, columns=named, title=title)
    return _own(sheet, kind)


def _own(sheet: Sheet, kind: str) -> Layout | None:
    columns: dict[str, str] = {}
    for ours, words in COLUMNS.items():
        free = [name for name in sheet.header if name not in columns.values()]
        if name := called(free, (ours, *words)):
            columns[ours] = name
    if target := target_column(sheet.header):
        columns["target"] = target
    if not {"indicator", "period"} <= columns.keys() or not {"value", "numerator"} & columns.keys():
        return None
    if not _has_periods(sheet, columns["period"]):
        return None
    if "value" not in columns and "denominator" not in columns:
        columns["value"] = columns.pop("numerator")
    mapped = {ours: name for ours, name in columns.items() if name.casefold() != ours}
    return Layout({"kind": kind, **({"columns": mapped} if mapped else {})}, sheet)


def _has_periods(sheet: Sheet, name: str) -> bool:
    column = sheet.column(name)
    texts = [text for text in column.texts if text] if column else []
    return sum(map(is_period, texts)) * 2 > len(texts)


def not_a_scorecard(sheet: Sheet) -> FaultsError:
    """What was looked for, and what was found."""
    names = ", ".join(f'"{name}"' for name in sheet.header[:_SHOWN])
    more = f" and {len(sheet.header) - _SHOWN} more" if len(sheet.header) > _SHOWN else ""
    sentence = (
        "is no scorecard that we know: we looked for columns of indicators (Indicator, Measure), "
        "periods (Period, Month, Quarter) and figures (Value, Actual), for periods as headings, and "
        f"for those of the Department for Education; we found the columns {names or 'none'}{more}"
    )
    return FaultsError([Fault(Mark(sheet.path), sentence)])
