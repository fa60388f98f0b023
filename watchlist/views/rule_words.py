"""The words of a rule: those that put a breach on the list, and what was changed in them since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from watchlist.installation import Installation
from watchlist.kept import Wording, changes, kept_wording, wording_in
from watchlist.model.register import Breach, Transition


@dataclass(frozen=True)
class Words:
    """``came``: the rule as it stood when the breach was put on the list; ``now``: as it stands in
    force (None: no longer there); ``first``: the move that put it on."""

    came: Wording | None
    now: Wording | None
    first: Transition | None

    @property
    def changed(self) -> tuple[str, ...]:
        return changes(self.came, self.now) if self.came and self.now else ()

    @property
    def shown(self) -> Wording | None:
        return self.came or self.now


def words_of(here: Installation, breach: Breach, history: Sequence[Transition]) -> Words:
    """The words of a breach's rule, then and now; ``history`` is that of its entry."""
    moves = [move for move in history if move.breach == breach.id]
    first = min(moves, key=lambda move: move.id, default=None)
    now = wording_in(here.book, breach.rule)
    if first is None or first.rule_hash is None:
        return Words(now, now, first)
    if now and now.rule.hash == first.rule_hash:
        return Words(now, now, first)
    return Words(kept_wording(here.store, first.rule or breach.rule, first.rule_hash), now, first)
