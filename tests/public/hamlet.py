"""A council whose indicators are public, internal and exempt, with figures as few as children are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count

import pyarrow as pa

from tests.cycle.town import DIRECTORY, NOW
from watchlist.cycle import Setting, judge
from watchlist.disclosing import PublicFigures
from watchlist.model.period import Calendar
from watchlist.model.reading import READINGS, Marker, Status
from watchlist.model.rule import Rulebook
from watchlist.public_list import PublicList, public_list
from watchlist.register.small_numbers import USUAL
from watchlist.rulebook.load import load_rulebook_text
from watchlist.store.store import Store

RULES = """\
areas:
  Harrow: {level: authority, own: true}
  England: {level: country}
committees:
  children: {title: Children and Families Scrutiny}
indicators:
  missing:
    {title: Children missing from care, unit: count, better: lower, every: month, target: 8,
     due: 25 working days, owner: head, committee: children, publication: public, adds_up: [sex]}
  exclusions:
    {title: Exclusions, unit: count, better: lower, every: month, due: 25 working days,
     owner: head, publication: public}
  unsafe:
    {title: Children in unsafe homes, unit: count, better: lower, every: month, target: 8,
     due: 25 working days, owner: head, publication: "exempt, paragraph 2"}
  caseload:
    {title: Cases held, unit: count, better: lower, every: month, target: 8, owner: head,
     due: 25 working days}
rules:
  too-many: {title: Too many go missing, indicator: missing, amber: {worse_than: target}}
  rising:
    title: Exclusions rise
    indicator: exclusions
    red: {worse_than: previous, for: 2}
    amber: {worse_than: previous, by: 20% of it}
    leaves: after 1 good readings
  many: {title: More than a handful, indicator: exclusions, amber: {above: 3, for: 2}}
  off-the-rest: {title: More are excluded than are missing, indicator: exclusions,
    amber: {worse_than: {indicator: caseload}}}
  not-safe: {title: Homes are unsafe, indicator: unsafe, amber: {worse_than: target}}
  busy: {title: Too many cases, indicator: caseload, amber: {worse_than: target}}
"""

#: A month's figure: a number, None for none at all, or a symbol for what is no figure.
Written = float | None | Marker


@dataclass(frozen=True)
class Hamlet:
    store: Store
    book: Rulebook

    @classmethod
    def founded(cls, store: Store, rules: str = RULES) -> Hamlet:
        return cls(store, load_rulebook_text({"rules.yaml": rules}))

    @property
    def setting(self) -> Setting:
        return Setting(self.book, DIRECTORY, "Europe/London", False)

    def reports(
        self, figures: Mapping[str, Sequence[Written]], first: str = "2013-06",
        now: datetime = NOW, source: str = "ours",
    ) -> None:  # fmt: skip
        """A scorecard comes and is judged; ``missing;sex=girls`` is a part of an indicator."""
        rows = [
            _row(*name.partition(";")[::2], period, value)
            for name, values in figures.items()
            for period, value in zip(count(_ordinal(first)), values, strict=False)
            if value is not None
        ]
        columns = {name: [row[name] for row in rows] for name in READINGS.names}
        table = pa.table(columns, schema=READINGS)
        calendars: dict[str, Calendar] = {
            name: one.calendar for name, one in self.book.indicators.items()
        }
        self.store.save_readings(table, calendars, source=source, sha256=None, now=now)
        judge(self.store, self.setting, now)

    def figures(self, *public: str) -> PublicFigures:
        """What the public may see; ``public`` names the sources that anybody can read."""
        return PublicFigures(self.store, self.book, public, USUAL)

    def public(self, *public: str, now: datetime = NOW) -> PublicList:
        return public_list(self.figures(*public), self.setting, now)

    def publishes(self, *public: str, now: datetime = NOW) -> PublicList:
        """The list goes out, and what it told is remembered."""
        with self.store.begin(now) as tx:
            figures = PublicFigures(tx, self.book, public, USUAL)
            listed = public_list(figures, self.setting, now)
            tx.keep_published(
                figures.told, who="p2", acting_for="keeper", entries=len(listed.entries),
                withheld=figures.withheld,
            )  # fmt: skip
        return listed


def _ordinal(month: str) -> int:
    year, number = map(int, month.split("-"))
    return year * 12 + number - 1


def _row(indicator: str, breakdown: str, period: int, value: float | Marker) -> dict[str, object]:
    symbol = value if isinstance(value, Marker) else None
    return dict.fromkeys(READINGS.names) | {
        "indicator": indicator,
        "area": "Harrow",
        "breakdown": breakdown,
        "period": period,
        "span": 1,
        "value": None if symbol else value,
        "digits": None if symbol else 0,
        "marker": int(symbol or Marker.FIGURE),
        "status": int(Status.FINAL),
    }
