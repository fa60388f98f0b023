"""Which rules differ between two rulebooks, and what was done to each."""

from __future__ import annotations

from enum import StrEnum

from watchlist.model.rule import Rule, Rulebook
from watchlist.rulebook.renamed import renamed


class Edit(StrEnum):
    """What was done to a rule."""

    NEW = "new"
    CHANGED = "changed"
    RENAMED = "renamed"  # its words are the same
    REMOVED = "removed"


def edits(before: Rulebook | None, after: Rulebook) -> list[tuple[Edit, Rule | None, Rule | None]]:
    """The rules whose words or names differ between two rulebooks (None: there is none yet): what was
    done to each, the rule before and after. A rule that took another name is the same rule."""
    earlier = before.rules if before else {}
    was = {new: old for old, new in renamed(earlier, after.rules).items()}
    found: list[tuple[Edit, Rule | None, Rule | None]] = []
    for rule in after.rules.values():
        old = earlier.get(was.get(rule.id, rule.id))
        if old is None:
            found.append((Edit.NEW, None, rule))
        elif old.hash != rule.hash:
            found.append((Edit.CHANGED, old, rule))
        elif old.id != rule.id:
            found.append((Edit.RENAMED, old, rule))
    kept = {was.get(name, name) for name in after.rules}
    gone = (rule for name, rule in earlier.items() if name not in kept)
    return found + [(Edit.REMOVED, rule, None) for rule in gone]
