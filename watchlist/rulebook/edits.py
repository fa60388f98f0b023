"""Which rules differ between two rulebooks, and what was done to each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from watchlist.model.rule import Rule, Rulebook


class Edit(StrEnum):
    """What was done to a rule."""

    NEW = "new"
    CHANGED = "changed"
    RENAMED = "renamed"  # and its words are the same
    REMOVED = "removed"


def edits(before: Rulebook | None, after: Rulebook) -> list[tuple[Edit, Rule | None, Rule | None]]:
    """The rules that differ between two rulebooks: what was done to each, its words before and
    after. ``was:`` makes a renamed rule the same rule. Where the areas or their neighbours differ
    no rule can be taken for unchanged."""
    earlier = before.rules if before else {}
    same_places = before is not None and _places(before) == _places(after)
    found: list[tuple[Edit, Rule | None, Rule | None]] = []
    matched: set[str] = set()
    for rule in after.rules.values():
        was = _was(rule, earlier, after.rules)
        if was is None:
            found.append((Edit.NEW, None, rule))
            continue
        matched.add(was.id)
        if was.hash != rule.hash or not same_places:
            found.append((Edit.CHANGED, was, rule))
        elif was.id != rule.id:
            found.append((Edit.RENAMED, was, rule))
    gone = (rule for rule in earlier.values() if rule.id not in matched)
    return found + [(Edit.REMOVED, rule, None) for rule in gone]


def _was(rule: Rule, earlier: Mapping[str, Rule], later: Collection[str]) -> Rule | None:
    """The rule as it was: by its id, else by the id it had (which nobody else has now)."""
    if rule.id in earlier:
        return earlier[rule.id]
    return earlier.get(rule.was) if rule.was and rule.was not in later else None


def _places(book: Rulebook) -> dict[str, tuple[object, ...]]:
    return {name: (area.own, area.neighbours) for name, area in book.areas.items()}
