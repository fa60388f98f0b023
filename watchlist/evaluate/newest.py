"""What rules say of the newest periods alone, from no more columns than they look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np

from watchlist.evaluate.engine import due_and_late, evaluate
from watchlist.evaluate.retired import until_retired
from watchlist.evaluate.rows import with_columns
from watchlist.model.finding import Findings
from watchlist.model.indicator import Indicator
from watchlist.model.period import Calendar
from watchlist.model.reading import Panel, Panels
from watchlist.model.rule import Rule, Rulebook


def evaluate_newest(
    rules: Iterable[Rule], book: Rulebook, panels: Panels, today: date, columns: int = 1
) -> list[Findings]:
    """What :func:`evaluate` says of the last ``columns`` periods of each panel: there the truths,
    the figures and what they are held against are the same. The findings are of panels cut (without
    a copy) to what the rules look back on; what they say of earlier columns there means nothing, and
    a series whose latest reading is older has none there."""
    asked, whole = list(rules), until_retired(with_columns(panels), book.indicators)
    cut = {calendar: _cut(asked, panel, columns) for calendar, panel in whole.items()}
    return evaluate(asked, book, cut, today, columns, whole)


def columns_of_newest(panel: Panel, indicators: Mapping[str, Indicator], today: date) -> int:
    """How many columns must be asked for, so that the latest reading of every series lies in them
    that is not stale; 0 where all are. Of a panel of known indicators."""
    terms = (due_and_late(indicators[each], today) for each in panel.indicators)
    oldest = [due - late for due, late in terms]
    fresh = panel.first + panel.anchor >= np.array(oldest, dtype=np.int64)[panel.indicator]
    anchors = panel.anchor[fresh & (panel.anchor >= 0)]
    return panel.shape[1] - int(anchors.min()) if len(anchors) else 0


def _cut(rules: list[Rule], panel: Panel, columns: int) -> Panel:
    back = _looks_back(rules, panel.calendar) if panel.of_one_length else None
    first = 0 if back is None else panel.shape[1] - columns - back
    return panel.since(first) if first > 0 else panel


def _looks_back(rules: list[Rule], calendar: Calendar) -> int | None:
    """As far as any of the rules; None where one of them does without end."""
    levels = (condition for rule in rules for condition in rule.levels.values())
    reaches = [condition.looks_back(calendar) for condition in levels]
    return None if None in reaches else max((each or 0 for each in reaches), default=0)
