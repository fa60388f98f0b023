"""One kind of count (the numbers, or those they are among) at every place, and the sums that bind
them: what somebody who wants to know a withheld one has to go by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from functools import cached_property
from math import inf

from watchlist.register.small_numbers.equations import Equation, Equations
from watchlist.register.small_numbers.place import Place
from watchlist.register.small_numbers.sums import Sum


@dataclass(frozen=True, order=True)
class Rest:
    """What a total has more than its parts: children in a group that nobody names, or the month that
    is missing between two figures of a year to date."""

    whole: Place
    parts: tuple[Place, ...]


@dataclass(frozen=True)
class Among:
    """Those that the number at a place is among."""

    node: Place | Rest


@dataclass(frozen=True)
class Left:
    """Those among whom a number is who are not counted: 2 of 90 where 88 are."""

    node: Place


#: A count; the number itself goes by its place.
Node = Place | Rest | Among | Left


def owner(node: Node) -> Place | Rest:
    """The figure that a count is behind."""
    return node.node if isinstance(node, Among | Left) else node


@dataclass(frozen=True)
class Quantity:
    """A count in the smallest step in which counts are given (``truth`` None: nobody here knows it),
    and what is known of it when it is not shown. ``vague``: shown, and rounded."""

    truth: int | None
    least: float = 0
    most: float = inf
    vague: bool = False
    derived: bool = False  # no figure of its own: it can only be worked out


@dataclass(frozen=True)
class Line:
    """Counts that, each with its sign (1 or -1), come to a total; ``end`` is up to when they reach."""

    terms: tuple[tuple[int, Node], ...]
    total: int
    end: int

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        return tuple(node for _, node in self.terms)


@dataclass(frozen=True, eq=False)
class Layer:
    quantities: Mapping[Node, Quantity]
    lines: tuple[Line, ...]
    step: int = 1  # how many of the smallest steps are one child

    @cached_property
    def of(self) -> dict[Node, list[Line]]:
        found = defaultdict(list)
        for line in self.lines:
            for node in line.nodes:
                found[node].append(line)
        return found

    def known(self, node: Node, hidden: Set[Node]) -> bool:
        """Whether anybody can know a count for certain."""
        quantity = self.quantities[node]
        open_ = quantity.vague or quantity.derived or quantity.truth is None
        return not open_ and owner(node) not in hidden

    def groups(self, hidden: Set[Node], end: int) -> list[tuple[Node, ...]]:
        """What is not known, in groups that no line connects, in one order always: those of which
        figures that end at a certain time say something."""
        told = {node for line in self.lines if line.end == end for node in line.nodes}
        seen: set[Node] = set()
        found = []
        for node in self.quantities:
            is_told = node in told or _end(node) == end
            if is_told and node not in seen and not self.known(node, hidden):
                found.append(self.group(node, hidden))
                seen.update(found[-1])
        return found

    def group(self, node: Node, hidden: Set[Node]) -> tuple[Node, ...]:
        """A count that is not known with those that lines connect it to."""
        group, waiting = {node: True}, [node]
        while waiting:
            for line in self.of.get(waiting.pop(), ()):
                for other in line.nodes:
                    if other not in group and not self.known(other, hidden):
                        group[other] = True
                        waiting.append(other)
        return tuple(group)

    def equations(self, group: tuple[Node, ...], hidden: Set[Node]) -> Equations:
        """The equations of one group; what is known is in their totals."""
        place = {node: n for n, node in enumerate(group)}
        lines = dict.fromkeys(line for node in group for line in self.of.get(node, ()))
        bounds = [self._bounds(node, hidden) for node in group]
        return Equations(
            [least for least, _ in bounds],
            [most for _, most in bounds],
            [self.quantities[node].truth or 0 for node in group],
            [self._equation(line, place) for line in lines],
            self.step,
        )

    def _bounds(self, node: Node, hidden: Set[Node]) -> tuple[float, float]:
        """A rounded figure is between bounds as long as it is shown; once it is withheld it is what
        any other is."""
        quantity = self.quantities[node]
        if quantity.vague and owner(node) in hidden:
            return min(self.step, quantity.truth or 0), inf
        return quantity.least, quantity.most

    def _equation(self, line: Line, place: Mapping[Node, int]) -> Equation:
        unknown = [(sign, place[node]) for sign, node in line.terms if node in place]
        total = line.total - self._come_to(line, set(line.nodes) - place.keys())
        return Equation(tuple(n for _, n in unknown), tuple(sign for sign, _ in unknown), total)

    def _come_to(self, line: Line, some: Set[Node]) -> int:
        """What some of the counts of a line come to."""
        return sum(
            sign * (self.quantities[node].truth or 0) for sign, node in line.terms if node in some
        )

    def remembering(self, times: Iterable[Set[Place]]) -> Layer:
        """With every line as it was at each of several times, of which is given what was shown then
        and may not be now: whoever remembers that knows what the others come to."""
        then = {
            self._then(line, told): True for told in times for line in self.lines
            if not told.isdisjoint(owner(node) for node in line.nodes)
        }  # fmt: skip
        return replace(self, lines=(*self.lines, *then))

    def _then(self, line: Line, told: Set[Place]) -> Line:
        terms = tuple((sign, node) for sign, node in line.terms if owner(node) not in told)
        known = set(line.nodes) - {node for _, node in terms}
        return Line(terms, line.total - self._come_to(line, known), line.end)


def _end(node: Node) -> int:
    place = owner(node)
    return (place.whole if isinstance(place, Rest) else place).covers[1]


def both(numbers: Layer, among: Layer) -> Layer:
    """Numbers and those they are among at once: none is more than there are."""
    quantities = dict(numbers.quantities)
    quantities |= {_of(node): each for node, each in among.quantities.items()}
    lines = [Line(tuple((s, _of(n)) for s, n in line.terms), line.total, line.end)
             for line in among.lines]  # fmt: skip
    for node, size in among.quantities.items():
        number = numbers.quantities.get(node)
        if isinstance(node, Place) and number is not None:
            known = number.truth is not None and size.truth is not None
            left = (size.truth or 0) - (number.truth or 0) if known else None
            quantities[Left(node)] = Quantity(left, min(0, left or 0), derived=size.derived)
            terms = (1, Among(node)), (-1, node), (-1, Left(node))
            lines.append(Line(terms, 0, node.covers[1]))
    return Layer(quantities, (*numbers.lines, *lines), numbers.step)


def _of(node: Node) -> Node:
    return Among(node) if isinstance(node, Place | Rest) else node


def layer_of(given: Mapping[Place, Quantity], sums: Iterable[Sum], step: int) -> Layer:
    """A layer of the counts that are given, with the totals nobody gives and what totals have more
    than their parts."""
    quantities: dict[Node, Quantity] = {place: each for place, each in given.items()}  # noqa: C416
    sums = sorted(sums, key=lambda one: (-one.whole.breakdown.count("="), one.whole, one.parts))
    for one in sums:
        if one.whole not in given:
            come_to = _come_to(one, quantities)
            before = quantities.get(one.whole, Quantity(None)).truth
            known = [each for each in (come_to, before) if each is not None]
            quantities[one.whole] = Quantity(max(known, default=None), derived=True)
    lines = [_line(one, quantities) for one in sums]
    return Layer(quantities, tuple(lines), step)


def _come_to(one: Sum, quantities: Mapping[Node, Quantity]) -> int | None:
    parts = [quantities[part].truth for part in one.parts]
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def _line(one: Sum, quantities: dict[Node, Quantity]) -> Line:
    """A sum with what is left over: more than the parts is a count of its own, less than the parts
    is a matter of how the figures were made, and known."""
    whole, parts = quantities[one.whole].truth, _come_to(one, quantities)
    left = 0 if whole is None or parts is None else whole - parts
    terms: list[tuple[int, Node]] = [(1, one.whole), *((-1, part) for part in one.parts)]
    if left > 0 or (one.gaps and left == 0):
        rest = Rest(one.whole, one.parts)
        # How few children no part names may be known; what happened between two dates is not.
        quantities[rest] = Quantity(left, 0, left if one.over else inf, derived=True)
        terms.append((-1, rest))
    return Line(tuple(terms), min(left, 0), one.whole.covers[1])
