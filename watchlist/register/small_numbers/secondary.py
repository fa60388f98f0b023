"""Secondary suppression: what else is withheld, so that nothing withheld can be worked out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from watchlist.register.small_numbers.layer import Layer, Line, Node
from watchlist.register.small_numbers.place import Place
from watchlist.register.small_numbers.protection import Protection


@dataclass(frozen=True, eq=False)
class Search:
    """``protections``: what must hold; ``free``: the places that may be withheld as well, each with
    what it counts; ``wholes``: those of them that are totals."""

    protections: Sequence[Protection]
    free: Mapping[Place, float]
    wholes: Set[Place]

    def more(self, hidden: Set[Place]) -> tuple[list[Place], set[Node]]:
        """What else to withhold, and what even then could be worked out."""
        chosen: list[Place] = []
        given_up: set[Node] = set()
        while wanted := self._exposed({*hidden, *chosen}, given_up):
            layer, node = wanted
            found = self._best(layer, node, {*hidden, *chosen})
            if found is None:
                given_up.add(node)
            else:
                chosen.append(found)
        return self._needed(hidden, chosen, given_up), given_up

    def _exposed(self, hidden: Set[Node], besides: Set[Node]) -> tuple[Layer, Node] | None:
        """The count that most needs others beside it: the one with the fewest in one of its lines."""
        found = [
            (_loneliness(protection.layer, node, hidden), n, str(node), node)
            for n, protection in enumerate(self.protections)
            for node in protection.exposed(hidden) if node not in besides
        ]  # fmt: skip
        if not found:
            return None
        _, n, _, node = min(found, key=lambda each: each[:3])
        return self.protections[n].layer, node

    def _best(self, layer: Layer, node: Node, hidden: Set[Place]) -> Place | None:
        """The figure whose loss is least in the line that has the fewest others withheld; then in
        any line; then in those of whatever hangs together with it."""
        lines = sorted(layer.of.get(node, ()), key=lambda line: _others(layer, line, hidden))
        for line in lines:
            if found := self._free_in(layer, line, hidden):
                return min(found)[-1]
        return self._near(layer, node, hidden)

    def _near(self, layer: Layer, node: Node, hidden: Set[Place]) -> Place | None:
        group = next((each for each in layer.groups(hidden) if node in each), ())
        lines = dict.fromkeys(line for each in group for line in layer.of.get(each, ()))
        found = [each for line in lines for each in self._free_in(layer, line, hidden)]
        return min(found)[-1] if found else None

    def _free_in(self, layer: Layer, line: Line, hidden: Set[Place]) -> list[_Loss]:
        places = (n for n in line.nodes if isinstance(n, Place) and n in self.free)
        return [self._loss(layer, place, hidden) for place in places if place not in hidden]

    def _loss(self, layer: Layer, place: Place, hidden: Set[Place]) -> _Loss:
        """What is lost with a figure: zeros last of all, totals late and the grand total last, then
        what would need more beside it, then the larger count."""
        whole = place in self.wholes
        dimensions = place.breakdown.count("=") if whole else 0
        lonely = sum(_others(layer, line, hidden) == 0 for line in layer.of.get(place, ()))
        return (self.free[place] == 0, whole, -dimensions, lonely, self.free[place], place)

    def _needed(self, hidden: Set[Place], chosen: list[Place], given_up: Set[Node]) -> list[Place]:
        """Without what has turned out not to be needed: a later choice may do for an earlier one."""
        kept = list(chosen)
        for place in self._dearest(chosen):
            fewer = [each for each in kept if each != place]
            if len(kept) > 1 and self._exposed({*hidden, *fewer}, given_up) is None:
                kept = fewer
        return kept

    def _dearest(self, chosen: list[Place]) -> Iterator[Place]:
        yield from sorted(chosen, key=lambda place: (place in self.wholes, self.free[place], place),
                          reverse=True)  # fmt: skip


_Loss = tuple[bool, bool, int, int, float, Place]


def _others(layer: Layer, line: Line, hidden: Set[Place]) -> int:
    """How many counts in a line are not known."""
    return sum(not layer.known(node, hidden) for node in line.nodes)


def _loneliness(layer: Layer, node: Node, hidden: Set[Node]) -> int:
    return min(
        (sum(not layer.known(each, hidden) for each in line.nodes) for line in layer.of[node]),
        default=0,
    )
