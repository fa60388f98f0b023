"""Notices and what they speak of → the items of a message, everything as it may be shown."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from watchlist.deliver.findings import wrong_with
from watchlist.deliver.headlines import Kind, headline, kind_of
from watchlist.deliver.moves import told
from watchlist.deliver.tables import recent_rows
from watchlist.model.message import Item, Notice, Purpose, Row
from watchlist.model.reading import Panels
from watchlist.model.register import Breach, DataCheck, Entry, Transition
from watchlist.model.rule import Level, Rulebook
from watchlist.register.disclosure import EXEMPT, may_mail

_GONE = "An entry whose indicator has left the rulebook"


@dataclass(frozen=True)
class Facts:
    """What notices speak of, as it stands when a message is made."""

    book: Rulebook
    breaches: Mapping[int, Breach]
    transitions: Mapping[int, Transition]
    entries: Mapping[int, Entry]
    checks: Mapping[str, DataCheck]
    panels: Panels


@dataclass(frozen=True)
class Content:
    headline: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class _Part:
    """An item, and what the headline needs to know of it."""

    item: Item
    kind: Kind
    level: Level | None = None

    @property
    def order(self) -> tuple[bool, int, str, str]:
        """What may be named first, the worst first, then as they are numbered."""
        return (
            self.kind is Kind.EXEMPT,
            -(self.level or 0),
            self.item.reference,
            self.item.title,
        )


def content(purpose: Purpose, notices: Sequence[Notice], facts: Facts) -> Content | None:
    """What one message says: one item an entry, or an indicator and area for findings about data.

    None where nothing that the notices speak of is there any more.
    """
    parts = sorted([*_entries(notices, facts), *_checks(notices, facts)], key=lambda p: p.order)
    if not parts:
        return None
    titles = [part.item.title for part in parts if part.kind is not Kind.EXEMPT]
    line = headline(purpose, [part.kind for part in parts], titles)
    return Content(line, tuple(part.item for part in parts))


def make_message_id(
    channel: str, post: str, notices: Iterable[Notice], domain: str, *, instead_of: str = ""
) -> str:
    """The same notices for the same post through the same channel have the same Message-ID;
    when they were made is part of it, so that another database never has it too."""
    words = [channel, post, instead_of]
    words += sorted(f"{notice.subject} {notice.created_at.isoformat()}" for notice in notices)
    digest = hashlib.sha256("\n".join(words).encode()).hexdigest()
    return f"{digest[:32]}@{domain}"


def _entries(notices: Sequence[Notice], facts: Facts) -> Iterable[_Part]:
    moves: dict[int, list[Transition]] = {}
    for notice in notices:
        move = facts.transitions.get(notice.transition or 0)
        entry = facts.entries.get(move.entry or 0) if move else None
        if move and entry and move.breach in facts.breaches:
            moves.setdefault(entry.id, []).append(move)
    for number, of_entry in moves.items():
        yield _entry(facts.entries[number], sorted(of_entry, key=lambda move: move.id), facts)


def _entry(entry: Entry, moves: Sequence[Transition], facts: Facts) -> _Part:
    breaches = [facts.breaches[move.breach] for move in moves if move.breach is not None]
    hidden = _hidden(breaches, facts.book)
    if hidden:
        return _Part(Item(entry.reference, hidden, "", "", "", ()), Kind.EXEMPT)
    level = max((move.level for move in moves if move.level and move.state.live), default=None)
    paragraphs = [
        " ".join((*_whose(entry, breach, facts.book), *told(move, breach, facts.book)))
        for move, breach in zip(moves, breaches, strict=True)
    ]
    item = Item(
        reference=entry.reference,
        title=entry.title,
        area="",  # the title names it where the council has more than one
        level=level.word if level else "",
        what=", ".join(dict.fromkeys(move.reason.value for move in moves)),
        sentences=tuple(paragraphs),
        rows=_rows(breaches, facts),
    )
    return _Part(item, kind_of(move.reason for move in moves), level)


def _hidden(breaches: Sequence[Breach], book: Rulebook) -> str:
    """What is said in place of an item that may not leave by mail; nothing where it may."""
    for breach in breaches:
        rule = book.rules.get(breach.rule)
        looked_at = (rule.looks_at() if rule else frozenset()) | {breach.series.indicator}
        if any(name not in book.indicators for name in looked_at):
            return _GONE
        if not all(may_mail(book.indicators[name]) for name in looked_at):
            return EXEMPT
    return ""


def _whose(entry: Entry, breach: Breach, book: Rulebook) -> tuple[str, ...]:
    """Which figure it is, where the entry's title does not say so: a theme, a part of the total."""
    indicator, series = book.indicators[breach.series.indicator], breach.series
    parts = [part.replace("=", " ") for part in series.breakdown.split(";") if part]
    if entry.key.theme is not None:
        elsewhere = [series.area] if book.own_areas != (series.area,) else []
        return (f"{', '.join([indicator.title, *elsewhere, *parts])}:",)
    return (f"For {', '.join(parts)}:",) if parts else ()


def _rows(breaches: Sequence[Breach], facts: Facts) -> tuple[Row, ...]:
    """The table of the one series that an item is about; none where it is about several."""
    series, calendars = {breach.series for breach in breaches}, {b.calendar for b in breaches}
    if len(series) != 1 or len(calendars) != 1:
        return ()
    one, panel = series.pop(), facts.panels.get(calendars.pop())
    return recent_rows(panel, one, facts.book.indicators[one.indicator]) if panel else ()


def _checks(notices: Sequence[Notice], facts: Facts) -> Iterable[_Part]:
    found: dict[tuple[str, str], list[DataCheck]] = {}
    for notice in notices:
        check = facts.checks.get(notice.check or "")
        if check and check.series.indicator in facts.book.indicators:
            found.setdefault((check.series.indicator, check.series.area), []).append(check)
    for (name, area), of_series in found.items():
        yield _check(name, area, of_series, facts.book)


def _check(name: str, area: str, found: Sequence[DataCheck], book: Rulebook) -> _Part:
    indicator = book.indicators[name]
    if not may_mail(indicator):
        return _Part(Item("", EXEMPT, "", "", "", ()), Kind.EXEMPT)
    item = Item(
        reference="",
        title=indicator.title,
        area="" if book.own_areas == (area,) else area,
        level="",
        what=", ".join(dict.fromkeys(check.check for check in found)),
        sentences=tuple(s for check in found for s in wrong_with(check, indicator)),
    )
    return _Part(item, Kind.OTHER)
