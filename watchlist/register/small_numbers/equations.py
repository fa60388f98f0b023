"""How many values a count that is not shown can still take: whole numbers between bounds that
satisfy equations. Bounds are narrowed by propagation; that a value is possible is only said with a
solution in hand, so that a search given up in time never counts as protection."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf

#: So many numbers are tried before a search is given up, and before an exchange is.
_PATIENCE, _EXCHANGES = 60, 120

#: So many equations are looked at in a row to narrow bounds.
_ROUNDS = 400

#: How many times as far as the one looked at any other number may move.
_REACH = 4

Bounds = tuple[list[float], list[float]]


@dataclass(frozen=True)
class Equation:
    """``sum(sign * x[unknown]) == total``; signs are 1 and -1."""

    unknowns: tuple[int, ...]
    signs: tuple[int, ...]
    total: int


@dataclass(frozen=True, eq=False)
class Equations:
    """Unknown whole numbers ``least <= x <= most``; ``near`` is where a search starts, the truth
    where it is known."""

    least: Sequence[float]
    most: Sequence[float]
    near: Sequence[int]
    equations: Sequence[Equation]
    step: int = 1  # how much of them is one child

    @cached_property
    def _of(self) -> dict[int, list[Equation]]:
        found = defaultdict(list)
        for equation in self.equations:
            for unknown in equation.unknowns:
                found[unknown].append(equation)
        return found

    @cached_property
    def holds(self) -> bool:
        """Whether what a search starts from is a solution, as the truth is."""
        return self._first_wrong(list(self.near)) is None and all(
            low <= x <= high for x, low, high in zip(self.near, self.least, self.most, strict=True)
        )

    def bounds(self) -> Bounds | None:
        """The bounds after propagation; None where nothing satisfies them."""
        least, most = list(self.least), list(self.most)
        return self._narrowed(least, most, self.equations)

    def solution(self, unknown: int, least: float, most: float) -> list[int] | None:
        """Numbers that satisfy everything with one unknown between two bounds; None where none are
        found in time."""
        low, high = list(self.least), list(self.most)
        low[unknown], high[unknown] = max(low[unknown], least), min(high[unknown], most)
        if low[unknown] > high[unknown]:
            return None
        if self.holds:
            if (quick := self._exchanged(unknown, low, high)) is not None:
                return quick
            self._keep_near(unknown, low, high)
        return self._search(self._narrowed(low, high, self._of[unknown]), iter(range(_PATIENCE)))

    def _keep_near(self, unknown: int, low: list[float], high: list[float]) -> None:
        """Looks for solutions not far from the one there is: without this a search can raise two
        numbers by turns for ever."""
        moved = max(low[unknown] - self.near[unknown], self.near[unknown] - high[unknown], 0)
        reach = _REACH * max(self.step, moved)
        for other, x in enumerate(self.near):
            if other != unknown:
                low[other], high[other] = max(low[other], x - reach), min(high[other], x + reach)

    def _exchanged(self, unknown: int, least: list[float], most: list[float]) -> list[int] | None:
        """What a search would mostly find: the one is moved, and whatever is missing then in an
        equation is taken by one other that has not moved yet."""
        found = list(self.near)
        found[unknown] = int(min(max(found[unknown], least[unknown]), most[unknown]))
        waiting = tuple(self._of[unknown])
        return self._settled(found, {unknown}, waiting, (least, most), iter(range(_EXCHANGES)))

    def _settled(
        self, found: list[int], moved: set[int], waiting: tuple[Equation, ...], within: Bounds,
        patience: Iterator[int],
    ) -> list[int] | None:  # fmt: skip
        """The numbers with the equations that wait satisfied as well."""
        while waiting and not _missing(waiting[-1], found):
            waiting = waiting[:-1]
        if not waiting:
            return found
        for other, value in self._takers(waiting[-1], found, moved, within):
            if next(patience, None) is None:
                return None
            further = found.copy()
            further[other] = value
            more = (*waiting, *(each for each in self._of[other] if each is not waiting[-1]))
            settled = self._settled(further, {*moved, other}, more, within, patience)
            if settled is not None:
                return settled
        return None

    def _takers(
        self, equation: Equation, found: list[int], moved: set[int], within: Bounds
    ) -> list[tuple[int, int]]:
        """Who could take what is missing in an equation, and would then be what: first those of
        which least else depends."""
        missing, (least, most) = _missing(equation, found), within
        pairs = zip(equation.signs, equation.unknowns, strict=True)
        takers = ((other, found[other] + sign * missing) for sign, other in pairs)
        fit = [
            (other, value) for other, value in takers
            if other not in moved and least[other] <= value <= most[other]
        ]  # fmt: skip
        return sorted(fit, key=lambda each: (len(self._of[each[0]]), each[0]))

    def _search(self, bounds: Bounds | None, patience: Iterator[int]) -> list[int] | None:
        if bounds is None or next(patience, None) is None:
            return None
        least, most = bounds
        found = [
            int(min(max(x, low), high)) for x, low, high in zip(self.near, *bounds, strict=True)
        ]
        wrong = self._first_wrong(found)
        if wrong is None:
            return found
        for unknown, low, high in _branches(wrong, found, least, most):
            lower, upper = least.copy(), most.copy()
            lower[unknown], upper[unknown] = low, high
            further = self._search(self._narrowed(lower, upper, self._of[unknown]), patience)
            if further is not None:
                return further
        return None

    def _first_wrong(self, found: Sequence[int]) -> tuple[Equation, int] | None:
        """An equation that the numbers do not satisfy, and what is missing in it."""
        for equation in self.equations:
            if missing := _missing(equation, found):
                return equation, missing
        return None

    def _narrowed(
        self, least: list[float], most: list[float], begin: Sequence[Equation]
    ) -> Bounds | None:
        waiting, rounds = list(begin), 0
        while waiting and rounds < _ROUNDS:
            moved = _narrow(waiting.pop(), least, most)
            if moved is None:
                return None
            rounds += 1
            waiting += [each for unknown in moved for each in self._of[unknown]]
        return least, most


def _missing(equation: Equation, found: Sequence[int]) -> int:
    """By how much an equation does not hold."""
    pairs = zip(equation.signs, equation.unknowns, strict=True)
    return equation.total - sum(sign * found[unknown] for sign, unknown in pairs)


def _narrow(equation: Equation, least: list[float], most: list[float]) -> list[int] | None:
    """Narrows the bounds of an equation's unknowns in place; those that moved, None if none fit."""
    pairs = list(zip(equation.signs, equation.unknowns, strict=True))
    low = [least[u] if sign > 0 else -most[u] for sign, u in pairs]
    high = [most[u] if sign > 0 else -least[u] for sign, u in pairs]
    lows, highs = _Total.of(low), _Total.of(high)
    moved = []
    for (sign, unknown), its_low, its_high in zip(pairs, low, high, strict=True):
        over = min(its_high, equation.total - lows.others(its_low))
        under = max(its_low, equation.total - highs.others(its_high))
        if under > over:
            return None
        if (under, over) != (its_low, its_high):
            least[unknown], most[unknown] = (under, over) if sign > 0 else (-over, -under)
            moved.append(unknown)
    return moved


