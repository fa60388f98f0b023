"""Primary suppression: which figures are withheld because a count behind them is small itself."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

from watchlist.model.finding import Cell
from watchlist.model.indicator import SmallNumbers, Unit, UnitKind
from watchlist.register.small_numbers.place import has_figure, withheld_by_source

#: What a percentage is of.
_HUNDRED = 100
_SHARES = (UnitKind.PERCENT, UnitKind.RATE)


@dataclass(frozen=True)
class Counts:
    """The counts of children behind a figure: so many (``number``) of so many (``among``); None where
    a figure has no such count or nobody gives it. ``numbers`` is every number that the figure as
    written can stand for: "82.4% of 17" can only be 14."""

    number: float | None = None
    among: float | None = None
    numbers: tuple[float, float] | None = None


def counts(cell: Cell, unit: Unit) -> Counts:
    """The counts behind a figure. Days, pounds and scores are no counts; what they are among is."""
    if withheld_by_source(cell):
        return Counts(cell.numerator if unit.kind in _SHARES else None, cell.denominator)
    if not has_figure(cell) or cell.value is None:
        return Counts()
    if unit.kind is UnitKind.COUNT:
        return Counts(cell.value, None, (cell.value, cell.value))
    if unit.kind not in _SHARES:
        return Counts(None, cell.denominator)
    return _share(cell, cell.value, unit.per or _HUNDRED)


def _share(cell: Cell, value: float, per: int) -> Counts:
    number, among = cell.numerator, cell.denominator
    half = 0.5 * 10.0 ** -(cell.digits or 0)
    if number is not None:
        worked_out = round(number * per / value) if among is None and value else among
        return Counts(number, worked_out, (number, number))
    if among is None:
        return Counts()
    least, most = ceil(among * (value - half) / per), floor(among * (value + half) / per)
    return Counts(round(among * value / per), among, (min(max(least, 0), most), most))


def is_small(count: float, rule: SmallNumbers) -> bool:
    """Whether a count is withheld; a part of a full-time worker is as small as one."""
    return rule.low <= count <= rule.high or 0 < count < min(rule.low, 1)


def is_primary(cell: Cell, unit: Unit, rule: SmallNumbers) -> bool:
    """Whether a figure is withheld for what it says itself: the number, what is left of those it is
    among (88 of 90 shows 2), or those it is among may be small."""
    found = counts(cell, unit)
    if found.among is not None and is_small(found.among, rule):
        return True
    if found.numbers is None:
        return False
    least, most = found.numbers
    small = _any_small(least, most, rule)
    if found.among is None or unit.kind is UnitKind.RATE:
        return small
    return small or _any_small(found.among - most, found.among - least, rule)


def _any_small(least: float, most: float, rule: SmallNumbers) -> bool:
    """Whether a count that lies between two bounds may be small."""
    among = least <= rule.high and most >= rule.low
    return among or is_small(least, rule) or is_small(most, rule)


def strictest(own: SmallNumbers | None, usual: SmallNumbers) -> SmallNumbers:
    """The rule that holds for an indicator: its own may tighten the usual one, never loosen it."""
    if own is None:
        return usual
    rounding = own.round_totals_to or usual.round_totals_to
    return SmallNumbers(min(own.low, usual.low), max(own.high, usual.high), rounding)
