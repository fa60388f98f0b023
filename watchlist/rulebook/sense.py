"""What can be known of a rulebook as a whole without any data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from watchlist.evaluate.combine import Combine
from watchlist.evaluate.compare import Compare
from watchlist.evaluate.heading import Heading
from watchlist.model.condition import Condition, Part, ReferenceKind
from watchlist.model.errors import Fault, Mark
from watchlist.model.indicator import Indicator
from watchlist.model.rule import Level, Rule, Rulebook
from watchlist.rulebook.implied import implies, parts, sign_of
from watchlist.rulebook.renamed import doubtful_renames
from watchlist.rulebook.wording import quote

One = TypeVar("One")


def doubts(book: Rulebook) -> Iterator[Fault]:
    """Faults and warnings about rules that were each read without a fault."""
    yield from _nothing(book)
    yield from _nowhere(book)
    yield from doubtful_renames(book)
    for indicator in book.indicators.values():
        yield from _target(indicator)
    for rule in book.rules.values():
        yield from _only_tried(rule, book)
        yield from _never(rule, book)
        for level, condition in rule.levels.items():
            for compare in _of_kind(Compare, condition):
                yield from _against_itself(rule, compare, book)
                yield from _beyond(rule, level, compare, book)
            for heading in _of_kind(Heading, condition):
                yield from _no_way(rule, level, heading, book)


def _nothing(book: Rulebook) -> Iterator[Fault]:
    """A rulebook of empty files: taken, it would close every breach that is open."""
    if book.files and not (book.indicators or book.rules or book.areas or book.committees):
        said = "this rulebook defines nothing at all; was a file saved empty?"
        yield Fault(Mark(min(book.files)), said)


def _nowhere(book: Rulebook) -> Iterator[Fault]:
    """Rules for the council's own areas where no area is its own."""
    rules = [rule for rule in book.rules.values() if rule.selects.areas is None]
    if not rules or book.own_areas:
        return
    mark, others = rules[0].mark, f" and {len(rules) - 1} more" if len(rules) > 1 else ""
    said = f"rule {quote(rules[0].id)}{others} would match no series: no area says own: true"
    yield Fault(mark, said, warning=not book.areas)


def _target(indicator: Indicator) -> Iterator[Fault]:
    """A target that no figure can be, and a tolerance around none."""
    about = f"indicator {quote(indicator.id)}"
    if indicator.tolerance and not (indicator.targets or indicator.target_in_data):
        said = f"{about}: has a tolerance but no target that it could be around"
        yield Fault(indicator.mark, said, warning=True)
    low, high = indicator.allowed
    for step in indicator.targets:
        if not low <= step.value <= high:
            said = f"{about}: no figure of this unit can be its target, {step.value:g}"
            yield Fault(indicator.mark, said, warning=True)


def _only_tried(rule: Rule, book: Rulebook) -> Iterator[Fault]:
    """A rule of candidates alone puts nothing on the list."""
    if rule.selects.indicators and not book.watching(rule).selects.indicators:
        said = f"rule {quote(rule.id)}: looks only at candidates, so it puts nothing on the list"
        yield Fault(rule.mark, said, warning=True)


def _never(rule: Rule, book: Rulebook) -> Iterator[Fault]:
    """An amber that holds only where red does."""
    amber, red = rule.levels.get(Level.AMBER), rule.levels.get(Level.RED)
    if amber and red and implies(amber, red, partial(_subjects, rule, book)):
        said = f"rule {quote(rule.id)}: amber can never hold, because red always does when it would"
        yield Fault(rule.mark, said)


def _subjects(rule: Rule, book: Rulebook, compare: Compare) -> Sequence[Indicator]:
    """The indicators that a comparison looks at: those of its rule, or the one that it names."""
    names = rule.selects.indicators if compare.indicator is None else (compare.indicator,)
    return [book.indicators[name] for name in names]


def _of_kind(kind: type[One], condition: Condition) -> Iterator[One]:
    """The parts of a condition of one kind; what is inside of a ``not`` is left alone."""
    if isinstance(condition, kind):
        yield condition
    elif isinstance(condition, Combine) and condition.head != "not":
        for part in parts(condition):
            yield from _of_kind(kind, part)


def _against_itself(rule: Rule, compare: Compare, book: Rulebook) -> Iterator[Fault]:
    """A series that is its own reference is never above nor below it."""
    reference = compare.reference
    if reference is None or reference.kind not in (ReferenceKind.AREA, ReferenceKind.INDICATOR):
        return
    if reference.kind is ReferenceKind.AREA:
        looked_at = book.areas_of(rule)
    else:
        looked_at = tuple(one.id for one in _subjects(rule, book, compare))
    if looked_at == (reference.name,):
        said = (
            f"{reference.kind} {quote(looked_at[0])} is held against itself, which can never hold"
        )
        yield Fault(rule.mark, f"rule {quote(rule.id)}: {said}", warning=True)


def _beyond(rule: Rule, level: Level, compare: Compare, book: Rulebook) -> Iterator[Fault]:
    """A number that no figure, or every one, is on the far side of."""
    for indicator, beyond in _at_the_limits(rule, compare, book):
        written = f"{compare.head}: {compare.reference}"
        holds = "always holds" if beyond else "can never hold"
        yield _doubted(rule, level, written, holds, indicator)


def _no_way(rule: Rule, level: Level, heading: Heading, book: Rulebook) -> Iterator[Fault]:
    """The same of where figures are heading: a projection may go there, but no figure."""
    line = replace(heading.subject, indicator=heading.indicator)
    for indicator, beyond in _at_the_limits(rule, line, book):
        written = f"heading: {{{line.head}: {line.reference}}}"
        leads = "is where every figure is" if beyond else "is where no figure can come"
        yield _doubted(rule, level, written, leads, indicator)


def _doubted(rule: Rule, level: Level, written: str, holds: str, indicator: Indicator) -> Fault:
    unit = f"indicator {quote(indicator.id)}, whose unit is {indicator.unit}"
    said = f"rule {quote(rule.id)}: {level.word}: {quote(written)} {holds} for {unit}"
    return Fault(rule.mark, said, warning=True)


def _at_the_limits(
    rule: Rule, compare: Compare, book: Rulebook
) -> Iterator[tuple[Indicator, bool]]:
    """The first indicator that has no figure on the far side of a number, or (True) none elsewhere."""
    reference = compare.reference
    if compare.of is not Part.VALUE or reference is None or reference.number is None:
        return
    if reference.kind is not ReferenceKind.NUMBER:
        return
    for indicator in _subjects(rule, book, compare):
        (low, high), number = indicator.allowed, reference.number
        sign = sign_of(compare.head, indicator)
        never = (sign > 0 and number >= high) or (sign < 0 and number <= low)
        always = (sign > 0 and number < low) or (sign < 0 and number > high)
        if never or always:
            yield indicator, always
            return
