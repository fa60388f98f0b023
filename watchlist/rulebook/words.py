"""The small words of the language, one reader each: units, gaps, calendars, targets, ranges."""

from __future__ import annotations

import re
from datetime import date

from watchlist.model.indicator import (
    Margin,
    Publication,
    SmallNumbers,
    TargetStep,
    Unit,
    UnitKind,
)
from watchlist.model.labels import PeriodError, parse_period
from watchlist.model.period import MONTH_NAMES, Calendar, Frequency
from watchlist.rulebook import patterns
from watchlist.rulebook.keys import Key, Keys, Schema, Shape
from watchlist.rulebook.reader import Fields, Value
from watchlist.rulebook.shapes import (
    NUMBER,
    PERIOD,
    choice,
    mapping,
    one_of,
    whole,
    written,
)
from watchlist.rulebook.wording import quote

_UNCLEAR = re.compile(rf"({patterns.FIGURE}) ?(%|percent|per cent|percentage points?|pts?|pp)")
_MONTH = re.compile(r"(?:19|20)\d\d-(0[1-9]|1[0-2])")

#: ``target: in the data``: the target stands in a column of the readings.
IN_THE_DATA = "in the data"

_UNITS = tuple(kind.value for kind in UnitKind if kind is not UnitKind.RATE)
_MONTHS = tuple(name.lower() for name in MONTH_NAMES)

UNIT = written("a unit like percent, count or rate per 10000", patterns.RATE, *_UNITS)
EVERY = choice(*(frequency.value for frequency in Frequency))
ENDS = choice(*_MONTHS)
PUBLICATION = written(
    "public, internal, or exempt, paragraph N (1 to 7)", patterns.EXEMPT, "public", "internal"
)

STEP = Keys(
    "One step of a target",
    (
        Key("value", NUMBER, "The target", "85", needed=True),
        Key("from", PERIOD, "The first period it holds for", "2013-04", "always; the first only"),
    ),
)
_STEPS: Schema = {
    "type": "array",
    "minItems": 1,
    "prefixItems": [mapping(STEP).schema],
    "items": {**mapping(STEP).schema, "required": ["value", "from"]},
}
TARGET = one_of(
    f"a number, steps that each begin with a period, or {quote(IN_THE_DATA)}",
    NUMBER,
    choice(IN_THE_DATA),
    Shape("steps", _STEPS),
)

SMALL_NUMBERS = Keys(
    "Which counts are withheld",
    (
        Key(
            "withhold",
            written("a range of counts like 1 to 5", patterns.COUNTS),
            "Counts in this range are withheld",
            "1 to 5",
            needed=True,
        ),
        Key(
            "round_totals_to",
            whole(1),
            "Totals are rounded to a multiple of it",
            "10",
            "they are not rounded",
        ),
    ),
)


def unit(value: Value) -> Unit | None:
    """``percent``, ``count``, ``rate per 10000`` …"""
    written = value.word()
    if written is None:
        return None
    if match := patterns.RATE.fullmatch(written):
        return Unit(UnitKind.RATE, int(match[1].replace(",", "")))
    if written == "rate":
        value.fault(f"{value.key}: a rate per how many? write it like rate per 10000")
        return None
    chosen = value.choice(*_UNITS, "rate per N")
    return Unit(UnitKind(chosen)) if chosen in _UNITS else None


def margin(value: Value, units: frozenset[UnitKind]) -> Margin | None:
    """A gap: ``5 points`` of percentages, ``3`` in the figure's unit, or ``10% of it``; ``units``
    are those of the figures that it is a gap between."""
    written = value.word()
    if written is None:
        return None
    if match := _UNCLEAR.fullmatch(written):
        value.fault(_which(value, match[1], units))
        return None
    match = patterns.MARGIN.fullmatch(written)
    if not match:
        value.wrong("a gap; write it like 5 points (of a percentage), 3 or 10% of it")
        return None
    amount, kind = float(match[1]), (match[2] or "").strip()
    if not amount:
        value.fault(f"{value.key}: a gap must be more than 0; leave it out if there is none")
        return None
    if kind.startswith("point") and units - {UnitKind.PERCENT}:
        noun = min(units - {UnitKind.PERCENT}).value
        value.fault(
            f"{value.key}: {value.said()} is for percentages, and the unit here is {noun}; "
            f"write {match[1]} or {match[1]}% of it"
        )
        return None
    return Margin(amount, relative="%" in kind)


