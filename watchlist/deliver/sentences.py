"""Evidence → sentences that a councillor understands, from the figures as they are shown."""

from __future__ import annotations

from collections.abc import Mapping

from watchlist.deliver.against import gap, held_against
from watchlist.deliver.allowing import allowing, off
from watchlist.deliver.figures import (
    amount,
    aside,
    cell_figure,
    compared,
    has_figure,
    in_words,
    n_of_d,
    part_unit,
    part_value,
    rate_said,
    run_of,
)
from watchlist.deliver.found import found
from watchlist.model.condition import Part, ReferenceKind
from watchlist.model.facts import Chance
from watchlist.model.finding import Cell, Evidence
from watchlist.model.indicator import Indicator, Unit
from watchlist.model.period import Calendar
from watchlist.model.reading import Marker
from watchlist.model.years import year_begins

_SIDES = {
    "worse_than": "worse than",
    "better_than": "better than",
    "above": "above",
    "below": "below",
}
_STEPS = {
    "worse_than": "got worse",
    "better_than": "got better",
    "above": "rose",
    "below": "fell",
}
#: Figures are decimals: gaps within this share of them are none.
_SAME = 1e-9


def because(
    evidence: Evidence,
    indicator: Indicator,
    others: Mapping[str, Indicator],
    *,
    holds: bool = True,
) -> tuple[str, ...]:
    """What was read and what it was held against, a sentence each; nothing where nothing was read.

    ``others`` gives the indicators that a comparison may name (the rulebook's). ``holds`` says that
    the condition is true of this evidence; otherwise only the latest figure is set beside what it
    was held against, whichever way it lies.

    >>> because(evidence, indicator, book.indicators)  # doctest: +SKIP
    ('70% in December 2013 (84 of 120).', 'That is worse than the target of 85%.')
    """
    if not evidence.cells:
        return ()
    looked_at = others.get(evidence.indicator or "", indicator)
    named = f"{looked_at.title}: " if looked_at.id != indicator.id else ""
    said = named + reading(
        evidence.cells[-1], looked_at, evidence.calendar, evidence.part, evidence.tested
    )
    if compared(evidence) is None:
        return (said,)
    facts = evidence.facts
    if facts is not None and not isinstance(facts, Chance):
        return (said, found(evidence, facts, looked_at, others, holds=holds))
    beside = (
        _compared(evidence, looked_at, others) if holds else _beside(evidence, looked_at, others)
    )
    if facts is not None:
        return (said, *allowing(beside, evidence, facts, looked_at, holds=holds))
    return (said, beside) if beside else (said,)


def reading(
    cell: Cell,
    indicator: Indicator,
    calendar: Calendar,
    part: Part = Part.VALUE,
    tested: float | None = None,
) -> str:
    """A cell as a sentence: "70% in December 2013 (84 of 120)." or why there is no figure.
    ``tested`` is what was made of it: the rate of one period, or the year to date."""
    when, unit = cell.spoken(calendar, indicator.pooled), indicator.unit
    if not has_figure(cell):
        if cell.marker in (Marker.NONE, Marker.FIGURE):
            return f"There is no figure for {when}."
        return f"The figure for {when} is {cell.marker.words}."
    if part is Part.YEAR_TO_DATE and tested is not None:
        return _to_date(cell, indicator, calendar, tested)
    by_period = rate_said(cell, part_unit(unit, part), calendar, tested)
    if part in (Part.VALUE, Part.YEAR_TO_DATE):
        return f"{cell_figure(cell, unit)} in {when}{aside(cell, unit)}{by_period}."
    value = part_value(cell, part)
    if value is None:
        return f"No {part} is given for {when}."
    noun = "count" if part is Part.NUMERATOR else "total"
    behind = n_of_d(cell, unit)
    behind = f" ({behind})" if behind else ""
    return f"A {noun} of {amount(value, part_unit(unit, part))} in {when}{behind}{by_period}."


def _to_date(cell: Cell, indicator: Indicator, calendar: Calendar, tested: float) -> str:
    """ "154 so far in 2013-14 (April to August 2013)." """
    begins = year_begins(calendar, cell.period, indicator.year)
    years = Calendar(indicator.year)
    year = years.label(years.containing(calendar.start(cell.period)))
    when = calendar.spoken(begins, cell.period - begins + 1)
    return f"{amount(tested, indicator.unit)} so far in {year} ({when})."


def _compared(evidence: Evidence, indicator: Indicator, others: Mapping[str, Indicator]) -> str:
    """What the reading is beside what it was held against, where the condition holds."""
    unit = indicator.unit
    if evidence.head not in _SIDES or evidence.reference is None:
        return _within_words(evidence, unit)
    beside = f"{_SIDES[evidence.head]} {held_against(evidence, indicator, others)}"
    if evidence.share:
        share, noun = evidence.share, evidence.calendar.noun
        return f"In at least {share.needed} of the last {share.among} {noun}s it was {beside}."
    return f"That is {beside}{gap(evidence, unit)}{_run(evidence)}."


def _within_words(evidence: Evidence, unit: Unit) -> str:
    """For conditions that are not one comparison: the range, or the rule's own words."""
    if evidence.bounds and evidence.head == "outside":
        low, high = (amount(bound, part_unit(unit, evidence.part)) for bound in evidence.bounds)
        return f"That is outside the set range of {low} to {high}."
    return f"That is what the rule asks to be told of ({evidence.words})."


def _beside(evidence: Evidence, indicator: Indicator, others: Mapping[str, Indicator]) -> str:
    """On which side of its reference the reading lies, whatever the rule asks."""
    value, held = compared(evidence), evidence.held_against
    if evidence.head == "outside" and evidence.facts and off(evidence, indicator):
        return _within_words(evidence, indicator.unit)
    if value is None or held is None or evidence.share or evidence.head not in _SIDES:
        return ""
    side = _side(value, held, indicator.better.sign if "_than" in evidence.head else 0)
    return f"That is {side} {held_against(evidence, indicator, others)}."


def _side(value: float, held: float, sign: int) -> str:
    if abs(value - held) <= _SAME * max(abs(value), abs(held)):
        return "level with"
    if sign:
        return "better than" if (value - held) * sign > 0 else "worse than"
    return "above" if value > held else "below"


def _run(evidence: Evidence) -> str:
    """In a row. Said of the periods the rule looked at; it may have been so for longer."""
    before, noun = evidence.periods - 1, evidence.calendar.noun
    if before < 1:
        return ""
    if evidence.reference and evidence.reference.kind is ReferenceKind.PREVIOUS:
        step = _STEPS[evidence.head]
        return f"; it {step} in each of the last {run_of(evidence.calendar, evidence.periods)}"
    if before == 1:
        return f", as it was in the {noun} before"
    return f", as it was in each of the {in_words(before)} {noun}s before"
