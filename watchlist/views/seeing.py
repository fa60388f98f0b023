"""Which indicators somebody may know of, and which rules: what is exempt is for whom it concerns, and
then not even its title is there for others."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from watchlist.model.indicator import Indicator
from watchlist.model.rule import Rule, Rulebook
from watchlist.model.visitor import Visitor, may_see


def hidden_from(visitor: Visitor, book: Rulebook) -> frozenset[str]:
    """The indicators that somebody may not know of."""
    return frozenset(
        one.id
        for one in book.exempt
        if not may_see(visitor, one.publication, one.committee, one.owner)
    )


def seen(book: Rulebook, hidden: Collection[str]) -> Mapping[str, Indicator]:
    """The indicators that are not among those."""
    return {name: one for name, one in book.indicators.items() if name not in hidden}


def tells_of(rule: Rule, names: Collection[str], book: Rulebook) -> bool:
    """Whether a rule, in its words or in what it reads, speaks of one of these indicators. One that
    only stands for them too, by a tag, does not."""
    if not names:
        return False
    said = f"{rule.id}\n{rule.title}\n{rule.theme or ''}\n{rule.words}"
    return not rule.reads.isdisjoint(names) or names_any(said, names, book)


def names_any(text: str, names: Collection[str], book: Rulebook) -> bool:
    """Whether a text names one of these indicators, by its title or by its name in the rules."""
    said = text.casefold()
    return any(_named(word, said) for name in names for word in (name, book.indicators[name].title))


def _named(word: str, text: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(word.casefold())}(?![\w-])", text) is not None
