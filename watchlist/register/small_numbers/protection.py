"""Which withheld counts could be worked out: those that keep fewer than three possible values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Set
from dataclasses import dataclass, field, replace
from math import inf

from watchlist.model.indicator import SmallNumbers
from watchlist.register.small_numbers.equations import Equations
from watchlist.register.small_numbers.layer import Layer, Node, Rest, owner
from watchlist.register.small_numbers.place import Place
from watchlist.register.small_numbers.primary import is_small

#: So many values each withheld count keeps.
ENOUGH = 3


@dataclass(eq=False)
class _Group:
    """Counts that hang together, and the solutions that have been found of their equations."""

    nodes: tuple[Node, ...]
    equations: Equations | None = None
    seen: list[list[int]] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Protection:
    """What is asked of one layer. ``asked`` are the counts that must stay uncertain when they are
    not known; ``source``, of these, are withheld by a source that is public: what is shown here must
    not add to what ``public``, the rest of that source, tells of them. Only what figures that end at
    ``end`` say something of is looked at."""

    layer: Layer
    asked: Set[Node]
    rule: SmallNumbers
    end: int
    source: Set[Node] = frozenset()
    public: Set[Place] = frozenset()
    _safe: dict[Node, list[frozenset[Node]]] = field(default_factory=lambda: defaultdict(list))

    def exposed(
        self, hidden: Set[Node], besides: Set[Node], company: Callable[[Node], int]
    ) -> Node | None:
        """Of the counts asked about, ``besides`` some, one that could be worked out when ``hidden``
        are not shown: the first of those that have least ``company``."""
        groups = [_Group(each) for each in self.layer.groups(hidden, self.end)]
        waiting = [
            (company(node), len(groups[g].nodes), g, n) for g in range(len(groups))
            for n, node in enumerate(groups[g].nodes)
            if node not in besides and self._is_asked(node) and not self._is_safe(node, hidden)
        ]  # fmt: skip
        for _, _, g, n in sorted(waiting):
            node = groups[g].nodes[n]
            if not self._keeps(groups[g], n, hidden):
                return node
            self._safe[node].append(frozenset(hidden))
        return None

    def _is_safe(self, node: Node, hidden: Set[Node]) -> bool:
        """What was safe with fewer withheld is safe with more."""
        return any(fewer <= hidden for fewer in self._safe[node])

    def _keeps(self, group: _Group, n: int, hidden: Set[Node]) -> bool:
        if group.equations is None:
            group.equations = self.layer.equations(group.nodes, hidden)
            group.seen = [list(group.equations.near)] if group.equations.holds else []
        if group.nodes[n] in self.source:
            return self._as_uncertain(group.nodes[n], n, group.equations)
        return self._keeps_enough(group.nodes, n, group.equations, group.seen)

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
        group = self.layer.group(node, everything)
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
