"""When rules have an entry looked at again (``review_after``), beside the reviews that people set
(`watchlist.register.falling_due`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from watchlist.model.calendar import add, local_date
from watchlist.model.record import Record
from watchlist.model.register import Breach, Entry
from watchlist.model.rule import Rule
from watchlist.register.falling_due import Fell, Occasion


def review_day(
    entry: Entry,
    record: Record,
    breaches: Iterable[Breach],
    rules: Mapping[str, Rule],
    zone: str = "Europe/London",
) -> date | None:
    """The day on which the rules of the live ``breaches`` have an entry looked at again: the first that
    any of them names, since it came onto the list or was looked at last. None where none does, and of
    an entry that has left the list."""
    if entry.left_at is not None:
        return None
    since = local_date(record.reviewed_at or entry.opened_at, zone)
    asking = (rules.get(name) for name in {breach.rule for breach in breaches})
    days = (add(rule.review_after, since) for rule in asking if rule and rule.review_after)
    return min(days, default=None)


def review_due(
    entry: Entry,
    record: Record,
    breaches: Iterable[Breach],
    rules: Mapping[str, Rule],
    today: date,
    zone: str = "Europe/London",
) -> Iterator[Occasion]:
    """That the day has come. It is told once: another review makes another day."""
    day = review_day(entry, record, breaches, rules, zone)
    if day is not None and day <= today:
        yield Occasion(Fell.REVIEW_DUE, entry.id, 0, day, entry.owner)
