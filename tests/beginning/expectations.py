"""What a person who reads the scorecards writes down of each indicator: unit, how often, decimal
places, which way is good, target."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from watchlist.beginning.guessing import Guessed

#: The kinds of guess, as the page names them.
KINDS = ("unit", "how often", "decimal places", "which way is good", "target")


class Expected(NamedTuple):
    """None: nobody can say, and nothing is counted."""

    unit: str | None
    every: str | None
    places: int | None
    better: str | None
    target: float | None


MONTHLY = {
    "Referrals": Expected("count", "month", 0, "lower", None),
    "Assessments completed in 45 days": Expected("percent", "month", 0, "higher", 90),
    "Re-referrals within 12 months": Expected("percent", "month", 1, "lower", 20),
    "Children looked after": Expected("count", "month", 0, "neither", None),
    "Initial health checks on time": Expected("percent", "month", 0, "higher", 95),
    "Placement spend": Expected("pounds", "month", 0, "lower", 1_000_000),
}
QUARTERLY = {
    "Plans closed with needs met (%)": Expected("percent", "quarter", 1, "higher", 75),
    "Families helped": Expected("count", "quarter", 0, "higher", None),
    "First-time entrants": Expected("count", "quarter", 0, "lower", 60),
    "Re-offending rate": Expected("percent", "financial-year", 1, "lower", None),
}
DOWNWARDS = {
    "Initial conferences in 15 days": Expected("percent", "quarter", 1, "higher", None),
    "Plans reviewed on time": Expected("percent", "quarter", 1, "higher", None),
}


def _yearly(unit: str, places: int, better: str) -> Expected:
    return Expected(unit, "reporting-year", places, better, None)


#: Columns of the census of social workers.
WORKFORCE = {
    "inpost_fte": _yearly("number", 1, "neither"),
    "inpost_headcount": _yearly("count", 0, "neither"),
    "starters_fte": _yearly("number", 1, "higher"),
    "starters_headcount": _yearly("count", 0, "higher"),
    "leavers_fte": _yearly("number", 1, "lower"),
    "leavers_headcount": _yearly("count", 0, "lower"),
    "turnover_rate_fte": _yearly("percent", 1, "lower"),
    "turnover_rate_headcount": _yearly("percent", 1, "lower"),
    "agency_fte": _yearly("number", 1, "lower"),
    "agency_headcount": _yearly("count", 0, "lower"),
    "agency_rate_fte": _yearly("percent", 1, "lower"),
    "agency_rate_headcount": _yearly("percent", 1, "lower"),
    "agency_cover_fte": _yearly("number", 1, "neither"),
    "agency_cover_rate_fte": _yearly("percent", 1, "neither"),
    "vacancy_fte": _yearly("number", 1, "lower"),
    "vacancy_rate_fte": _yearly("percent", 1, "lower"),
    "vacancy_agency_cover_rate_fte": _yearly("percent", 1, "neither"),
    "case_holders_fte": _yearly("number", 1, "neither"),
    "cases": _yearly("count", 0, "neither"),
    "caseload_fte": _yearly("number", 1, "lower"),
    "working_days_lost_fte": _yearly("days", 1, "lower"),
    "absence_rate_fte": _yearly("percent", 1, "lower"),
}


def lait(measures: Path) -> dict[str, Expected]:
    """What the Department for Education itself says of its measures."""
    with measures.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Expected(
                _unit(row["unit"]),
                _YEARS.get(row["year_type"]),
                int(row["decimal_places"]) if row["decimal_places"].isdigit() else None,
                {"Low": "lower", "High": "higher"}.get(row["polarity"]),
                None,
            )
            for row in csv.DictReader(file)
        }


_YEARS = {
    "Academic Year": "academic-year",
    "Financial Year": "financial-year",
    "Calendar Year": "calendar-year",
}


def _unit(said: str) -> str | None:
    words = said.lower()
    if words.startswith("%"):
        return "percent"
    if words.startswith("number"):
        return "count"
    return words.replace(",", "") if words.startswith("rate per") else None


def counted(
    guessed: Mapping[str, Guessed], expected: Mapping[str, Expected]
) -> dict[str, Counter[str]]:
    """Kind of guess -> how many are right, wrong and left open."""
    found: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for name, want in expected.items():
        if name not in guessed:
            continue
        one = guessed[name]
        got = (
            one.unit and one.unit.value,
            one.every and one.every.value,
            one.places,
            one.better and one.better.value,
            one.target,
        )
        for kind, said, wanted in zip(KINDS, got, want, strict=True):
            if wanted is not None or (kind == "target" and said is not None):
                found[kind]["open" if said is None else "right" if said == wanted else "wrong"] += 1
    return found


def in_words(counts: Counter[str]) -> str:
    """``5 / 1 / 0``; a dash where there was nothing to guess."""
    shown = " / ".join(str(counts[word]) for word in ("right", "wrong", "open"))
    return shown if counts.total() else "–"
