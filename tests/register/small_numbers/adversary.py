"""Somebody who wants to know a withheld count: everything that was ever shown, every total and part,
every rounding, written down as one integer programme, and of each count the least, the most and
something between. Shares no code with what decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, pairwise

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.register.small_numbers.build import Case, Release
from watchlist.model.finding import Cell
from watchlist.model.indicator import SmallNumbers, Unit, UnitKind
from watchlist.model.reading import Marker
from watchlist.register.small_numbers import Figure, Place

#: A variable: so many of what, at a place, as it stood at a version of the place.
Name = tuple[str, Place, int]
Weights = dict[Name, float]

_FAR = 100_000


@dataclass(frozen=True)
class Target:
    """A count of a few children, or one that is withheld: a sum of variables."""

    name: str
    weights: tuple[tuple[Name, float], ...]
    place: Place


@dataclass
class Programme:
    """Whole numbers, and what is known of them."""

    names: dict[Name, int] = field(default_factory=dict)
    bounds: list[tuple[float, float]] = field(default_factory=list)
    rows: list[tuple[Weights, float, float]] = field(default_factory=list)

    def variable(self, name: Name, least: float = 0, most: float = _FAR) -> None:
        if name not in self.names:
            self.names[name] = len(self.names)
            self.bounds.append((least, most))
        else:
            low, high = self.bounds[self.names[name]]
            self.bounds[self.names[name]] = max(low, least), min(high, most)

    def add(self, weights: Weights, least: float, most: float) -> None:
        self.rows.append((weights, least, most))

    @cached_property
    def matrix(self) -> LinearConstraint:
        found = np.zeros((max(len(self.rows), 1), len(self.names)))
        for n, (weights, _, _) in enumerate(self.rows):
            for name, weight in weights.items():
                found[n, self.names[name]] += weight
        least = np.array([row[1] for row in self.rows] or [0.0])
        most = np.array([row[2] for row in self.rows] or [0.0])
        return LinearConstraint(found, least, most)

    def extreme(self, target: Target, sign: int, least: float, most: float) -> float | None:
        """The least (1) or the most (-1) a target can be between two bounds; None if nothing."""
        weights = np.zeros(len(self.names))
        for name, weight in target.weights:
            weights[self.names[name]] += weight
        low, high = (np.array(each, float) for each in zip(*self.bounds, strict=True))
        between = LinearConstraint(weights[None, :], least, most)
        found = milp(
            sign * weights, integrality=np.ones(len(low)), bounds=Bounds(low, high),
            constraints=[self.matrix, between],
        )  # fmt: skip
        return None if found.x is None else float(round(sign * found.fun))

    def range(self, target: Target) -> tuple[float, float] | None:
        least = self.extreme(target, 1, -_FAR, _FAR)
        most = self.extreme(target, -1, -_FAR, _FAR)
        return None if least is None or most is None else (least, most)

    def values(self, target: Target) -> int:
        """How many values a target can take; 3 stands for three or more."""
        ends = self.range(target)
        if ends is None:
            return 0
        least, most = ends
        if most - least < 2:
            return int(most - least) + 1
        return 2 + (self.extreme(target, 1, least + 1, most - 1) is not None)


@dataclass(frozen=True)
class Adversary:
    """``unit``, ``rule`` and what adds up are public. ``strict``: he takes it that no withheld count
    is zero or more than those it is among, unless they are few, and knows by how much figures were
    corrected."""

    unit: Unit
    rule: SmallNumbers
    dimensions: tuple[str, ...]
    strict: bool = False

    def knows(self, releases: Sequence[Release]) -> Programme:
        programme = Programme()
        versions = _versions(releases)
        for n, release in enumerate(releases):
            version = {place: versions[n, place] for place in release.figures}
            for place in release.figures:
                self._one(programme, release, place, version[place])
            for what in ("number", "among") if self.shares else ("number",):
                self._across(programme, release, version, what)
                self._along(programme, release, version, what)
        if self.strict:
            self._corrected(programme, releases, versions)
        return programme

    def _corrected(
        self, programme: Programme, releases: Sequence[Release],
        versions: Mapping[tuple[int, Place], int],
    ) -> None:  # fmt: skip
        """He knows by how much a figure was corrected that was withheld before and after."""
        for (n, before), (m, after) in pairwise(enumerate(releases)):
            for place in before.figures.keys() & after.figures.keys():
                cells = [each.seen[place].marker for each in (before, after)]
                counts = [
                    _number(each.figures[place].cell, self.shares) for each in (before, after)
                ]
                old, new = (
                    ("number", place, versions[n, place]),
                    ("number", place, versions[m, place]),
                )
                if old != new and cells == [Marker.CONFIDENTIAL] * 2 and None not in counts:
                    by = (counts[1] or 0) - (counts[0] or 0)
                    programme.add({new: 1.0, old: -1.0}, by, by)

    @property
    def shares(self) -> bool:
        return self.unit.kind in (UnitKind.PERCENT, UnitKind.RATE)

    def _one(self, programme: Programme, release: Release, place: Place, version: int) -> None:
        """What one figure as it is shown says."""
        cell, truth = release.seen[place], release.figures[place].cell
        number, among = ("number", place, version), ("among", place, version)
        given = cell.numerator if self.shares else cell.value
        some = (_number(truth, self.shares) or 0) >= 1 and self.rule.low > 0
        at_least = self.strict and given is None and some
        programme.variable(number, float(at_least))
        if self.shares:
            programme.variable(among)
            programme.add({among: 1, number: -1}, 0, _FAR)
            self._share(programme, cell, truth, number, among)
        if given is not None:
            half = self._half(release, place, given)
            programme.variable(number, given - half, given + half)

    def _share(
        self, programme: Programme, cell: Cell, truth: Cell, number: Name, among: Name
    ) -> None:
        per = self.unit.per or 100
        if self.strict and truth.denominator and not self._small(truth.denominator):
            programme.variable(number, 0, truth.denominator)
        if cell.denominator is not None:
            programme.variable(among, cell.denominator, cell.denominator)
        if cell.value is not None:
            half = 0.5 * 10.0 ** -(cell.digits or 0) + 1e-9
            programme.add({number: per, among: -(cell.value - half)}, 0, np.inf)
            programme.add({number: per, among: -(cell.value + half)}, -np.inf, 0)

    def _half(self, release: Release, place: Place, given: float) -> float:
        """How far a total that is rounded may be off."""
        to = self.rule.round_totals_to
        if not to or self.shares or given % to or not self._is_total(release, place):
            return 0
        return to / 2 - 0.5 if to % 2 else to / 2

    def _is_total(self, release: Release, place: Place) -> bool:
        own = set(filter(None, place.breakdown.split(";")))
        return any(
            own < set(other.breakdown.split(";"))
            for other in release.figures if (other.period, other.span) == (place.period, place.span)
        )  # fmt: skip

    def _across(
        self, programme: Programme, release: Release, version: Mapping[Place, int], what: str
    ) -> None:
        """Each total is what its parts come to, given or not."""
        covers: dict[tuple[int, int], list[Place]] = defaultdict(list)
        for place in release.figures:
            covers[place.period, place.span].append(place)
        for places in covers.values():
            self._totals(programme, release, version, what, places)

    def _totals(
        self, programme: Programme, release: Release, version: Mapping[Place, int], what: str,
        places: list[Place],
    ) -> None:  # fmt: skip
        given = {place.breakdown: place for place in places}
        truths = {
            key: _count(release.figures[place].cell, what, self.shares)
            for key, place in given.items()
        }
        every = sorted(_closed(given, self.dimensions), key=lambda key: -len(_parts(key)))
        at = {key: (what, places[0].at(key), version.get(places[0].at(key), -9)) for key in every}
        for key in every:
            programme.variable(at[key])
        for whole in every:
            for dimension in self.dimensions:
                parts = [key for key in every if _without(key, dimension) == whole]
                if not parts:
                    continue
                known = [truths.get(part) for part in parts]
                come_to = None if None in known else sum(k for k in known if k is not None)
                truth = truths.setdefault(whole, come_to)
                if truth is None or come_to is None or truth == come_to:
                    weights = {at[whole]: 1.0, **{at[part]: -1.0 for part in parts}}
                    programme.add(weights, 0, 0)
                elif truth > come_to:
                    weights = {at[whole]: 1.0, **{at[part]: -1.0 for part in parts}}
                    programme.add(weights, 0, _FAR)

    def _along(
        self, programme: Programme, release: Release, version: Mapping[Place, int], what: str
    ) -> None:
        """Each figure is what happened in each stretch of the time that it covers."""
        rows: dict[str, list[Place]] = defaultdict(list)
        for place in release.figures:
            rows[place.breakdown].append(place)
        for breakdown, places in rows.items():
            if len(places) < 2:
                continue
            edges = sorted({edge for place in places for edge in place.covers})
            stretches = list(pairwise(edges))
            for start, end in stretches:
                programme.variable(_stretch(what, breakdown, start, end))
            for place in places:
                first, last = place.covers
                inside = [s for s in stretches if first <= s[0] and s[1] <= last]
                weights: Weights = {(what, place, version[place]): 1.0}
                weights |= {_stretch(what, breakdown, *s): -1.0 for s in inside}
                programme.add(weights, 0, 0)

    def targets(self, releases: Sequence[Release]) -> Iterator[Target]:
        """Every withheld count, and every count of a few children, withheld or not."""
        versions = _versions(releases)
        for n, release in enumerate(releases):
            for place, figure in release.figures.items():
                yield from self._of(figure, release.seen[place], versions[n, place])
            yield from self._between(release, {p: versions[n, p] for p in release.figures})

    def _of(self, figure: Figure, cell: Cell, version: int) -> Iterator[Target]:
        place, truth = figure.place, figure.cell
        hidden = cell.marker is Marker.CONFIDENTIAL
        number = ("number", place, version)
        count = _number(truth, self.shares)
        if hidden or self._small(count):
            yield Target("number", ((number, 1.0),), place)
        among = ("among", place, version)
        if self.shares and truth.denominator is not None and count is not None:
            if self._small(truth.denominator):
                yield Target("among", ((among, 1.0),), place)
            if self._small(truth.denominator - count):
                yield Target("complement", ((among, 1.0), (number, -1.0)), place)

    def _between(self, release: Release, version: Mapping[Place, int]) -> Iterator[Target]:
        """The few children who came between two dates of a year to date."""
        for one, other in combinations(sorted(release.figures, key=lambda p: p.covers), 2):
            follows = (place.covers[0] for place in release.figures)
            together = one.breakdown == other.breakdown and one.covers[0] == other.covers[0]
            if together and one.covers[1] not in follows:
                counts = [_number(release.figures[p].cell, self.shares) for p in (one, other)]
                if None not in counts and self._small((counts[1] or 0) - (counts[0] or 0)):
                    more, less = ("number", other, version[other]), ("number", one, version[one])
                    yield Target("between", ((more, 1.0), (less, -1.0)), other)

    def _small(self, count: float | None) -> bool:
        return count is not None and self.rule.low <= count <= self.rule.high


def narrowed(case: Case, releases: Sequence[Release], strict: bool = False) -> list[str]:
    """The counts that keep fewer than three values after all that was shown, each as a sentence.
    Of the strict adversary, who knows how figures were corrected, those are left out of which it was
    said that what was public before gives them away."""
    adversary, releases = (
        Adversary(case.unit, case.rule, case.dimensions, strict),
        remembered(releases),
    )
    programme = adversary.knows(releases)
    exposed = {place for release in releases for place in release.decision.exposed if strict}
    return [
        f"{target.name} of {target.place}: {values} values"
        for target in dict.fromkeys(adversary.targets(releases))
        if target.place not in exposed and (values := programme.values(target)) < 3
    ]


def remembered(releases: Sequence[Release]) -> list[Release]:
    """Each release with what earlier ones held and it does not: whoever kept them has it all."""
    figures: dict[Place, Figure] = {}
    cells: dict[Place, Cell] = {}
    found = []
    for each in releases:
        figures, cells = {**figures, **each.figures}, {**cells, **each.seen}
        found.append(Release(figures, each.decision, cells))
    return found


def _versions(releases: Sequence[Release]) -> dict[tuple[int, Place], int]:
    """A figure that has not changed is the same count in every release. (He is told which have.)"""
    found: dict[tuple[int, Place], int] = {}
    last: dict[Place, tuple[Cell, int]] = {}
    for n, release in enumerate(releases):
        for place, figure in release.figures.items():
            before = last.get(place)
            version = before[1] if before and before[0] == figure.cell else n
            found[n, place], last[place] = version, (figure.cell, version)
    return found


def _count(cell: Cell, what: str, shares: bool) -> float | None:
    return cell.denominator if what == "among" else _number(cell, shares)


def _number(cell: Cell, shares: bool) -> float | None:
    return cell.numerator if shares else cell.value


def _stretch(what: str, breakdown: str, start: int, end: int) -> Name:
    return f"{what} from {start} to {end}", Place(breakdown, 0), 0


def _parts(breakdown: str) -> list[str]:
    return [part for part in breakdown.split(";") if part]


def _without(breakdown: str, dimension: str) -> str | None:
    left = [part for part in _parts(breakdown) if part.split("=")[0] != dimension]
    return ";".join(left) if len(left) < len(_parts(breakdown)) else None


def _closed(given: Mapping[str, Place], dimensions: Sequence[str]) -> set[str]:
    """Every breakdown that is given, and every total of it over dimensions that add up."""
    found = set(given)
    for key in given:
        loose = [part for part in _parts(key) if part.split("=")[0] in dimensions]
        for size in range(len(loose) + 1):
            for gone in combinations(loose, size):
                found.add(";".join(part for part in _parts(key) if part not in gone))
    return found
