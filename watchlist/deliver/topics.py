"""Notices → topics: what of them belongs together, how bad it is, and what may not be named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from watchlist.deliver.corrected import by_hand, correction_behind
from watchlist.deliver.deeds import told_occasion
from watchlist.deliver.headlines import Kind, kind_of
from watchlist.deliver.names import Names
from watchlist.model.acts import Act
from watchlist.model.corrections import Correction
from watchlist.model.errors import Fault
from watchlist.model.message import Notice, Purpose
from watchlist.model.record import Record
from watchlist.model.register import Breach, DataCheck, Entry, Transition
from watchlist.model.rule import Level, Rulebook
from watchlist.register.disclosure import EXEMPT, may_mail
from watchlist.register.falling_due import Occasion, occasion_of

GONE = "An entry whose indicator has left the rulebook"


@dataclass(frozen=True)
class Facts:
    """What notices speak of, as it stands when a message is made; breaches and transitions without
    their evidence, for there may be tens of thousands of them."""

    book: Rulebook
    breaches: Mapping[int, Breach]
    transitions: Mapping[int, Transition]
    entries: Mapping[int, Entry]
    checks: Mapping[str, DataCheck]
    faults: Mapping[int, Fault] = field(default_factory=dict)
    acts: Mapping[int, Act] = field(default_factory=dict)
    records: Mapping[int, Record] = field(default_factory=dict)  # of entries with acts or occasions
    corrections: Sequence[Correction] = ()  # of the series whose figures are others now
    names: Names = field(default_factory=Names)

    def by_hand(self, move: Transition, breach: Breach) -> str:
        """Who put the figure right that moved a breach, and why; nothing where no hand did."""
        one = correction_behind(move, breach, self.corrections)
        return by_hand(one.by, self.names) if one else ""


@dataclass(frozen=True)
class Topic:
    """What one item of a message is about: the moves of an entry, what people did to it and what of it
    fell due, each in the order in which it happened; or what was found about the data of one
    indicator in one area; or the faults of one rule file (``mended``: which has none any more)."""

    title: str  # as it may be shown
    kind: Kind
    entry: Entry | None = None
    moves: tuple[Transition, ...] = ()
    acts: tuple[Act, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    checks: tuple[DataCheck, ...] = ()
    faults: tuple[Fault, ...] = ()
    mended: bool = False
    level: Level | None = None

    @property
    def reference(self) -> str:
        return self.entry.reference if self.entry else ""

    @property
    def hidden(self) -> bool:
        """Whether it may not be named: then the title is all that is said."""
        return self.kind is Kind.EXEMPT

    @property
    def order(self) -> tuple[bool, int, int, str]:
        """What may be named first, the worst first, then as they are numbered."""
        return (self.hidden, -(self.level or 0), self.entry.id if self.entry else 0, self.title)


def topics(notices: Sequence[Notice], facts: Facts) -> list[Topic]:
    """One for each entry, one for each indicator and area whose data is doubtful, one for each rule
    file, in the order in which they are told. Nothing for what is not there any more."""
    found = [
        *_together([*_entries(notices, facts), *_people(notices, facts)]),
        *_checks(notices, facts),
        *_faults(notices, facts),
    ]
    return sorted(found, key=lambda topic: topic.order)


def _together(found: Iterable[Topic]) -> Iterable[Topic]:
    """An entry that moved and to which somebody did something is one topic."""
    topics: dict[int, Topic] = {}
    for topic in found:
        number = topic.entry.id if topic.entry else 0
        moved = topics.get(number)
        if moved is None:
            topics[number] = topic
        else:
            shown = topic if topic.hidden else moved
            topics[number] = replace(
                shown, moves=moved.moves, acts=topic.acts, occasions=topic.occasions
            )
    return topics.values()


def _entries(notices: Sequence[Notice], facts: Facts) -> Iterable[Topic]:
    moves: dict[int, list[Transition]] = {}
    for notice in notices:
        move = facts.transitions.get(notice.transition or 0)
        entry = facts.entries.get(move.entry or 0) if move else None
        if move and entry and move.breach in facts.breaches:
            moves.setdefault(entry.id, []).append(move)
    for number, of_entry in moves.items():
        yield _entry(facts.entries[number], sorted(of_entry, key=lambda move: move.id), facts)


def _entry(entry: Entry, moves: Sequence[Transition], facts: Facts) -> Topic:
    breaches = [facts.breaches[move.breach] for move in moves if move.breach is not None]
    if hidden := _hidden(breaches, facts.book):
        return Topic(hidden, Kind.EXEMPT, entry, tuple(moves))
    level = max((move.level for move in moves if move.level and move.state.live), default=None)
    kind = kind_of(move.reason for move in moves)
    return Topic(entry.title, kind, entry, tuple(moves), level=level)


def _people(notices: Sequence[Notice], facts: Facts) -> Iterable[Topic]:
    """What people did and what fell due, by entry; nothing of what is no longer so."""
    acts: dict[int, list[Act]] = {}
    due: dict[int, list[Occasion]] = {}
    for notice in notices:
        if act := facts.acts.get(notice.act or 0):
            acts.setdefault(act.entry, []).append(act)
        one = None if notice.transition or notice.act else occasion_of(notice.subject)
        if one and told_occasion(one, facts.records.get(one.entry, Record()), facts.names):
            due.setdefault(one.entry, []).append(one)
    for number in sorted(acts.keys() | due.keys()):
        if entry := facts.entries.get(number):
            did = tuple(sorted(acts.get(number, ()), key=lambda act: act.id))
            yield _of_people(entry, did, tuple(due.get(number, ())), facts.book)


def _of_people(
    entry: Entry, acts: tuple[Act, ...], occasions: tuple[Occasion, ...], book: Rulebook
) -> Topic:
    title, kind = entry.title, Kind.ATTENTION
    if hidden := _hidden_names(_about(entry, book), book):
        title, kind = hidden, Kind.EXEMPT
    return Topic(title, kind, entry, acts=acts, occasions=occasions, level=entry.level)


def _about(entry: Entry, book: Rulebook) -> frozenset[str]:
    """The indicators that an entry can be about."""
    if entry.key.theme is not None:
        of_theme = [rule for rule in book.rules.values() if rule.theme == entry.key.theme]
        return frozenset(name for rule in of_theme for name in rule.looks_at())
    return frozenset() if entry.key.indicator is None else frozenset({entry.key.indicator})


def _hidden(breaches: Iterable[Breach], book: Rulebook) -> str:
    """What is said in place of an item that may not leave by mail; nothing where it may."""
    for breach in breaches:
        rule = book.rules.get(breach.rule)
        looked_at = (rule.looks_at() if rule else frozenset()) | {breach.series.indicator}
        if hidden := _hidden_names(looked_at, book):
            return hidden
    return ""


def _hidden_names(names: Iterable[str], book: Rulebook) -> str:
    """The same, by the indicators that an item speaks of."""
    known = [book.indicators.get(name) for name in names]
    if any(indicator is None for indicator in known):
        return GONE
    return "" if all(indicator and may_mail(indicator) for indicator in known) else EXEMPT


def _checks(notices: Sequence[Notice], facts: Facts) -> Iterable[Topic]:
    found: dict[tuple[str, str], list[DataCheck]] = {}
    for notice in notices:
        check = facts.checks.get(notice.check or "")
        if check and check.series.indicator in facts.book.indicators:
            found.setdefault((check.series.indicator, check.series.area), []).append(check)
    for (name, _), of_series in found.items():
        indicator = facts.book.indicators[name]
        hidden = not may_mail(indicator)
        title, kind = (EXEMPT, Kind.EXEMPT) if hidden else (indicator.title, Kind.OTHER)
        yield Topic(title, kind, checks=tuple(of_series))


def _faults(notices: Sequence[Notice], facts: Facts) -> Iterable[Topic]:
    found: dict[tuple[str, bool], list[Fault]] = {}
    for notice in notices:
        if fault := facts.faults.get(notice.fault or 0):
            of_file = fault.mark.path, notice.purpose is Purpose.MENDED
            found.setdefault(of_file, []).append(fault)
    for (path, mended), faults in found.items():
        ordered = tuple(sorted(faults, key=Fault.place))
        yield Topic(path, Kind.OTHER, faults=ordered, mended=mended)
