"""The three rules of `evaluate.py` as ours: findings with their figures, as columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import invented
import numpy as np

from watchlist.evaluate.compare import Compare
from watchlist.evaluate.engine import evaluate
from watchlist.evaluate.newest import evaluate_newest
from watchlist.evaluate.rows import places, taken
from watchlist.model.condition import Reference, ReferenceKind
from watchlist.model.finding import Findings as Judged
from watchlist.model.finding import Verdict
from watchlist.model.indicator import Margin
from watchlist.model.reading import Panel
from watchlist.model.rule import Level, Rule, Rulebook, Selection

#: The last day of the last invented month.
TODAY = date(2024, 12, 31)

_85 = Reference(ReferenceKind.NUMBER, number=85.0)
_YEAR_AGO = Reference(ReferenceKind.YEAR_AGO)


@dataclass(frozen=True)
class Case:
    """One rule as an officer writes it and as it is read."""

    words: str
    condition: Compare


CASES = (
    Case("below 85", Compare("below", _85)),
    Case("below 85 for 3", Compare("below", _85, periods=3)),
    Case(
        "worse than a year ago by 10% of it",
        Compare("worse_than", _YEAR_AGO, by=Margin(10.0, relative=True)),
    ),
)

Findings = dict[str, Any]
Act = Callable[[], Findings]


def latest(case: Case, panel: Panel) -> Act:
    """What the rule says of the newest period. The panel is cut, within the time that is measured,
    to the columns that the rule looks at; where each series begins and ends is known of it
    beforehand, as others have their blocks and indexes."""
    book, _ = _book(case), panel.live
    return lambda: _told(_judged(evaluate_newest, book, panel), slice(-1, None))


def history(case: Case, panel: Panel) -> Act:
    """What the rule says of every period."""
    book, _ = _book(case), panel.live
    return lambda: _told(_judged(evaluate, book, panel), slice(None))


def count(findings: Findings) -> int:
    return len(findings["value"])


def _book(case: Case) -> Rulebook:
    named, places = invented.indicators(), invented.areas()
    selects = Selection(tuple(named))
    rule = Rule("rule", "rule", selects, {Level.AMBER: case.condition}, "rule", "rule")
    return Rulebook(named, {"rule": rule}, places, {}, "book", {})


def _judged(by: Callable[..., list[Judged]], book: Rulebook, panel: Panel) -> Judged:
    (findings,) = by(book.rules.values(), book, {panel.calendar: panel}, TODAY)
    return findings


def _told(findings: Judged, columns: slice) -> Findings:
    """The series and period of every finding that is true, its figure and what that was held
    against."""
    leaf, panel = findings.leaf(Level.AMBER, 0), findings.panel
    row, column = places(findings.verdict[:, columns] == Verdict.AMBER)
    return {
        "series": findings.rows[row],
        "period": panel.first + np.arange(panel.shape[1])[columns][column],
        "value": taken(leaf.tested[:, columns], row, column),
        "held_against": taken(leaf.held_against[:, columns], row, column),
    }
