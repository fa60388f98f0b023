"""Which withheld counts could be worked out: those that keep fewer than three possible values."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, field, replace
from math import inf

from watchlist.model.indicator import SmallNumbers
from watchlist.register.small_numbers.equations import Equations
from watchlist.register.small_numbers.layer import Layer, Node, Rest, owner
from watchlist.register.small_numbers.place import Place
from watchlist.register.small_numbers.primary import is_small

#: So many values each withheld count keeps.
ENOUGH = 3


@dataclass(frozen=True, eq=False)
class Protection:
    """What is asked of one layer. ``asked`` are the counts that must stay uncertain when they are
    not known; ``source``, of these, are withheld by a source that is public: what is shown here must
    not add to what ``public``, the rest of that source, tells of them."""

    layer: Layer
    asked: Set[Node]
    rule: SmallNumbers
    source: Set[Node] = frozenset()
    public: Set[Place] = frozenset()
    _seen: dict[tuple[tuple[Node, ...], frozenset[Node]], list[Node]] = field(default_factory=dict)

    def exposed(self, hidden: Set[Node]) -> list[Node]:
        """Those of the counts asked about that could be worked out when ``hidden`` are not shown."""
        return [
            node for group in self.layer.groups(hidden) for node in self._exposed_in(group, hidden)
        ]

    def _exposed_in(self, group: tuple[Node, ...], hidden: Set[Node]) -> list[Node]:
        key = group, frozenset(node for node in group if node in hidden)
        if key not in self._seen:
            equations = self.layer.equations(group, hidden)
            self._seen[key] = list(self._narrow(group, equations))
        return self._seen[key]

    def _narrow(self, group: tuple[Node, ...], equations: Equations) -> Iterator[Node]:
        seen = [list(equations.near)] if equations.holds else []
        for n, node in enumerate(group):
            if node in self.source:
                if not self._as_uncertain(node, n, equations):
                    yield node
            elif self._is_asked(node) and not self._keeps_enough(group, n, equations, seen):
                yield node

    def _is_asked(self, node: Node) -> bool:
        quantity = self.layer.quantities[node]
        if quantity.derived and quantity.truth is not None:
            return is_small(quantity.truth / self.layer.step, self.rule)
        return node in self.asked

    def _keeps_enough(
        self, group: tuple[Node, ...], n: int, equations: Equations, seen: list[list[int]]
    ) -> bool:
        if isinstance(owner(group[n]), Rest):
            equations = _freed(group, equations)
            seen = [list(equations.near)] if equations.holds else []
        if not seen:
            first = equations.solution(n, -inf, inf)
            if first is None:
                return False
            seen.append(first)
        found = [solution[n] for solution in seen]
        return self._spread(n, equations, seen, min(found), max(found), self.layer.step)

    @staticmethod
    def _spread(
        n: int, equations: Equations, seen: list[list[int]], low: int, high: int, step: int
    ) -> bool:
        """Whether enough values, a child apart, are found beside those that are known already:
        between them, above, below."""
        for least, most in ((low + step, high - step), (high + step, inf), (-inf, low - step)):
            while _values(n, seen, step) < ENOUGH:
                found = equations.solution(n, least, most)
                if found is None:
                    break
                seen.append(found)
                if least == -inf:
                    most = found[n] - step
                else:
                    least = found[n] + step
        return _values(n, seen, step) >= ENOUGH

    def _as_uncertain(self, node: Node, n: int, equations: Equations) -> bool:
        """Whether a count that a public source withholds can still be what its source alone allows."""
        everything = {owner(each) for each in self.layer.quantities} - self.public
        group = next(each for each in self.layer.groups(everything) if node in each)
        alone = self.layer.equations(group, everything).bounds()
        ours = equations.bounds()
        if alone is None or ours is None:
            return alone is ours
        at = group.index(node)
        before, after = (alone[0][at], alone[1][at]), (ours[0][n], ours[1][n])
        ends = [end for end in after if abs(end) != inf]
        return before == after and all(equations.solution(n, end, end) for end in ends)


def _freed(group: tuple[Node, ...], equations: Equations) -> Equations:
    """For all others it is taken to be known how few children no part names; of those few
    themselves it is not."""
    pairs = zip(group, equations.most, strict=True)
    most = [inf if isinstance(owner(node), Rest) else most for node, most in pairs]
    return replace(equations, most=most)


def _values(n: int, solutions: list[list[int]], step: int) -> int:
    """How many values, at least a child apart, an unknown has in solutions."""
    number, last = 0, -inf
    for value in sorted(solution[n] for solution in solutions):
        if value - last >= step:
            number, last = number + 1, value
    return number
