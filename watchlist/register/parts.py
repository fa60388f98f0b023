"""Into which part of a paper an entry goes: the public one, the internal one, the exempt one."""

from __future__ import annotations

from collections.abc import Iterable

from watchlist.model.indicator import Publication
from watchlist.model.record import Record
from watchlist.model.register import Breach, Entry
from watchlist.model.rule import Rulebook

#: The stricter of two counts.
_STRICT = {Publication.PUBLIC: 0, Publication.INTERNAL: 1, Publication.EXEMPT: 2}


def part_of(
    entry: Entry, record: Record, breaches: Iterable[Breach], book: Rulebook
) -> Publication:
    """The strictest of what an entry is about, and exempt where a rule that held it there judges by
    something exempt; an indicator that the rulebook no longer knows is internal. What is about none
    goes where the words go by which it was put on the list: people's text is not public unless they
    say so."""
    breaches = list(breaches)
    if not book.exempt_rules.isdisjoint(breach.rule for breach in breaches):
        return Publication.EXEMPT
    about = {breach.series.indicator for breach in breaches}
    if entry.key.indicator is not None:
        about.add(entry.key.indicator)
    if about:
        return max((_of(name, book) for name in about), key=_STRICT.__getitem__)
    said = record.reason
    return Publication.PUBLIC if said and said.public else Publication.INTERNAL


def _of(indicator: str, book: Rulebook) -> Publication:
    known = book.indicators.get(indicator)
    return known.publication if known else Publication.INTERNAL
