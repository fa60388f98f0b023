"""A second figure for the same thing (``variant_of``), as it stands beside the first: the same area,
breakdown and period, or that there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from watchlist.deliver.figures import cell_figure, has_figure
from watchlist.model.finding import Cell, cell_of
from watchlist.model.indicator import Indicator, Publication
from watchlist.model.reading import Marker, Panels, Series
from watchlist.model.register import Breach
from watchlist.model.rule import Rulebook


@dataclass(frozen=True)
class Second:
    """Another figure for the same thing; ``name`` says in few words what sets it apart."""

    indicator: Indicator
    name: str
    cell: Cell

    @property
    def figure(self) -> str:
        """The figure with its unit, or why there is none."""
        return cell_figure(self.cell, self.indicator.unit)

    @property
    def known(self) -> bool:
        return has_figure(self.cell)

    def __str__(self) -> str:
        """ "without those who decline contact: 81%"."""
        return f"{self.name}: {self.figure}"


def beside(
    series: Series, period: int, book: Rulebook, panels: Panels,
    may_show: Callable[[Indicator], bool] = lambda _: True,
) -> tuple[Second, ...]:  # fmt: skip
    """The other figures for what a series is about, at a period."""
    return tuple(
        Second(other, _apart(book.indicators[series.indicator], other), cell)
        for other in book.variants(series.indicator)
        if may_show(other)
        for cell in [_cell(panels, other, Series(other.id, series.area, series.breakdown), period)]
    )


def beside_breach(breach: Breach, book: Rulebook, panels: Panels) -> tuple[Second, ...]:
    """The other figures at the period that a breach was judged at last; beside what is not exempt
    itself stands nothing exempt."""
    known = book.indicators.get(breach.series.indicator)
    if known is None or known.calendar != breach.calendar:
        return ()
    exempt = known.publication is Publication.EXEMPT

    def may_show(other: Indicator) -> bool:
        return exempt or other.publication is not Publication.EXEMPT

    return beside(breach.series, breach.judged_to, book, panels, may_show)


def sentences(seconds: tuple[Second, ...]) -> Iterator[str]:
    """Each as a sentence of its own."""
    return (f"Beside it, {one}." for one in seconds)


def _apart(one: Indicator, other: Indicator) -> str:
    """What the other title says more, else all of it."""
    rest = other.title.removeprefix(one.title).strip(" ,:;–-()")
    return rest if rest and other.title.startswith(one.title) else other.title


def _cell(panels: Panels, indicator: Indicator, series: Series, period: int) -> Cell:
    panel = panels.get(indicator.calendar)
    row = panel.row(series) if panel else None
    if panel is None or row is None or not 0 <= period - panel.first < panel.shape[1]:
        return Cell(period, None, None, Marker.NONE)
    return cell_of(panel, row, period - panel.first)
