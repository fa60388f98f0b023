"""What chance explains of a comparison, in words: no word of statistics, only figures as they are
shown."""

from __future__ import annotations

from watchlist.deliver.figures import amount, compared, decimals, decimals_beside
from watchlist.model.facts import Chance
from watchlist.model.finding import Evidence
from watchlist.model.indicator import Indicator, Unit, UnitKind

_COUNT, _NUMBER = Unit(UnitKind.COUNT), Unit(UnitKind.NUMBER)
_ABOVE, _BELOW = 1, -1
#: Figures are decimals: gaps within this share of what is held against are none.
_SAME = 1e-9


def allowing(
    ordinary: str, evidence: Evidence, facts: Chance, indicator: Indicator, *, holds: bool
) -> tuple[str, ...]:
    """The ``ordinary`` sentence of a comparison (``""``: there is none) with what chance explains of
    it. ``holds`` as in `because`."""
    said = (ordinary,) if ordinary else ()
    if facts.unjudged is not None:
        return (*said, "What chance explains cannot be told without sound counts behind it.")
    if evidence.head == "not":
        could = _could(evidence, facts, indicator.unit)
        return (*said, f"{could[0].upper()}{could[1:]}.")
    if not ordinary:
        return ()
    how = (
        _of_some(evidence)
        if evidence.share
        else _of_latest(evidence, facts, indicator, holds=holds)
    )
    return (f"{ordinary.removesuffix('.')}{how}.",)


def off(evidence: Evidence, indicator: Indicator) -> tuple[int, float] | None:
    """On which side the reading is, and of what, where that is a side that the comparison asks about,
    by whatever gap; otherwise None."""
    value, held, better = compared(evidence), evidence.held_against, indicator.better.sign
    if evidence.bounds:
        asked = list(zip((_BELOW, _ABOVE), evidence.bounds, strict=True))
    else:
        sides = {"above": _ABOVE, "below": _BELOW, "better_than": better, "worse_than": -better}
        asked = [] if held is None else [(sides.get(evidence.head, 0), held)]
    return next((each for each in asked if value is not None and _beyond(value, *each)), None)


def _beyond(figure: float, side: int, edge: float) -> bool:
    return figure * side > edge * side + _SAME * abs(edge)


def _of_some(evidence: Evidence) -> str:
    """Of some of the latest readings, which need not be the one that is shown."""
    return ", by more than chance explains" if evidence.reference else ""


def _of_latest(evidence: Evidence, facts: Chance, indicator: Indicator, *, holds: bool) -> str:
    held = off(evidence, indicator)
    if held is None:
        return ""
    side, edge = held
    nearest = facts.lower if side == _ABOVE else facts.upper
    could = _could(evidence, facts, indicator.unit, edge)
    if nearest is None or not _beyond(nearest, side, edge):
        return f", but no more than chance explains: {could}"
    if holds and evidence.periods > 1 and evidence.reference:
        return f", each time by more than chance explains: now, {could}"
    return f", and more than chance explains: {could}"


def _could(evidence: Evidence, facts: Chance, unit: Unit, edge: float | None = None) -> str:
    """ "out of 18, chance could put it anywhere from 61% to 94%" """
    cell, (least, most) = evidence.cells[-1], _shown(evidence, facts, unit, edge)
    whole = unit.kind is UnitKind.PERCENT
    behind = amount((cell.denominator if whole else cell.numerator) or 0, _COUNT)
    behind = f"out of {behind}" if whole else f"with a count of {behind}"
    return f"{behind}, chance could put it anywhere from {least} to {most}"


def _shown(evidence: Evidence, facts: Chance, unit: Unit, edge: float | None) -> tuple[str, str]:
    """Both ends with the decimals of the reading, or as many more as keep apart what is not alike."""
    value, ends = compared(evidence) or 0.0, (facts.lower or 0.0, facts.upper or 0.0)
    others = (*ends, value) if edge is None else (*ends, value, edge)
    least = decimals(value, evidence.cells[-1].digits)
    digits = max(decimals_beside(end, other, least) for end in ends for other in others)
    said = unit if unit.kind is UnitKind.PERCENT else _NUMBER
    return amount(ends[0], said, digits), amount(ends[1], unit, digits)
