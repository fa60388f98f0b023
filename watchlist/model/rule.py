"""Rules as they stand after loading: every word resolved, nothing left to look up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import cached_property

from watchlist.model.condition import Condition
from watchlist.model.errors import Mark
from watchlist.model.indicator import Area, Committee, Indicator, Interval, Publication


class Level(IntEnum):
    INFO = 1
    AMBER = 2
    RED = 3

    @property
    def word(self) -> str:
        return self.name.lower()


@dataclass(frozen=True)
class Leaves:
    """When a breach may leave: after so many good readings in a row (None: as many as is usual
    for the frequency), and whether the committee must agree."""

    after: int | None = None
    committee_agrees: bool = False


@dataclass(frozen=True)
class Selection:
    """Which series a rule stands for. ``indicators`` are resolved ids; ``areas`` None means the
    council's own; ``breakdowns`` None means all, ``()`` the total only, else dimension -> values."""

    indicators: tuple[str, ...]
    areas: tuple[str, ...] | None = None
    breakdowns: tuple[tuple[str, tuple[str, ...]], ...] | None = ()

    def takes(self, breakdown: str) -> bool:
        """Whether a series is broken down by exactly the dimensions named, with one of the values
        of each."""
        if self.breakdowns is None:
            return True
        given = dict(part.split("=", 1) for part in breakdown.split(";") if part)
        asked = dict(self.breakdowns)
        return given.keys() == asked.keys() and all(given[name] in asked[name] for name in given)


@dataclass(frozen=True)
class Escalation:
    """Not acknowledged after ``after``: tell ``post``."""

    after: Interval
    post: str


@dataclass(frozen=True)
class Rule:
    id: str
    title: str
    selects: Selection
    levels: Mapping[Level, Condition]
    hash: str
    words: str  # the rule as it was written (YAML), kept so that an entry can be explained by it
    mark: Mark = Mark("")
    theme: str | None = None
    leaves: Leaves = field(default_factory=Leaves)
    review_after: Interval | None = None
    tell: tuple[str, ...] = ("owner",)
    escalation: Escalation | None = None
    was: str | None = None  # the id it had before it was renamed

    def looks_at(self) -> frozenset[str]:
        """Every indicator whose figures can change what this rule says."""
        return self._looks_at

    @cached_property
    def reads(self) -> frozenset[str]:
        """The other indicators by which it judges those that it stands for."""
        return frozenset[str]().union(*(one.looks_at() for one in self.levels.values()))

    @cached_property
    def _looks_at(self) -> frozenset[str]:
        return self.reads.union(self.selects.indicators)


@dataclass(frozen=True)
class Rulebook:
    """Everything that the rule files say. ``hash`` changes when any word of any file does."""

    indicators: Mapping[str, Indicator]
    rules: Mapping[str, Rule]
    areas: Mapping[str, Area]
    committees: Mapping[str, Committee]
    hash: str
    files: Mapping[str, str]  # path -> text, as it was read

    @property
    def own_areas(self) -> tuple[str, ...]:
        return tuple(name for name, area in self.areas.items() if area.own)

    def areas_of(self, rule: Rule) -> tuple[str, ...]:
        return self.own_areas if rule.selects.areas is None else rule.selects.areas

    def watching(self, rule: Rule) -> Rule:
        """The rule without the candidates among its indicators: they are shown, never listed."""
        if self._candidates.isdisjoint(rule.selects.indicators):
            return rule
        kept = tuple(name for name in rule.selects.indicators if name not in self._candidates)
        return replace(rule, selects=replace(rule.selects, indicators=kept))

    def variants(self, indicator: str) -> tuple[Indicator, ...]:
        """The other figures for the same thing, in the order of their ids."""
        one = self.indicators[indicator]
        alike = self._alike.get(one.variant_of or one.id, ())
        return tuple(other for other in alike if other.id != indicator)

    def components(self, indicators: Iterable[str]) -> tuple[frozenset[str], ...]:
        """The components (sets of indicators joined by rules) in which any of these lie, each once."""
        wanted = {self._component_of.get(name, frozenset({name})) for name in indicators}
        return tuple(sorted(wanted, key=min))

    def rules_of(self, component: frozenset[str]) -> tuple[Rule, ...]:
        """The rules that look at nothing outside a component."""
        return self._rules_of.get(component, ()) + self._rules_of.get(frozenset(), ())

    @cached_property
    def exempt(self) -> tuple[Indicator, ...]:
        """The indicators of which not everybody may know."""
        every = self.indicators.values()
        return tuple(one for one in every if one.publication is Publication.EXEMPT)

    @cached_property
    def exempt_rules(self) -> frozenset[str]:
        """The rules that judge by something exempt: what rests on it is exempt as well."""
        names = {one.id for one in self.exempt}
        return frozenset(rule.id for rule in self.rules.values() if names & rule.reads)

    @cached_property
    def _candidates(self) -> frozenset[str]:
        return frozenset(name for name, one in self.indicators.items() if one.candidate)

    @cached_property
    def _alike(self) -> dict[str, tuple[Indicator, ...]]:
        """Indicators that have variants, each with them."""
        families: dict[str, list[Indicator]] = {}
        for one in sorted(self.indicators.values(), key=lambda each: each.id):
            if one.variant_of is not None and one.variant_of in self.indicators:
                families.setdefault(one.variant_of, []).append(one)
        return {name: (self.indicators[name], *some) for name, some in families.items()}

    @cached_property
    def _rules_of(self) -> dict[frozenset[str], tuple[Rule, ...]]:
        grouped: dict[frozenset[str], list[Rule]] = {}
        for rule in self.rules.values():
            component = next((self._component_of[name] for name in rule.looks_at()), frozenset())
            grouped.setdefault(component, []).append(rule)
        return {component: tuple(rules) for component, rules in grouped.items()}

    @cached_property
    def _component_of(self) -> dict[str, frozenset[str]]:
        component: dict[str, set[str]] = {name: {name} for name in self.indicators}
        for rule in self.rules.values():
            joined: set[str] = set().union(*(component[name] for name in rule.looks_at()))
            for name in joined:
                component[name] = joined
        frozen = {id(group): frozenset(group) for group in component.values()}
        return {name: frozen[id(group)] for name, group in component.items()}
