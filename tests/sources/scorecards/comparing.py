"""A table of readings and what was expected of a scorecard, figure by figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tests.sources.scorecards.expected import Expected
from watchlist.model.indicator import Area, Better, Indicator, Unit, UnitKind
from watchlist.model.period import Calendar, Frequency
from watchlist.model.reading import Marker, Status
from watchlist.model.rule import Rulebook
from watchlist.sources.read import SourceRead

_PERCENT, _COUNT = Unit(UnitKind.PERCENT), Unit(UnitKind.COUNT)
_MONTH, _QUARTER = Calendar(Frequency.MONTH), Calendar(Frequency.QUARTER)
_YEAR = Calendar(Frequency.FINANCIAL_YEAR)

_KINDS: Mapping[str, tuple[Unit, Calendar]] = {
    "Referrals": (_COUNT, _MONTH),
    "Assessments completed in 45 days": (_PERCENT, _MONTH),
    "Re-referrals within 12 months": (_PERCENT, _MONTH),
    "Children looked after": (_COUNT, _MONTH),
    "Initial health checks on time": (_PERCENT, _MONTH),
    "Placement spend": (Unit(UnitKind.POUNDS), _MONTH),
    "Plans closed with needs met (%)": (_PERCENT, _QUARTER),
    "Families helped": (_COUNT, _QUARTER),
    "First-time entrants": (_COUNT, _QUARTER),
    "Re-offending rate": (_PERCENT, _YEAR),
    "Initial conferences in 15 days": (_PERCENT, _QUARTER),
    "Plans reviewed on time": (_PERCENT, _QUARTER),
}

#: The measures of the scorecards; their ids are made of their names.
IDS = {name: "".join(c if c.isalnum() else "-" for c in name.lower()) for name in _KINDS}

BOOK = Rulebook(
    indicators={
        IDS[name]: Indicator(IDS[name], name, unit, Better.HIGHER, calendar)
        for name, (unit, calendar) in _KINDS.items()
    },
    rules={},
    areas={
        "Saltmarsh": Area("Saltmarsh", "E06000999", own=True),
        "England": Area("England", "E92000001", level="country"),
    },
    committees={},
    hash="",
    files={},
)


def found(read: SourceRead) -> list[tuple[Any, ...]]:
    names = {identifier: name for name, identifier in IDS.items()}
    return sorted(
        (
            names[row["indicator"]],
            row["breakdown"],
            BOOK.indicators[row["indicator"]].calendar.label(row["period"], row["span"]),
            *(_rounded(row[name]) for name in ("value", "target", "numerator", "denominator")),
            Marker(row["marker"]).name.lower().replace("_", " "),
            Status(row["status"]).name.lower(),
            row["area"],
        )
        for row in read.table.to_pylist()
    )


def wanted(expected: Iterable[Expected]) -> list[tuple[Any, ...]]:
    return sorted(
        (
            one.indicator,
            one.breakdown,
            one.period,
            *map(_rounded, (one.value, one.target, one.numerator, one.denominator)),
            one.marker,
            one.status,
            one.area,
        )
        for one in expected
    )


def _rounded(value: float | None) -> float:
    """-1 for none, so that lists can be sorted."""
    return -1.0 if value is None else round(float(value), 6)
