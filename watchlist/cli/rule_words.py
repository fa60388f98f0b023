"""The words of a rule: those that put a breach on the list, and what was changed in them since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from watchlist.app import App
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


def words_of(app: App, breach: Breach, history: Sequence[Transition]) -> Words:
    """The words of a breach's rule, then and now; ``history`` is that of its entry."""
    moves = [move for move in history if move.breach == breach.id]
    first = min(moves, key=lambda move: move.id, default=None)
    now = wording_in(app.book, breach.rule)
    if first is None or first.rule_hash is None:
        return Words(now, now, first)
    if now and now.rule.hash == first.rule_hash:
        return Words(now, now, first)
    return Words(kept_wording(app.store, first.rule or breach.rule, first.rule_hash), now, first)


def print_words(out: Console, words: Words) -> None:
    """The words, and in few lines what is otherwise today."""
    shown, first = words.shown, words.first
    if shown is None:
        return
    if first and (words.changed or words.now is None):
        heading = f"The rule when it was put on, {first.at:%d %B %Y}"
    else:
        heading = f"The rule, as written at {(words.now or shown).rule.mark}"
    _say(out, heading, shown.rule.words)
    if words.now is None:
        out.print("[dim]It is not in the rulebook any more.[/dim]")
    elif words.changed:
        _say(out, f"Changed since, at {words.now.rule.mark}", "\n".join(words.changed))


def _say(out: Console, heading: str, words: str) -> None:
    out.print(Text(heading, style="dim"), soft_wrap=True)
    out.print(Padding(Text(words.rstrip()), (0, 0, 0, 2)))
