"""Rules × panels → findings, every column at once. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

import numpy as np

from watchlist.evaluate.retired import until_retired
from watchlist.evaluate.rows import pick, with_columns
from watchlist.evaluate.select import selected
from watchlist.evaluate.truth import Truth
from watchlist.model.calendar import expected
from watchlist.model.condition import Judgement, View
from watchlist.model.finding import Findings
from watchlist.model.indicator import Indicator, Interval
from watchlist.model.reading import Bools, Bytes, Ints, Panel, Panels
from watchlist.model.rule import Level, Rule, Rulebook

#: More periods than any series has: nothing is ever that late.
_NEVER = 2**31


def evaluate(
    rules: Iterable[Rule],
    book: Rulebook,
    panels: Panels,
    today: date,
    newest: int | None = None,
    whole: Panels = MappingProxyType({}),
) -> list[Findings]:
    """What each rule says of each period of each series that it selects: one Findings per rule and
    calendar, none where a rule selects nothing there.

    A column depends on nothing that comes after it; ``today`` only tells what is stale.
    ``newest``: only the last so many columns of each panel are asked for; left out, all are.
    ``whole``: the panels, to be judged by as they are, before they were cut, for rules that look at
    all history."""
    filled = panels if whole else until_retired(with_columns(panels), book.indicators)
    return [
        _findings(
            rule,
            View(
                filled,
                panel,
                rows,
                book.indicators,
                book.areas,
                _asked(panel, newest),
                whole.get(calendar),
            ),
            today,
        )
        for rule in rules
        for calendar, panel in filled.items()
        if len(rows := selected(rule, book, panel))
    ]


def _asked(panel: Panel, newest: int | None) -> int:
    return 0 if newest is None else max(0, panel.shape[1] - newest)


def _findings(rule: Rule, view: View, today: date) -> Findings:
    levels = {level: condition.judge(view) for level, condition in rule.levels.items()}
    anchor = view.panel.anchor[view.rows]
    live = pick(view.panel.live, view.rows)
    due, late = _expected(view, today)
    return Findings(
        rule=rule,
        panel=view.panel,
        rows=view.rows,
        verdict=_where(live, _verdict(levels, live)),
        info=_info(levels, live),
        levels=levels,
        anchor=anchor,
        stale=(anchor >= 0) & (due - (view.panel.first + anchor) > late),
        expected=due,
    )


def _where(live: Bools, codes: Bytes) -> Bytes:
    """The codes where there is something to judge, elsewhere 0, which is NOT_JUDGED of truths and
    of verdicts. (A product of bytes takes a tenth of the time of ``np.where``.)"""
    judged: Bytes = codes * live.view(np.int8)
    return judged


def _verdict(levels: Mapping[Level, Judgement], live: Bools) -> Bytes:
    """The worst level that is true; else unknown when one is unknown, not judged when none can be
    judged, else clear. The codes of truth and verdict run in the same order, up to amber."""
    verdict = np.zeros(live.shape, dtype=np.int8)
    if Level.AMBER in levels:
        verdict = levels[Level.AMBER].truth
    if Level.RED in levels:
        red = levels[Level.RED].truth
        verdict = np.maximum(verdict, red + (red == Truth.TRUE).view(np.int8))
    return verdict


def _info(levels: Mapping[Level, Judgement], live: Bools) -> Bytes | None:
    if Level.INFO not in levels:
        return None
    return _where(live, levels[Level.INFO].truth)


def _expected(view: View, today: date) -> tuple[Ints, Ints]:
    """For each row the period that should be in by now, and how many periods late is still fresh:
    any number once the last period of a retired indicator is over."""
    panel = view.panel
    known = {name: view.indicators[name] for name in panel.indicators if name in view.indicators}
    few = {_terms(each): each for each in known.values()}  # since it is one calendar
    found = {terms: due_and_late(each, today) for terms, each in few.items()}
    if len(found) == 1:  # mostly
        due, late = (np.broadcast_to(np.int64(each), len(view.rows)) for each in found.popitem()[1])
        return due, late
    each = [found[_terms(known[name])] if name in known else (0, 0) for name in panel.indicators]
    due, late = np.array(each, dtype=np.int64).T
    codes = panel.indicator[view.rows]
    return due[codes], late[codes]


def _terms(indicator: Indicator) -> tuple[Interval | None, int | None, int | None]:
    return indicator.due, indicator.stale_after, indicator.retired


def due_and_late(indicator: Indicator, today: date) -> tuple[int, int]:
    """The period that should be in by now, and how many periods late is still fresh."""
    due = expected(indicator, today)
    return due, _NEVER if indicator.is_over(due) else indicator.stale_periods