@dataclass(frozen=True)
class _Total:
    """A sum of which some members may be without end."""

    finite: float
    endless: int
    end: float

    @classmethod
    def of(cls, members: list[float]) -> _Total:
        endless = [each for each in members if abs(each) == inf]
        finite = sum(each for each in members if abs(each) != inf)
        return cls(finite, len(endless), endless[0] if endless else 0)

    def others(self, member: float) -> float:
        """What all but one of them come to."""
        if abs(member) == inf:
            return self.finite if self.endless == 1 else self.end
        return self.end if self.endless else self.finite - member


def _branches(
    wrong: tuple[Equation, int], found: Sequence[int], least: list[float], most: list[float]
) -> Iterator[tuple[int, float, float]]:
    """Two ways on: the unknown with the most room takes all that is missing, or it does not."""
    equation, missing = wrong
    room = []
    for sign, unknown in zip(equation.signs, equation.unknowns, strict=True):
        up = missing * sign > 0
        free = most[unknown] - found[unknown] if up else found[unknown] - least[unknown]
        room.append((min(free, abs(missing)), -unknown, unknown, up))
    step, _, unknown, up = max(room)
    if step <= 0:
        return
    at = found[unknown]
    if up:
        yield unknown, at + step, most[unknown]
        yield unknown, least[unknown], at + step - 1
    else:
        yield unknown, least[unknown], at - step
        yield unknown, at - step + 1, most[unknown]
