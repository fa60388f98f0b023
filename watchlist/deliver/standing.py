"""Where an area stands among others, as sentences: no word of statistics, only figures as they are
shown."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from watchlist.deliver.figures import amount, decimals, decimals_beside, in_words, n_of_d
from watchlist.evaluate.groups import FEWEST
from watchlist.model.condition import Among
from watchlist.model.facts import Position, Unjudged
from watchlist.model.finding import Cell, Evidence
from watchlist.model.indicator import Indicator, Unit, UnitKind

_COUNT, _NUMBER = Unit(UnitKind.COUNT), Unit(UnitKind.NUMBER)
_EXACT = 1e-9

_ODDS = {0.95: "19 times in 20", 0.998: "499 times in 500"}


def standing_said(evidence: Evidence, facts: Position, indicator: Indicator) -> str:
    """How the reading stands, whether or not the rule asks to be told of it; where nothing can be
    said, why."""
    cell, unit = evidence.cells[-1], indicator.unit
    if facts.unjudged is not None:
        return _unjudged(facts, cell, unit)
    if facts.rank is not None:
        return _ranked(facts, facts.rank)
    if facts.average is None or facts.lower is None or facts.upper is None:
        counts = "" if facts.end else ", with the counts behind them"
        return (
            f"{_open(facts)}: only {in_words(facts.known)} of {_figures(facts)} are known{counts}."
        )
    if unit.kind is UnitKind.PERCENT:
        return _percentage(facts, cell, unit, (facts.average, facts.lower, facts.upper))
    return _rate(facts, cell, unit, (facts.average, facts.lower, facts.upper))


def _percentage(facts: Position, cell: Cell, unit: Unit, lines: tuple[float, float, float]) -> str:
    """Where chance alone leaves a figure of this size."""
    average, lower, upper = lines
    if lower == upper:
        return (
            f"All known figures of the others are {amount(average, unit)} as well: none stands out."
        )
    digits = _digits(cell, ((line, cell.value or 0.0) for line in (lower, upper)))
    middle, low, high = (amount(line, unit, digits) for line in lines)
    side = {1: "this is above that", -1: "this is below that"}.get(
        facts.side, "this lies within that, so chance may explain it"
    )
    return (
        f"Over {_over(facts)} the average is {middle}. By chance alone a figure out of "
        f"{amount(cell.denominator or 0.0, _COUNT)} lies between {low} and {high}"
        f"{_odds(facts)}: {side}."
    )


def _rate(facts: Position, cell: Cell, unit: Unit, lines: tuple[float, float, float]) -> str:
    """For what rates so many events may stand."""
    average, lower, upper = lines
    digits = _digits(cell, ((line, average) for line in (lower, upper)))
    middle, high = (amount(line, unit, digits) for line in (average, upper))
    side = {1: "all of that is above the average", -1: "all of that is below the average"}.get(
        facts.side, "the average lies within that, so chance may explain it"
    )
    return (
        f"Over {_over(facts)} the average is {middle}. Allowing for chance, a count of "
        f"{amount(cell.numerator or 0.0, _COUNT)} stands for {amount(lower, _NUMBER, digits)} to "
        f"{high}{_odds(facts)}: {side}."
    )


def _ranked(facts: Position, rank: int) -> str:
    """As one of the worst (or best), where the rule asks for so many; otherwise by its number."""
    joint = "joint " if facts.ties else ""
    within = rank <= facts.known * (facts.share or 0.0) / 100 + _EXACT
    if within:
        nth = "" if rank == 1 else f"{ordinal(rank)} "
        return f"That is the {joint}{nth}{facts.end} of {_of(facts)}."
    return f"That is {joint}{ordinal(rank)} of {_of(facts)}, counted from the {facts.end}."


def _unjudged(facts: Position, cell: Cell, unit: Unit) -> str:
    match facts.unjudged:
        case Unjudged.LATEST_MISSING:
            return f"{_open(facts)}: it covers another length of time than the other figures."
        case Unjudged.NO_COUNTS:
            lack = "cannot be right" if n_of_d(cell, unit) else "are not known"
            return f"{_open(facts)}: the counts behind the figure {lack}."
    needed, known = in_words(_needed(facts)), in_words(facts.known) if facts.known else "none"
    are = "is" if facts.known == 1 else "are"
    return (
        f"{_open(facts)}: that takes the figures of {needed} areas, and only {known} {are} known."
    )


def _needed(facts: Position) -> int:
    """Of how many areas the figures must be known."""
    return max(FEWEST, ceil(100 / facts.share - _EXACT)) if facts.share else FEWEST


def _open(facts: Position) -> str:
    if facts.share is None:
        return "Whether it stands out from other areas cannot be told"
    return f"Whether it is among the {facts.end} {facts.share:g}% cannot be told"


def _over(facts: Position) -> str:
    """The areas whose figures are known."""
    if facts.among == Among.ALL_AREAS:
        return _authorities(facts)
    if facts.known == facts.areas:
        return _neighbours(facts)
    return f"the {in_words(facts.known)} known of {_neighbours(facts)}"


def _of(facts: Position) -> str:
    """The same, as what one is so many-th of."""
    if facts.among == Among.ALL_AREAS:
        return _authorities(facts)
    known = "" if facts.known == facts.areas else ", as far as their figures are known"
    return f"{in_words(facts.known)} ({_neighbours(facts)}{known})"


def _figures(facts: Position) -> str:
    """All that there should be."""
    if facts.among == Among.ALL_AREAS:
        return f"the figures of {_many(facts.areas, facts.level)}"
    return f"the {in_words(facts.areas)} figures of {_neighbours(facts)}"


def _authorities(facts: Position) -> str:
    if facts.known == facts.areas:
        return f"all {_many(facts.areas, facts.level)}"
    of = _many(facts.areas, facts.level)
    return f"the {in_words(facts.known)} of {of} whose figures are known"


def _neighbours(facts: Position) -> str:
    return f"this area and its {_many(facts.areas - 1, 'statistical neighbour')}"


def _many(number: int, noun: str) -> str:
    """ "nine authorities", "151 counties"."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{in_words(number)} {plural}"


def _odds(facts: Position) -> str:
    """How often figures lie where chance leaves them."""
    odds = _ODDS.get(facts.confidence or 0.0)
    return f", {odds}" if odds else ""


def _digits(cell: Cell, pairs: Iterable[tuple[float, float]]) -> int:
    """Decimals that show lines apart from what they are held against."""
    least = decimals(cell.value or 0.0, cell.digits)
    return max(decimals_beside(line, other, least) for line, other in pairs)


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 11th, 1,001st."""
    teens = number % 100 in (11, 12, 13)
    ending = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"
