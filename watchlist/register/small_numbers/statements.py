"""Who is shown what, and statements that rest on figures of several series."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from watchlist.model.finding import Cell
from watchlist.model.indicator import Indicator, Publication, SmallNumbers
from watchlist.model.message import Audience
from watchlist.model.reading import Series
from watchlist.register.small_numbers.decide import decide
from watchlist.register.small_numbers.decision import (
    EVERYTHING,
    NOTHING_YET,
    Decision,
    Published,
    Why,
)
from watchlist.register.small_numbers.place import Figure, Place, has_figure, withheld_by_source
from watchlist.register.small_numbers.primary import strictest

#: What is withheld where neither the configuration nor the indicator says.
USUAL = SmallNumbers()

#: One decision for each indicator and area.
Decisions = Mapping[tuple[str, str], Decision]


def decide_for(
    audience: Audience,
    indicator: Indicator,
    figures: Sequence[Figure],
    earlier: Published = NOTHING_YET,
    usual: SmallNumbers = USUAL,
) -> Decision:
    """What an audience is shown of an indicator in one area: officers and members every figure (who
    of them may see exempt ones is a matter of signing in), the public nothing of what is not
    public, and of what is, no small numbers. ``usual`` is the configuration's rule."""
    if audience is not Audience.PUBLIC:
        return EVERYTHING
    places = [figure.place for figure in figures]
    if indicator.publication is not Publication.PUBLIC:
        return Decision(dict.fromkeys(places, Why.NOT_PUBLIC), decided=frozenset(places))
    rule = strictest(indicator.small_numbers, usual)
    return decide(indicator.unit, rule, indicator.adds_up, figures, earlier)


def resting_on(series: Series, cells: Iterable[Cell]) -> Iterator[tuple[Series, Place]]:
    """The figures among the cells of one series, as what a statement rests on. A cell in which
    nothing stands holds nothing to withhold."""
    for cell in cells:
        if has_figure(cell) or withheld_by_source(cell):
            yield series, Place.of(series.breakdown, cell)


def rests_on_withheld(decisions: Decisions, rests_on: Iterable[tuple[Series, Place]]) -> bool:
    """Whether a statement rests on a figure that is withheld, so that it is withheld whole: its
    words, its level, its point on a chart, its alternative text and its subject line. A series
    without a decision is withheld."""
    nothing = Decision(decided=frozenset())
    return any(
        not decisions.get((series.indicator, series.area), nothing).may_say([place])
        for series, place in rests_on
    )
