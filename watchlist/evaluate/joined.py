"""Which indicators must be judged together, and how many of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from watchlist.model.rule import Rulebook


def joined(book: Rulebook) -> tuple[frozenset[str], ...]:
    """Sets of indicators such that no rule over one looks at another: the least that can be judged
    by itself. (That a rule selects two does not join them, as long as it reads neither for the other;
    in the register, where a rule has one history, it does: see `Rulebook.components`.) Indicators
    that no rule looks at are in none."""
    of: dict[str, set[str]] = {}
    for rule in book.rules.values():
        others = {name for each in rule.levels.values() for name in each.looks_at()}
        for name in rule.selects.indicators:
            whole = {name}.union(*(of.get(each, {each}) for each in (name, *others)))
            of.update(dict.fromkeys(whole, whole))
    return tuple(dict.fromkeys(frozenset(each) for each in of.values()))


def together(
    sets: Iterable[frozenset[str]], rows: Mapping[str, int], most: int
) -> Iterator[frozenset[str]]:
    """Such sets put together, in the order in which ``rows`` names their indicators: as many as have
    ``most`` rows, for each time of judging has a cost of its own. What has no rows is left out."""
    place = {name: n for n, name in enumerate(rows)}
    known = [each & rows.keys() for each in sets]
    batch: frozenset[str] = frozenset()
    many = 0
    for each in sorted(filter(None, known), key=lambda each: min(place[name] for name in each)):
        more = sum(rows[name] for name in each)
        if batch and many + more > most:
            yield batch
            batch, many = frozenset(), 0
        batch, many = batch | each, many + more
    if batch:
        yield batch
