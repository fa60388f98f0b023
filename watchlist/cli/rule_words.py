"""The words of a rule on a screen: those that put a breach on the list, and what changed since."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from watchlist.views.rule_words import Words


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
