"""Secondary suppression: what else is withheld, so that nothing withheld can be worked out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace

from watchlist.register.small_numbers.layer import Layer, Line, Node, owner
from watchlist.register.small_numbers.place import Place
from watchlist.register.small_numbers.protection import Protection


@dataclass(frozen=True, eq=False)
class Search:
    """``protection``: what must hold; ``free``: the places that may be withheld as well, each with
    what it counts; ``wholes``: those of them that are totals."""

    protection: Protection
    free: Mapping[Place, float]
    wholes: Set[Place]

    @property
    def layer(self) -> Layer:
        return self.protection.layer

    def more(self, hidden: Set[Place]) -> tuple[list[Place], set[Node]]:
        """What else to withhold, and what even then could be worked out; where there is such a count
        nothing is spared."""
        chosen, given_up = self._found(hidden)
        if given_up and (fewer := self._protecting(hidden)).free != self.free:
            better, nothing = fewer._found(hidden)
            return (chosen, given_up) if nothing else (better, nothing)
        return chosen, given_up

    def _protecting(self, hidden: Set[Place]) -> Search:
        """Without the figures that others give away whatever is withheld: they protect nothing."""
        everything, given_away = {*hidden, *self.free}, set[Node]()
        while (node := self._exposed(everything, given_away)) is not None:
            given_away.add(node)
        useless = {owner(node) for node in given_away} & self.free.keys()
        if not useless:
            return self
        free = {place: what for place, what in self.free.items() if place not in useless}
        return replace(self, free=free)._protecting(hidden)

    def _found(self, hidden: Set[Place]) -> tuple[list[Place], set[Node]]:
        chosen: list[Place] = []
        given_up: set[Node] = set()
        while (node := self._exposed({*hidden, *chosen}, given_up)) is not None:
            found = self._best(node, {*hidden, *chosen})
            if found is None:
                given_up.add(node)
            else:
                chosen.append(found)
        return (chosen if given_up else self._needed(hidden, chosen)), given_up

    def _exposed(self, hidden: Set[Place], besides: Set[Node]) -> Node | None:
        """The count that most needs others beside it: the one with the fewest in one of its lines."""
        return self.protection.exposed(hidden, besides, lambda node: self._company(node, hidden))

    def _company(self, node: Node, hidden: Set[Place]) -> int:
        return min((self._others(line, hidden) for line in self.layer.of.get(node, ())), default=0)

    def _best(self, node: Node, hidden: Set[Place]) -> Place | None:
        """The figure whose loss is least in the line that has the fewest others withheld; then in
        any line; then in those of whatever hangs together with it."""
        lines = sorted(self.layer.of.get(node, ()), key=lambda line: self._others(line, hidden))
        for line in lines:
            if found := self._free_in(line, hidden):
                return min(found)[-1]
        return self._near(node, hidden)

    def _near(self, node: Node, hidden: Set[Place]) -> Place | None:
        group = self.layer.group(node, hidden)
        lines = dict.fromkeys(line for each in group for line in self.layer.of.get(each, ()))
        found = [each for line in lines for each in self._free_in(line, hidden)]
        return min(found)[-1] if found else None

    def _free_in(self, line: Line, hidden: Set[Place]) -> list[_Loss]:
        places = dict.fromkeys(owner(node) for node in line.nodes)
        return [
            self._loss(place, hidden) for place in places
            if isinstance(place, Place) and place in self.free and place not in hidden
        ]  # fmt: skip

    def _loss(self, place: Place, hidden: Set[Place]) -> _Loss:
        """What is lost with a figure: zeros last of all, totals late and the grand total last, then
        what would need more beside it, then the larger count."""
        whole = place in self.wholes
        dimensions = place.breakdown.count("=") if whole else 0
        lonely = sum(self._others(line, hidden) == 0 for line in self.layer.of.get(place, ()))
        return (self.free[place] == 0, whole, -dimensions, lonely, self.free[place], place)

    def _others(self, line: Line, hidden: Set[Place]) -> int:
        """How many counts in a line are not known."""
        return sum(not self.layer.known(node, hidden) for node in line.nodes)

    def _needed(self, hidden: Set[Place], chosen: list[Place]) -> list[Place]:
        """Without what has turned out not to be needed: a later choice may do for an earlier one."""
        kept = list(chosen)
        for place in self._dearest(chosen):
            fewer = [each for each in kept if each != place]
            if len(kept) > 1 and self._exposed({*hidden, *fewer}, set()) is None:
                kept = fewer
        return kept

    def _dearest(self, chosen: list[Place]) -> Iterator[Place]:
        yield from sorted(chosen, key=lambda place: (place in self.wholes, self.free[place], place),
                          reverse=True)  # fmt: skip


_Loss = tuple[bool, bool, int, int, float, Place]
