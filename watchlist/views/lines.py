"""The watch list as a page of lines, for one who may see so much of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from watchlist.account import panels_beside
from watchlist.deliver.beside import beside_breach
from watchlist.deliver.names import Names
from watchlist.installation import Installation, today_of
from watchlist.model.calendar import at_local, local_date
from watchlist.model.meetings import previous_meeting
from watchlist.model.reading import Panels
from watchlist.model.record import Record
from watchlist.model.register import Breach
from watchlist.model.rule import Rulebook
from watchlist.model.visitor import SEE_EXEMPT, Visitor
from watchlist.store.listed import Order, Shut
from watchlist.store.results import WatchedEntry
from watchlist.views.choosing import PAGE, Choice, pages
from watchlist.views.listed import latest, post_title, since, standing, state
from watchlist.views.record_lines import in_short


@dataclass(frozen=True)
class Held:
    """A rule that holds an entry on the list, and how the figure stands by it."""

    rule: str
    said: str


@dataclass(frozen=True)
class Line:
    """One entry in the list. ``level`` is a word: red, amber, info or held."""

    reference: str
    title: str
    level: str
    owner: str
    committee: str
    opened: date
    held: tuple[Held, ...]
    said: tuple[str, ...]


@dataclass(frozen=True)
class Meeting:
    """The last meeting of a committee: what happened after it is news for the next."""

    day: date
    committee: str
    begins: datetime


@dataclass(frozen=True)
class Lines:
    """Page ``number`` of ``last``; ``entries`` are so many in all, ``levels`` how many of each word."""

    lines: tuple[Line, ...]
    entries: int
    levels: tuple[tuple[str, int], ...]
    number: int
    last: int


def lines(
    here: Installation, choice: Choice, shut: Shut, order: Order, after: datetime | None = None
) -> Lines:
    """What somebody asks for; ``after``: only what something happened to since then. A page behind the
    last is the last."""
    among = replace(choice.among, shut=shut, since=after)
    found = here.store.levels_listed(among)
    number = min(choice.page or 1, pages(found.total()))
    listed = here.store.watch_list(among, skip=(number - 1) * PAGE, most=PAGE, order=order)
    counts = ((level.word if level else "held", many) for level, many in found.items())
    words = {word: many for word, many in counts if many}
    return Lines(
        tuple(_lines(here, listed)),
        found.total(),
        tuple((word, words[word]) for word in ("red", "amber", "info", "held") if word in words),
        number,
        pages(found.total()),
    )


def shut_to(visitor: Visitor, book: Rulebook) -> Shut:
    """What somebody may not see of the list."""
    if SEE_EXEMPT & visitor.roles:
        return Shut()
    exempt = frozenset(one.id for one in book.exempt)
    return Shut(exempt, visitor.committees, frozenset(visitor.posts), book.exempt_rules)


def last_meeting(here: Installation, committees: Sequence[str]) -> Meeting | None:
    """The newest of the last meetings of these committees, or of all where none is named."""
    today, zone, known = today_of(here), here.config.zone, here.book.committees
    held = [
        (day, known[name].title)
        for name in committees or known
        if name in known and (day := previous_meeting(known[name], today))
    ]
    if not held:
        return None
    day, title = max(held)
    return Meeting(day, title, at_local(day, time.min, zone))


def _lines(here: Installation, listed: Sequence[WatchedEntry]) -> Iterator[Line]:
    others = panels_beside(here.store, here.book, (b for one in listed for b in one.breaches))
    records = here.store.records({one.entry.id for one in listed})
    names = Names.of(here.config.directory, here.book)
    for one in listed:
        entry, record = one.entry, records.get(one.entry.id, Record())
        yield Line(
            entry.reference,
            entry.title,
            standing(entry),
            post_title(here, record.owner or entry.owner),
            names.committees.get(entry.committee or "", ""),
            local_date(entry.opened_at, here.config.zone),
            tuple(_held(here, breach, others) for breach in one.breaches),
            tuple(in_short(here, entry, record, one.breaches)),
        )


def _held(here: Installation, breach: Breach, others: Panels) -> Held:
    rule = here.book.rules.get(breach.rule)
    figures = "; ".join((latest(here, breach), *map(str, beside_breach(breach, here.book, others))))
    said = (figures, since(here, breach), state(breach))
    return Held(rule.title if rule else breach.rule, " · ".join(said))
