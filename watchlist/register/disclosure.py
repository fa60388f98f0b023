"""What may be shown to whom. Officers and members of the committee see every figure as it was
written; what is exempt stays out of mail altogether; what the public is shown of small numbers is
decided in :mod:`watchlist.register.small_numbers` and applied here. Everything for the public is made
of :func:`disclosed` figures, so that nothing behind it knows a withheld one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from watchlist.model.finding import Cell, cell_of
from watchlist.model.indicator import Indicator, Publication
from watchlist.model.reading import Ints, Marker, Panel, Series, written
from watchlist.register.small_numbers import Decision, Decisions, Figure, Place

#: All that a message says about an exempt item.
EXEMPT = "An exempt item has moved; sign in to read it"

#: Figures that no source marks as public: those of our own.
OwnFigures = Mapping[Series, Collection[Place]]


def may_mail(indicator: Indicator) -> bool:
    """Whether an item's figures and title may leave by mail or chat; exempt material never does."""
    return indicator.publication is not Publication.EXEMPT


def shown_title(indicator: Indicator, title: str) -> str:
    """The title that a message may carry for an item of this indicator."""
    return title if may_mail(indicator) else EXEMPT


def shown(cell: Cell) -> str:
    """The figure of a cell as it is shown to those who see every figure, or what is said where there
    is none. For the public it is asked for by :func:`shown_to`, or of a cell that has passed
    :meth:`Decision.shown`."""
    if cell.value is None or cell.marker not in (Marker.FIGURE, Marker.UNRELIABLE):
        return cell.marker.words
    return written(cell.value, cell.digits)


def shown_to(decision: Decision, breakdown: str, cell: Cell) -> str:
    """The figure of a cell as the audience of a decision sees it."""
    return shown(decision.shown(breakdown, cell))


def figures_in(panel: Panel, own: OwnFigures) -> dict[tuple[str, str], list[Figure]]:
    """All that stands in a panel, by indicator and area: what there is to decide about."""
    found: dict[tuple[str, str], list[Figure]] = {}
    for row in range(panel.shape[0]):
        series = panel.series(row)
        ours = own.get(series, ())
        figures = found.setdefault((series.indicator, series.area), [])
        for cell in _cells(panel, row):
            place = Place.of(series.breakdown, cell)
            figures.append(Figure(place, cell, public=place not in ours))
    return found


def disclosed(panel: Panel, decisions: Decisions) -> Panel:
    """The panel as the audience of these decisions sees it: withheld figures are confidential, with
    the counts behind them; totals are rounded; growths, which tell of two figures, are left out.
    What is not decided is withheld. Nobody has judged it yet."""
    rows, _ = panel.shape
    changed = _Layers(panel)
    undecided = Decision(decided=frozenset())
    for row in range(rows):
        series = panel.series(row)
        decision = decisions.get((series.indicator, series.area), undecided)
        if decision.withheld or decision.rounded or decision is undecided:
            for cell in _cells(panel, row):
                as_shown = decision.shown(series.breakdown, cell)
                if as_shown is not cell:
                    changed.put(row, cell.period - panel.first, as_shown)
    judged_to: Ints = np.full(rows, panel.first - 1, dtype=np.int64)
    growth = np.broadcast_to(np.nan, panel.shape)
    return replace(panel, growth=growth, judged_to=judged_to, **changed.layers)


class _Layers:
    """The layers of a panel in which a cell was put; the others are left as they were."""

    def __init__(self, panel: Panel) -> None:
        self._panel = panel
        self.layers: dict[str, Any] = {}

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Only what disclosure touches: a figure, what it is of, and that it is withheld."""
        for name in ("value", "numerator", "denominator"):
            figure = getattr(cell, name)
            self._layer(name)[row, column] = np.nan if figure is None else figure
        self._layer("digits")[row, column] = -1 if cell.digits is None else cell.digits
        self._layer("marker")[row, column] = cell.marker

    def _layer(self, name: str) -> Any:
        if name not in self.layers:
            self.layers[name] = np.array(getattr(self._panel, name))
        return self.layers[name]


def _cells(panel: Panel, row: int) -> Iterator[Cell]:
    """The cells of a series in which anything stands."""
    for column in np.flatnonzero(panel.marker[row] != Marker.NONE).tolist():
        yield cell_of(panel, row, column)