def _which(value: Value, amount: str, units: frozenset[UnitKind]) -> str:
    plain = f"{amount} points" if units == {UnitKind.PERCENT} else amount
    return f"{value.key}: which is meant by {value.said()}: {plain}, or {amount}% of it?"


def calendar(fields: Fields) -> Calendar | None:
    """``every: month``; a reporting year says in which month it ends."""
    every = fields["every"].choice(*(frequency.value for frequency in Frequency))
    if every is None:
        return None
    frequency = Frequency(every)
    if frequency is not Frequency.REPORTING_YEAR:
        if fields.written("ends"):
            fields["ends"].fault("ends is for every: reporting-year only; leave it out")
        return Calendar(frequency)
    if not fields["ends"].given:
        fields["every"].fault("every: reporting-year needs the month it ends in, like ends: march")
        return None
    month = fields["ends"].choice(*_MONTHS)
    return Calendar(frequency, _MONTHS.index(month) + 1) if month else None


def targets(value: Value, held: Calendar) -> tuple[TargetStep, ...]:
    """One number for always, or steps that each begin with a period."""
    if not value.is_list:
        number = value.number()
        return () if number is None else (TargetStep(number),)
    if value.size == 0:
        value.fault(f"{value.key}: names no target; leave it out if there is none")
    steps = [_step(item, held, first=n == 0) for n, item in enumerate(value.items())]
    found = [step for step in steps if step is not None]
    begins = [-(10**9) if step.since is None else step.since for step in found]
    if len(found) == len(steps) and begins != sorted(set(begins)):
        value.fault(f"{value.key}: the steps must follow each other in time, each from a later one")
    return tuple(found)


def _step(value: Value, held: Calendar, *, first: bool) -> TargetStep | None:
    fields = value.keyed(STEP)
    if not first and value.is_mapping:
        fields.need("from")
    since, number = period(fields["from"], held), fields["value"].number()
    if number is None or (since is None and (fields["from"].given or not first)):
        return None
    return TargetStep(number, since)


def period(value: Value, held: Calendar, pooled: int = 1) -> int | None:
    """The ordinal of a period as people label it; a month or a day stands for the period it is
    in, so that a yearly target may hold from ``2012-04``. ``pooled``: a label covers so many years."""
    written = value.word()
    if written is None:
        return None
    try:
        return parse_period(written, held, pooled=pooled).ordinal
    except PeriodError as error:
        if _MONTH.fullmatch(written):
            return held.containing(date(int(written[:4]), int(written[5:]), 1))
        value.fault(f"{value.key}: {error}")
        return None


def number_range(value: Value) -> tuple[float, float] | None:
    """``0 to 100``, the smaller first."""
    written = value.word()
    if written is None:
        return None
    match = patterns.RANGE.fullmatch(written)
    if match and float(match[1]) < float(match[2]):
        return float(match[1]), float(match[2])
    value.wrong("a range; write it like 0 to 100, the smaller number first")
    return None


def publication(value: Value) -> tuple[Publication, int | None]:
    """``public``, ``internal``, or ``exempt, paragraph 2`` (of Part 1 of Schedule 12A)."""
    written = value.word()
    if written is None:
        return Publication.INTERNAL, None
    if match := patterns.EXEMPT.fullmatch(written):
        return Publication.EXEMPT, int(match[1])
    if written not in ("public", "internal"):
        value.wrong("public, internal, or exempt, paragraph N (1 to 7)")
        return Publication.INTERNAL, None
    return Publication(written), None


def small_numbers(value: Value) -> SmallNumbers | None:
    """``{withhold: 1 to 5, round_totals_to: 10}``"""
    if not value.given:
        return None
    fields = value.keyed(SMALL_NUMBERS)
    if number_range(fields["withhold"]) is None:
        return None
    match = patterns.COUNTS.fullmatch(fields["withhold"].word() or "")
    if match is None:
        fields["withhold"].wrong("a range of counts; write it like 1 to 5")
        return None
    totals = fields["round_totals_to"].whole(least=1)
    return SmallNumbers(int(match[1]), int(match[2]), totals)
