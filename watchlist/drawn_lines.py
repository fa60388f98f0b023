"""What a rule holds a series' figures against, as lines of a picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import attrgetter

from watchlist.deliver.charts.timeline import Line
from watchlist.deliver.figures import amount
from watchlist.evaluate.combine import Combine
from watchlist.evaluate.compare import Compare
from watchlist.model.condition import Leaf, Part, Reference, ReferenceKind
from watchlist.model.facts import Facts, Position, Variation
from watchlist.model.finding import Findings
from watchlist.model.indicator import Indicator
from watchlist.model.reading import Ints
from watchlist.model.rule import Level, Rulebook

_BY_LEVEL = (Level.AMBER, Level.RED, Level.INFO)  # in which order their references are named

#: What the line of the figures shows itself already.
_OWN_PAST = (ReferenceKind.PREVIOUS, ReferenceKind.YEAR_AGO)

#: What was found of each period -> the lines through it, by the names of their figures.
_FOUND: dict[type[Facts], dict[str, str]] = {
    Variation: {
        "target": "target",
        "centre": "average up to then",
        "upper": "end of the usual range, higher",
        "lower": "end of the usual range, lower",
    },
    Position: {
        "average": "average of the group",
        "upper": "what chance explains, higher",
        "lower": "what chance explains, lower",
    },
}


def lines(
    found: Findings, n: int, columns: Ints, indicator: Indicator, book: Rulebook
) -> Iterator[Line]:
    """Of the series' own values, each line once."""
    seen: set[Line] = set()
    for level in (each for each in _BY_LEVEL if each in found.levels):
        for leaf in found.levels[level].leaves:
            for line in _of_leaf(leaf, n, columns, indicator, book):
                if line not in seen and any(value is not None for value in line.values):
                    seen.add(line)
                    yield line


def _of_leaf(
    leaf: Leaf, n: int, columns: Ints, indicator: Indicator, book: Rulebook
) -> Iterator[Line]:
    words = leaf.condition
    while isinstance(words, Combine):  # `not` denies the first comparison in it
        words = words.subject[0]
    if words.asks.indicator or words.asks.part is not Part.VALUE:
        return
    if isinstance(words, Compare):
        yield from _of_comparison(words, leaf, n, columns, indicator, book)
    elif words.asks.reference:
        yield _held(words.asks.reference, leaf, n, columns, book)
    elif leaf.facts:
        yield from _of_facts([leaf.facts(n, int(column)) for column in columns])


def _of_comparison(
    words: Compare, leaf: Leaf, n: int, columns: Ints, indicator: Indicator, book: Rulebook
) -> Iterator[Line]:
    if isinstance(words.subject, tuple):
        for bound in words.subject:
            yield Line(f"set range: {amount(bound, indicator.unit)}", (bound,) * len(columns))
    elif words.subject.kind not in _OWN_PAST:
        yield _held(words.subject, leaf, n, columns, book)


def _held(reference: Reference, leaf: Leaf, n: int, columns: Ints, book: Rulebook) -> Line:
    held = leaf.held_against[n, columns].tolist()
    values = tuple(None if value != value else value for value in held)
    return Line(_held_against(reference, book), values)


def _of_facts(found: list[Facts]) -> Iterator[Line]:
    for name, title in _FOUND.get(type(found[0]), {}).items() if found else ():
        yield Line(title, tuple(_judged(found, name)))


def _judged(found: Iterable[Facts], name: str) -> Iterator[float | None]:
    """One figure of each period; none where nothing could be judged."""
    return (None if each.unjudged else attrgetter(name)(each) for each in found)


def _held_against(reference: Reference, book: Rulebook) -> str:
    match reference.kind:
        case ReferenceKind.NUMBER:
            return f"set level ({reference.number:g})"
        case ReferenceKind.TOLERANCE:
            return "edge of what is near the target"
        case ReferenceKind.AREA:
            return str(reference.name)
        case ReferenceKind.NEIGHBOURS:
            return f"{reference.name} of the statistical neighbours"
        case ReferenceKind.INDICATOR:
            other = book.indicators.get(reference.name or "")
            return other.title if other else str(reference.name)
    return str(reference)
