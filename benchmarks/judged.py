"""The three rules of `evaluate.py` as ours: findings with their figures, as columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import invented
import numpy as np

from watchlist.evaluate.compare import Compare
from watchlist.evaluate.engine import evaluate
from watchlist.evaluate.rows import places, taken
from watchlist.model.condition import Reference, ReferenceKind
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
    """One rule, and how many columns its latest verdict looks at."""

    words: str
    condition: Compare
    columns: int


CASES = (
    Case("below 85", Compare("below", _85), 1),
    Case("below 85 for 3", Compare("below", _85, periods=3), 3),
    Case(
        "worse than a year ago by 10% of it",
        Compare("worse_than", _YEAR_AGO, by=Margin(10.0, relative=True)),
        13,
    ),
)

Findings = dict[str, Any]
Act = Callable[[], Findings]


def latest(case: Case, panel: Panel) -> Act:
    """What the rule says of the newest period. The panel is cut beforehand to the columns that the
    rule looks at, as others have their blocks and indexes; of all but the newest nothing is asked."""
    book, newest = _book(case), _newest(panel, case.columns)
    return lambda: _judged(book, newest, slice(-1, None))


def history(case: Case, panel: Panel) -> Act:
    """What the rule says of every period."""
    book = _book(case)
    return lambda: _judged(book, panel, slice(None))


def count(findings: Findings) -> int:
    return len(findings["value"])


def _book(case: Case) -> Rulebook:
    named, places = invented.indicators(), invented.areas()
    selects = Selection(tuple(named))
    rule = Rule("rule", "rule", selects, {Level.AMBER: case.condition}, "rule", "rule")
    return Rulebook(named, {"rule": rule}, places, {}, "book", {})


def _judged(book: Rulebook, panel: Panel, columns: slice) -> Findings:
    """The series and period of every finding that is true, its figure and what that was held
    against."""
    (findings,) = evaluate(book.rules.values(), book, {panel.calendar: panel}, TODAY)
    leaf = findings.leaf(Level.AMBER, 0)
    row, column = places(findings.verdict[:, columns] == Verdict.AMBER)
    return {
        "series": findings.rows[row],
        "period": panel.first + np.arange(panel.shape[1])[columns][column],
        "value": taken(leaf.tested[:, columns], row, column),
        "held_against": taken(leaf.held_against[:, columns], row, column),
    }


def _newest(panel: Panel, columns: int) -> Panel:
    """A panel of the last columns only."""
    layers = [each.name for each in fields(panel) if np.ndim(getattr(panel, each.name)) == 2]
    cut = {name: _own(getattr(panel, name)[:, -columns:]) for name in layers}
    return replace(panel, first=panel.first + panel.shape[1] - columns, **cut)


def _own(layer: Any) -> Any:
    """A copy, except of a layer that nobody fills."""
    return layer.copy() if any(layer.strides) else layer
