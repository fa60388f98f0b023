"""What can be known of a rulebook as a whole without any data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from watchlist.evaluate.compare import Compare
from watchlist.model.condition import Condition, Reference, ReferenceKind
from watchlist.model.errors import Fault
from watchlist.model.indicator import Better, Indicator, Margin
from watchlist.model.rule import Level, Rule, Rulebook
from watchlist.rulebook.renamed import doubtful_renames
from watchlist.rulebook.wording import quote


def doubts(book: Rulebook) -> Iterator[Fault]:
    """Faults and warnings about rules that were each read without a fault."""
    yield from _nowhere(book)
    yield from doubtful_renames(book)
    for rule in book.rules.values():
        yield from _never(rule, book)


def _nowhere(book: Rulebook) -> Iterator[Fault]:
    """Rules for the council's own areas where no area is its own."""
    rules = [rule for rule in book.rules.values() if rule.selects.areas is None]
    if not rules or book.own_areas:
        return
    mark, others = rules[0].mark, f" and {len(rules) - 1} more" if len(rules) > 1 else ""
    said = f"rule {quote(rules[0].id)}{others} would match no series: no area says own: true"
    yield Fault(mark, said, warning=not book.areas)


def _never(rule: Rule, book: Rulebook) -> Iterator[Fault]:
    """An amber that holds only where red does."""
    amber, red = rule.levels.get(Level.AMBER), rule.levels.get(Level.RED)
    looked_at = [book.indicators[name] for name in rule.selects.indicators]
    if amber and red and _implies(amber, red, looked_at):
        said = f"rule {quote(rule.id)}: amber can never hold, because red always does when it would"
        yield Fault(rule.mark, said)


def _implies(one: Condition, other: Condition, looked_at: list[Indicator]) -> bool:
    """Whether the second holds wherever the first does; only what is plain to see."""
    if one == other:
        return True
    if not (isinstance(one, Compare) and isinstance(other, Compare)):
        return False
    alike = replace(other, subject=one.subject, by=one.by, periods=one.periods)
    return (
        alike == one
        and one.periods >= other.periods
        and _gap_implies(one.by, other.by)
        and _side_implies(one, other, looked_at)
    )


def _gap_implies(one: Margin | None, other: Margin | None) -> bool:
    if one is None or other is None:
        return other is None
    return one.relative == other.relative and one.amount >= other.amount


def _side_implies(one: Compare, other: Compare, looked_at: list[Indicator]) -> bool:
    """Whether what is beyond the first reference is beyond the second as well."""
    if one.subject == other.subject:
        return True
    if not (isinstance(one.subject, Reference) and isinstance(other.subject, Reference)):
        return False
    kinds = (one.subject.kind, other.subject.kind)
    if kinds == (ReferenceKind.TOLERANCE, ReferenceKind.TARGET):
        return one.head == "worse_than" and (one.by, other.by) == (None, None)
    if kinds != (ReferenceKind.NUMBER, ReferenceKind.NUMBER) or one.by != other.by:
        return False
    gap = (one.subject.number or 0) - (other.subject.number or 0)
    signs = {_sign(one.head, indicator) for indicator in looked_at}
    return len(signs) == 1 and gap * signs.pop() > 0


def _sign(head: str, indicator: Indicator) -> int:
    """+1 where the condition holds above its number, -1 where below."""
    upward = {"above": 1, "below": -1, "better_than": indicator.better.sign}
    return upward.get(head, -indicator.better.sign if indicator.better is not Better.NEITHER else 0)
