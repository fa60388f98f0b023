"""One rule over one panel, for tests: what it said of each period."""

from __future__ import annotations

from datetime import date

from tests.evaluate import build
from watchlist.evaluate.engine import evaluate
from watchlist.model.condition import Condition, Leaf
from watchlist.model.finding import Findings
from watchlist.model.indicator import Area, Indicator
from watchlist.model.reading import Panel
from watchlist.model.rule import Level

LATER = date(2001, 6, 1)


def judge(
    amber: Condition,
    *panels: Panel,
    indicators: tuple[Indicator, ...] = (),
    areas: tuple[Area, ...] = (),
    red: Condition | None = None,
    today: date = LATER,
) -> Findings:
    """The findings of one rule over the first indicator, in the panel of its calendar."""
    watched = indicators or (build.indicator(target=85, tolerance=5),)
    rule = build.rule(indicators=watched[0].id, amber=amber, red=red)
    book = build.book(*watched, *areas, rule)
    return evaluate([rule], book, {panel.calendar: panel for panel in panels}, today)[0]


def truth(amber: Condition, *panels: Panel, **more: object) -> str:
    """The truth of the condition, a letter a period (``-`` not judged, F, ``?`` unknown, T)."""
    findings = judge(amber, *panels, **more)  # type: ignore[arg-type]
    return build.truths(findings.levels[Level.AMBER].truth)


def leaf(amber: Condition, *panels: Panel, **more: object) -> Leaf:
    """The first comparison of the condition."""
    return judge(amber, *panels, **more).leaf(Level.AMBER, 0)  # type: ignore[arg-type]


def figures(*row: build.Figure, **more: object) -> Panel:
    """A panel of one series, the own area's assessments."""
    return build.panel({"assessments": row}, **more)  # type: ignore[arg-type]
