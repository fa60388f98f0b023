"""What an indicator is by the rules, a line each after what it is called."""

from __future__ import annotations

from collections.abc import Iterator

from watchlist.deliver.figures import amount, several
from watchlist.deliver.names import Names
from watchlist.model.indicator import Better, Indicator, Publication, UnitKind
from watchlist.model.pooled import spoken

_BETTER = {
    Better.HIGHER: "Higher is better",
    Better.LOWER: "Lower is better",
    Better.NEITHER: "Neither way is better",
}
_UNITS = {
    UnitKind.PERCENT: "Per cent",
    UnitKind.COUNT: "A count",
    UnitKind.DAYS: "Days",
    UnitKind.POUNDS: "Pounds",
    UnitKind.SCORE: "A score",
    UnitKind.NUMBER: "A number",
}


def definition(one: Indicator, names: Names) -> Iterator[tuple[str, str]]:
    """Its facts; what nobody has said of it is left out."""
    unit = one.unit
    yield "Unit", f"A rate per {unit.per:,}" if unit.per else _UNITS.get(unit.kind, "A rate")
    yield "Which way is good", _BETTER[one.better]
    yield "How often", _every(one)
    for label, said in (
        ("Target", "; ".join(_targets(one))),
        ("Tolerance", _tolerance(one)),
        ("Due", f"{one.due} after a {one.calendar.noun} ends" if one.due else ""),
        ("Owner", names.post(one.owner) if one.owner else ""),
        ("Committee", names.committee(one.committee) if one.committee else ""),
    ):
        if said:
            yield label, said
    yield "Publication", _publication(one)
    yield from _rest(one)


def _every(one: Indicator) -> str:
    calendar = one.calendar
    said = f"Every {calendar.frequency.value.replace('-year', ' year')}"
    if calendar.frequency.value == "half-year":
        said = "Every half-year"
    if calendar.ends:
        month = calendar.end(2000).strftime("%B")
        said = f"{said} (it ends with {month})"
    return f"{said}; each figure covers {several(one.pooled, 'year')}" if one.pooled > 1 else said


def _targets(one: Indicator) -> Iterator[str]:
    for step in one.targets:
        since = (
            "" if step.since is None else f" from {spoken(one.calendar, step.since, one.pooled)}"
        )
        yield f"{amount(step.value, one.unit)}{since}"
    if one.target_in_data:
        yield "given with the figures"


def _tolerance(one: Indicator) -> str:
    margin = one.tolerance
    if margin is None:
        return ""
    if margin.relative:
        return f"{margin.amount:g}% of the target"
    if one.unit.kind is UnitKind.PERCENT:
        return f"{margin.amount:g} point{'' if margin.amount == 1 else 's'}"
    return amount(margin.amount, one.unit)


def _publication(one: Indicator) -> str:
    match one.publication:
        case Publication.PUBLIC:
            return "Public"
        case Publication.INTERNAL:
            return "Internal: for officers and members"
    paragraph = f" (paragraph {one.exempt_paragraph})" if one.exempt_paragraph else ""
    return f"Exempt{paragraph}: for those whom it concerns"


def _rest(one: Indicator) -> Iterator[tuple[str, str]]:
    small, calendar = one.small_numbers, one.calendar
    if small:
        yield "Small numbers", f"{small.low} to {small.high} are withheld from the public"
    if one.definition_changed:
        periods = ", ".join(spoken(calendar, at, one.pooled) for at in one.definition_changed)
        yield "Defined otherwise since", periods
    if one.tags:
        yield "Themes", ", ".join(sorted(one.tags))
    if one.number:
        yield "Number", one.number
    if one.retired is not None:
        yield "Last collected for", spoken(calendar, one.retired, one.pooled)
