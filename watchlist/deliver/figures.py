"""Figures as a sentence or a table shows them: units, decimals, periods, small numbers as words."""

from __future__ import annotations

from dataclasses import replace

from watchlist.model.condition import Part
from watchlist.model.finding import Cell, Evidence
from watchlist.model.indicator import Unit, UnitKind
from watchlist.model.period import Calendar
from watchlist.model.reading import Marker, Status, written
from watchlist.register.disclosure import shown

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_COUNT = Unit(UnitKind.COUNT)
_MOST_DECIMALS = 8
_MOST_WRITTEN = 5
_TENS = 10


def with_unit(text: str, unit: Unit) -> str:
    """A figure with its unit: ``70%``, ``£815,000``, ``54.3 per 10,000``, ``1 day``. Words that
    stand for a figure ("withheld") stay as they are."""
    if not any(character.isdigit() for character in text):
        return text
    match unit.kind:
        case UnitKind.PERCENT:
            return f"{text}%"
        case UnitKind.RATE:
            return f"{text} per {unit.per:,}" if unit.per else text
        case UnitKind.DAYS:
            return f"{text} {'day' if text in ('1', '-1') else 'days'}"
        case UnitKind.POUNDS:
            return f"-£{text[1:]}" if text.startswith("-") else f"£{text}"
    return text


def before_and_now(before: str, after: str, unit: Unit) -> tuple[str, str]:
    """Two figures kept as text, with their unit. One that was worked out (420 of 431) has more decimals
    than anybody reads: as many as it needs, unless only they tell the two apart."""
    shorter = _shorter(before), _shorter(after)
    first, second = (before, after) if shorter[0] == shorter[1] else shorter
    return with_unit(first, unit), with_unit(second, unit)


def _shorter(text: str) -> str:
    if "," in text or len(text.partition(".")[2]) <= _MOST_WRITTEN:
        return text
    value = float(text)
    return written(value, decimals(value, None))


def amount(value: float, unit: Unit, digits: int | None = None) -> str:
    """A number that was worked out or set: with the decimals it needs, or as many as are asked."""
    return with_unit(written(value, decimals(value, digits)), unit)


def decimals(value: float, digits: int | None) -> int:
    """As written; where nobody wrote it, all of them up to two, else one (three below 1)."""
    if digits is not None and digits >= 0:
        return digits
    needed = len(f"{abs(value):.8f}".rstrip("0").split(".")[1])
    return needed if needed <= len("00") else 1 if abs(value) >= 1 else 3


def decimals_about(value: float, digits: int | None) -> int:
    """For what is reckoned from figures like this one: its own decimals, but no more than tell."""
    return min(decimals(value, digits), 1 if abs(value) >= _TENS else 2)


def decimals_beside(value: float, other: float, at_least: int) -> int:
    """Decimals that show an average apart from the reading it is compared with."""
    for digits in range(at_least, _MOST_DECIMALS):
        if round(value, digits) != round(other, digits):
            return digits
    return at_least


def has_figure(cell: Cell) -> bool:
    return cell.value is not None and cell.marker in (Marker.FIGURE, Marker.UNRELIABLE)


def cell_figure(cell: Cell, unit: Unit) -> str:
    """The figure of a cell with its unit, or the words for why there is none."""
    if cell.value is not None:
        cell = replace(cell, digits=decimals(cell.value, cell.digits))
    return with_unit(shown(cell), unit)


def part_unit(unit: Unit, part: Part) -> Unit:
    """Numerators and denominators are counts, whatever the value is."""
    return _COUNT if part in (Part.NUMERATOR, Part.DENOMINATOR) else unit


def part_value(cell: Cell, part: Part) -> float | None:
    """The part of a reading that is looked at, as it stands."""
    match part:
        case Part.NUMERATOR:
            return cell.numerator
        case Part.DENOMINATOR:
            return cell.denominator
    return cell.value


def compared(evidence: Evidence) -> float | None:
    """The figure that was compared: the latest one, or what was made of it; None where there is
    none, or nothing to compare could be made of it."""
    cell = evidence.cells[-1]
    value = part_value(cell, evidence.part)
    as_it_stands = cell.span == 1 and evidence.part is not Part.YEAR_TO_DATE
    return value if as_it_stands or value is None else evidence.tested


def at_rate(cell: Cell, unit: Unit) -> float | None:
    """The figure of one period; None where a longer or shorter one has none."""
    if cell.span == 1 or cell.value is None:
        return cell.value
    return cell.value / cell.length if unit.kind is UnitKind.COUNT else None


def rate_said(cell: Cell, unit: Unit, calendar: Calendar, rate: float | None) -> str:
    """What a figure over another length is by the period: ", which is 17 a month"."""
    if cell.span == 1:
        return ""
    said = "" if rate is None else f"{amount(rate, unit)} a {calendar.noun}"
    if cell.span > 1:
        return f", which is {said}" if said else ""
    return f" ({several(-cell.span, 'month')})" + (f", at that rate {said}" if said else "")


def n_of_d(cell: Cell, unit: Unit) -> str:
    """ "84 of 120" behind a percentage or a rate, where both are given; else nothing."""
    parts = cell.numerator, cell.denominator
    if unit.kind not in (UnitKind.PERCENT, UnitKind.RATE) or not has_figure(cell) or None in parts:
        return ""
    return " of ".join(amount(part, _COUNT) for part in parts if part is not None)


def aside(cell: Cell, unit: Unit) -> str:
    """What stands in brackets behind a figure: " (84 of 120, provisional)"."""
    words = [n_of_d(cell, unit)]
    if cell.status is Status.PROVISIONAL:
        words.append("provisional")
    if cell.marker is Marker.UNRELIABLE:
        words.append("of low reliability")
    said = ", ".join(word for word in words if word)
    return f" ({said})" if said else ""


def in_words(number: int) -> str:
    return _WORDS[number] if 0 <= number < len(_WORDS) else f"{number:,}"


def several(number: int, noun: str) -> str:
    """ "one month", "three months", "12 months"."""
    return f"{in_words(number)} {noun}" if number == 1 else f"{in_words(number)} {noun}s"


def run_of(calendar: Calendar, number: int) -> str:
    """So many of a calendar's periods: "three months"."""
    return several(number, calendar.noun)


def possessive(name: str) -> str:
    return f"{name}’" if name.endswith("s") else f"{name}’s"
