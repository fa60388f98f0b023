"""Our own columns, under our names or those that the source's mapping gives them."""

from __future__ import annotations

import numpy as np

from watchlist.sources.raw import Raw, breakdowns, chosen, missing
from watchlist.sources.settings import OURS, Ours, SourceMeaning
from watchlist.sources.sheet import Coded, Sheet, constant

#: Other names under which one of our columns may stand.
_ALIASES = {"growth": "quoted_growth_percent"}


def own_layout(sheet: Sheet, settings: SourceMeaning) -> Raw:
    """A reading per row. Columns other than ours are left alone (``note``, ``source`` and whatever
    else a scorecard has). Raises :class:`FaultsError` naming every column that is missing."""
    found = ((ours, _name(sheet, settings, ours)) for ours in OURS)
    named: dict[str, str] = {ours: name for ours, name in found if name}
    wanted = [settings.columns.get(ours, ours) for ours in ("indicator", "area", "period")
              if ours not in named and getattr(settings, ours, None) is None]  # fmt: skip
    lost = missing(sheet, [*wanted, *settings.columns.values()])
    if not {"value", "numerator"} & set(named):
        lost += missing(sheet, [settings.columns.get("value", "value")])
    if lost:
        raise sheet.refused(*dict.fromkeys(lost))
    everything = Raw(np.arange(sheet.rows), _columns(sheet, settings, named), named)
    return everything.take(np.flatnonzero(chosen(sheet, settings)))


def _columns(sheet: Sheet, settings: SourceMeaning, named: dict[str, str]) -> dict[str, Coded]:
    found = {ours: sheet.column(name) for ours, name in named.items()}
    columns = {ours: column for ours, column in found.items() if column is not None}
    for ours in ("indicator", "area"):
        if ours not in columns:
            columns[ours] = constant(getattr(settings, ours), sheet.rows)
    broken_down = breakdowns(sheet, settings)
    return {**columns, "breakdown": broken_down} if broken_down else columns


def _name(sheet: Sheet, settings: SourceMeaning, ours: Ours) -> str | None:
    """What the file calls one of our columns; None where it has no such column."""
    mapped = settings.columns.get(ours)
    if ours == "published" and mapped is None and isinstance(settings.published, str):
        mapped = settings.published
    names = (mapped,) if mapped else (ours, _ALIASES.get(ours))
    return next((name for name in names if name and sheet.find(name) is not None), None)
