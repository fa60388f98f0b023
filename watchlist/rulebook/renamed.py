"""Rules that took another name: what a rulebook says of it, held against the one before."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from watchlist.model.errors import Fault
from watchlist.model.rule import Rule, Rulebook
from watchlist.rulebook.wording import quote


def renamed(
    before: Mapping[str, Rule], after: Mapping[str, Rule], judged: Collection[str] = ()
) -> dict[str, str]:
    """Old id -> new id, of the rules whose ``was:`` came with ``after``. One that stood there before
    was followed then, so it may be left in for good. Two rules may change places; a name that is
    not given up, or is not free (of a rule in ``before``, or of one that was ``judged``), is not
    moved."""
    names = {
        rule.was: rule.id
        for rule in after.values()
        if rule.was and rule.was in before and not _said_before(rule, before)
    }
    in_use = {*before, *judged}
    while kept := [old for old, new in names.items() if _clashes(old, new, names, after, in_use)]:
        for old in kept:
            del names[old]
    return {old: new for old, new in names.items() if old != new}


def _said_before(rule: Rule, before: Mapping[str, Rule]) -> bool:
    return rule.id in before and before[rule.id].was == rule.was


def _clashes(
    old: str, new: str, names: Mapping[str, str], after: Mapping[str, Rule], in_use: Collection[str]
) -> bool:
    stays = old in after and old not in names.values()
    taken = new in in_use and new not in names
    return stays or taken


def doubtful_renames(book: Rulebook) -> Iterator[Fault]:
    """``was:`` that cannot be: the name of a rule that is still there under it, or one that two
    rules claim."""
    claimed: dict[str, Rule] = {}
    for rule in book.rules.values():
        if rule.was is None:
            continue
        other, first = book.rules.get(rule.was), claimed.setdefault(rule.was, rule)
        if first is not rule:
            said = f"{quote(first.id)} at {first.mark} was that already; only one rule can be"
            yield _fault(rule, said)
        elif other is not None and other.was is None:
            yield _fault(
                rule, f"that rule is still there, at {other.mark}; only one of them can be"
            )


def _fault(rule: Rule, said: str) -> Fault:
    return Fault(rule.mark, f"rule {quote(rule.id)}: was: {rule.was}: {said}")
