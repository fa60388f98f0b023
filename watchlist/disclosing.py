"""The figures as the public may see them: read like those of the store, with small numbers withheld
and nothing of what is not public."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from watchlist.model.finding import Cell
from watchlist.model.indicator import SmallNumbers
from watchlist.model.message import Audience
from watchlist.model.period import Calendar
from watchlist.model.reading import Panel, Panels, Series
from watchlist.model.rule import Rulebook
from watchlist.register.disclosure import disclosed, figures_in
from watchlist.register.small_numbers import NOTHING_YET, Decision, Figure, Published, decide_for
from watchlist.store.published import About
from watchlist.store.reads import Reads


@dataclass(eq=False)
class PublicFigures:
    """What the public may see of the store's figures, decided component by component.

    ``public`` are the sources that anybody can read elsewhere, ``usual`` is the configuration's rule
    for small numbers. ``told`` is what the public has been told once these figures have left.
    """

    store: Reads
    book: Rulebook
    public: Collection[str]
    usual: SmallNumbers
    told: dict[About, Published] = field(default_factory=dict, init=False)
    withheld: int = field(default=0, init=False)
    _panels: dict[frozenset[str], Panels] = field(default_factory=dict, init=False)

    def panels(
        self, indicators: Collection[str], calendars: Mapping[str, Calendar]
    ) -> dict[Calendar, Panel]:
        """As ``Store.panels`` has them, disclosed."""
        names = frozenset(indicators)
        if names not in self._panels:
            self._panels[names] = self._disclosed(names, calendars)
        return dict(self._panels[names])

    def forecasts(
        self,
        wanted: Collection[Series],  # noqa: ARG002
        calendars: Mapping[str, Calendar],  # noqa: ARG002
    ) -> dict[Series, tuple[Cell, ...]]:
        """None: what officers expect is theirs to say."""
        return {}

    def _disclosed(
        self, names: frozenset[str], calendars: Mapping[str, Calendar]
    ) -> dict[Calendar, Panel]:
        own = self.store.own_figures(names, self.public)
        earlier = self.store.published(names)
        found = {}
        for calendar, panel in self.store.panels(names, calendars).items():
            decisions = {}
            for (indicator, area), figures in figures_in(panel, own).items():
                about = (indicator, area, calendar)
                before = earlier.get(about, NOTHING_YET)
                decisions[indicator, area] = self._decide(about, figures, before)
            found[calendar] = disclosed(panel, decisions)
        return found

    def _decide(self, about: About, figures: list[Figure], before: Published) -> Decision:
        indicator = self.book.indicators[about[0]]
        decision = decide_for(Audience.PUBLIC, indicator, figures, before, self.usual)
        if indicator.publication is indicator.publication.PUBLIC and about not in self.told:
            self.told[about] = before.and_now(decision, figures)
            self.withheld += len(decision.withheld)
        return decision
