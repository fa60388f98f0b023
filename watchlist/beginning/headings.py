"""What the columns of a scorecard are called, beside the indicator, the period and the figure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from watchlist.sources.settings import Ours

#: Ours -> how others call it, the likeliest first. Compared without capitals, ``_`` as a space.
COLUMNS: Mapping[Ours, tuple[str, ...]] = {
    "indicator": (
        "indicator", "measure", "performance indicator", "performance measure", "kpi",
        "indicator name", "measure name", "pi", "metric", "indicator title", "measure title",
        "what we measure", "description", "title", "name",
    ),
    "area": ("area", "local authority", "authority", "council", "la", "la name", "area name"),
    "period": ("period", "quarter", "month", "financial year", "academic year", "year", "date",
               "time period", "week", "term"),
    "value": ("value", "figure", "actual", "result", "outturn", "performance", "percentage", "%"),
    "numerator": ("numerator", "number", "count"),
    "denominator": ("denominator", "cohort", "out of"),
}  # fmt: skip

#: Columns that say more of an indicator.
ABOUT: Mapping[str, tuple[str, ...]] = {
    "number": ("ref", "ref.", "reference", "no", "no.", "pi ref", "ref no", "code", "id", "#"),
    "better": ("good is", "good to be", "good =", "polarity", "better", "good performance is",
               "good performance", "what is good", "which way is good"),
    "unit": ("unit", "units", "format", "measure type", "unit of measure", "data type"),
    "owner": ("owner", "responsible officer", "lead officer", "lead", "accountable officer",
              "head of service", "responsible"),
    "committee": ("committee", "scrutiny committee", "panel", "scrutiny panel"),
    "tolerance": ("tolerance", "tolerance (+/-)", "amber tolerance", "tolerance +/-"),
    "red": ("red", "red threshold", "red if", "red below", "red above", "rag red"),
}  # fmt: skip

_TARGET = re.compile(r"(the |current |annual )?(target|goal|ambition)s?( (for )?[\d/\-– ]+)?", re.I)


def plain(name: str) -> str:
    return " ".join(name.replace("_", " ").casefold().split()).rstrip(":")


def called(names: Iterable[str], words: Iterable[str]) -> str | None:
    """The column that is called by one of the words."""
    known = {plain(name): name for name in reversed(list(names))}
    return next((known[word] for word in words if word in known), None)


def target_column(names: Iterable[str]) -> str | None:
    """``Target``, or of ``Target 2024/25`` and ``Target 2025/26`` the later."""
    return max((name for name in names if _TARGET.fullmatch(plain(name))), key=plain, default=None)
