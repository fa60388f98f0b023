"""What a reading is held against, in words: "the target of 85%", "England’s 70% in 2012-13"."""

from __future__ import annotations

from collections.abc import Mapping

from watchlist.deliver.figures import (
    amount,
    compared,
    decimals,
    decimals_beside,
    part_unit,
    possessive,
    run_of,
)
from watchlist.model.condition import Part, ReferenceKind
from watchlist.model.finding import Evidence
from watchlist.model.indicator import Indicator, Unit, UnitKind
from watchlist.model.pooled import spoken

_AVERAGES = (
    ReferenceKind.AVERAGE_OF_LAST,
    ReferenceKind.AVERAGE_OF_YEAR,
    ReferenceKind.NEIGHBOURS,
)


def held_against(evidence: Evidence, indicator: Indicator, others: Mapping[str, Indicator]) -> str:
    """The reference with its figure, and the period of that figure where it is not plain.

    ``indicator`` is that of the reading; ``others`` are those that the reference may name.
    """
    reference = evidence.reference
    if reference is None:
        return "what the rule names"
    figure, noun = _figure(evidence, indicator, others), evidence.calendar.noun
    brackets = f" ({figure})" if figure else ""
    match reference.kind:
        case ReferenceKind.NUMBER:
            return f"the set level of {figure}"
        case ReferenceKind.TARGET:
            return f"the target of {figure}" if figure else "the target"
        case ReferenceKind.TOLERANCE:
            return f"{figure or 'the edge'}, the edge of what still counts as near the target"
        case ReferenceKind.PREVIOUS:
            return f"the {noun} before{brackets}"
        case ReferenceKind.YEAR_AGO:
            to_date = evidence.part is Part.YEAR_TO_DATE
            return f"{'the same point a year earlier' if to_date else 'a year earlier'}{brackets}"
        case ReferenceKind.AVERAGE_OF_LAST:
            many = run_of(evidence.calendar, int(reference.number or 0))
            return f"the average of the {many} before{brackets}"
        case ReferenceKind.AVERAGE_OF_YEAR:
            return f"the average of {reference.name}{brackets}"
        case ReferenceKind.BEST_OF_LAST | ReferenceKind.WORST_OF_LAST:
            which = reference.kind.value.split()[0]
            many = run_of(evidence.calendar, int(reference.number or 0))
            return f"the {which} of the {many} before{brackets}"
        case ReferenceKind.AREA:
            return f"{possessive(reference.name or '')} {figure or 'figure'}"
        case ReferenceKind.NEIGHBOURS:
            return f"the {reference.name} of the statistical neighbours{brackets}"
        case ReferenceKind.INDICATOR:
            other = others.get(reference.name or "")
            return f"“{other.title if other else reference.name}”{brackets}"


def _figure(evidence: Evidence, indicator: Indicator, others: Mapping[str, Indicator]) -> str:
    """What it was held against, and when that was read where it was another period."""
    value, cell, reference = evidence.held_against, evidence.cells[-1], evidence.reference
    if value is None or reference is None:
        return ""
    named = others.get(reference.name or "") if reference.kind is ReferenceKind.INDICATOR else None
    unit, years = (named or indicator).unit, (named or indicator).pooled
    digits = None
    if reference.kind in _AVERAGES:
        now = compared(evidence) or 0.0
        digits = decimals_beside(value, now, max(1, _decimals(evidence, now)))
        digits = 0 if value == round(value) else digits
    by_period = cell.span > 1 and part_unit(unit, evidence.part).kind is UnitKind.COUNT
    rate = f" a {evidence.calendar.noun}" if by_period else ""
    return amount(value, part_unit(unit, evidence.part), digits) + rate + _when(evidence, years)


def _decimals(evidence: Evidence, now: float) -> int:
    """Of the figure that was compared: as written, where it was."""
    return decimals(now, evidence.cells[-1].digits if evidence.tested is None else None)


def _when(evidence: Evidence, years: int) -> str:
    """The period of what it was held against, where the sentence does not name it already."""
    cell, calendar, reference = evidence.cells[-1], evidence.calendar, evidence.reference
    if reference and reference.kind is ReferenceKind.YEAR_AGO:
        if evidence.part is Part.YEAR_TO_DATE:
            return ""
        earlier = calendar.a_year_before(cell.period)
        return "" if earlier is None else f" in {spoken(calendar, earlier, years)}"
    held_on = evidence.held_calendar or calendar
    same = evidence.held_period == cell.period and held_on == calendar
    if evidence.held_period is None or same or not (reference and reference.is_other):
        return ""
    return f" in {spoken(held_on, evidence.held_period, years)}"


def gap(evidence: Evidence, unit: Unit) -> str:
    """How far apart, where the rule asks for a gap: ", by 15 points"."""
    value, held = compared(evidence), evidence.held_against
    if evidence.by is None or value is None or not held:
        return ""
    apart = abs(value - held)
    if evidence.by.relative:
        return f", by {amount(round(100 * apart / abs(held), 1), Unit(UnitKind.PERCENT))}"
    apart = round(apart, max(_decimals(evidence, value), decimals(held, None)))
    unit = part_unit(unit, evidence.part)
    if unit.kind is UnitKind.PERCENT:
        return f", by {amount(apart, Unit(UnitKind.NUMBER))} point{'' if apart == 1 else 's'}"
    return f", by {amount(apart, unit)}"
