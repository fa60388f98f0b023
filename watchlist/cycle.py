"""The product on one page: readings in, judged against the rules, onto the watch list, told.

Readings are taken in by `watchlist.intake`; delivery is a separate loop (`watchlist.deliver`) and
the only code that talks to a channel.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from watchlist.evaluate.checks import check, restated
from watchlist.evaluate.engine import evaluate
from watchlist.evaluate.evidence import evidence
from watchlist.model.calendar import local_date
from watchlist.model.finding import Findings
from watchlist.model.people import Directory
from watchlist.model.reading import NEVER, Ints, Panels
from watchlist.model.register import Breach, DataCheck, Moves, Reason, Transition
from watchlist.model.rule import Rule, Rulebook
from watchlist.register.breaches import advance, removed
from watchlist.register.due import newly_due
from watchlist.register.entries import gather, key_of
from watchlist.register.routing import route, route_checks
from watchlist.store.store import Store
from watchlist.store.transaction import Transaction

#: Called with (components done, components in all) as the work goes on.
Progress = Callable[[int, int], None]

#: Components share a transaction until it has this many indicators.
_TOGETHER = 16


@dataclass(frozen=True)
class Setting:
    """What a cycle judges by: the rules in force, the posts, and how a start is made."""

    book: Rulebook
    directory: Directory
    zone: str
    quiet_start: bool


@dataclass(frozen=True, eq=False)
class Part:
    """What is judged together: the indicators ``names``, all ``rules`` over them and their readings,
    and the ``marks`` of readings that no judging has seen."""

    names: frozenset[str]
    rules: Sequence[Rule]
    panels: Panels
    marks: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """What one cycle did, in numbers: the moves themselves, tens of thousands at a start, are in the
    register. ``moved`` counts transitions by their reason."""

    indicators: int = 0
    moved: Counter[Reason] = field(default_factory=Counter)
    notices: int = 0

    def __add__(self, other: Report) -> Report:
        return Report(
            self.indicators + other.indicators,
            self.moved + other.moved,
            self.notices + other.notices,
        )


def judge(
    store: Store, setting: Setting, now: datetime, progress: Progress | None = None
) -> Report:
    """Judge everything that may have changed since the last time, component by component."""
    marks, judged = store.to_judge(), store.rules_judged()
    components = setting.book.components(_scope(store, setting, marks, judged, now))
    report = _close_removed(store, setting, judged, now)
    done = 0
    for together in _batches(components):
        with _no_looking_for_circles(), store.begin(now) as tx:
            report += _judge_together(tx, setting, together, marks, judged, now)
        done += len(together)
        if progress:
            progress(done, len(components))
    store.done("judge", now.isoformat(), now)
    return report


def _scope(
    store: Store, setting: Setting, marks: Collection[str], judged: Mapping[str, str], now: datetime
) -> frozenset[str]:
    """The indicators to judge: those with new readings, with changed rules, or whose return has
    fallen due since the last cycle."""
    book = setting.book
    changed = (rule for rule in book.rules.values() if judged.get(rule.id) != rule.hash)
    scope = {name for rule in changed for name in rule.looks_at()}
    scope |= {name for name in marks if name in book.indicators}
    if last := store.last_done("judge"):
        since = datetime.fromisoformat(last)
        scope |= newly_due(book.indicators.values(), since, now, setting.zone)
    return frozenset(scope)


def _batches(components: Sequence[frozenset[str]]) -> Iterator[list[frozenset[str]]]:
    """Components that are judged together, for each transaction waits for the disk and each
    question for the database: as many as hold few indicators, so that others wait briefly and
    memory stays small."""
    together: list[frozenset[str]] = []
    for component in components:
        together.append(component)
        if sum(map(len, together)) >= _TOGETHER:
            yield together
            together = []
    if together:
        yield together


@contextmanager
def _no_looking_for_circles() -> Iterator[None]:
    """What a batch makes holds no circles and is let go of by itself; to look through all of it for
    some, again and again, takes a fifth of a start."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _judge_together(
    tx: Transaction,
    setting: Setting,
    components: Sequence[frozenset[str]],
    marks: Mapping[str, int],
    judged: Mapping[str, str],
    now: datetime,
) -> Report:
    """Judge indicators with all that hangs together with them, by the readings in the store."""
    book, names = setting.book, frozenset[str]().union(*components)
    part = Part(
        names=names,
        rules=[rule for component in components for rule in book.rules_of(component)],
        panels=tx.panels(names, {name: book.indicators[name].calendar for name in names}),
        marks={name: mark for name, mark in marks.items() if name in names},
    )
    return judge_part(tx, setting, part, judged, now)


def judge_part(
    tx: Transaction, setting: Setting, part: Part, judged: Mapping[str, str], now: datetime
) -> Report:
    """Judge readings, wherever they come from: breaches, entries, checks, notices and the mark that
    they were judged are written in one transaction, together or not at all. ``judged`` has the hash
    under which each rule was judged before."""
    book, today = setting.book, local_date(now, setting.zone)
    rules = {rule.id: rule for rule in part.rules}
    findings = evaluate(map(book.watching, rules.values()), book, part.panels, today)
    moves = _move(tx, book, findings, rules, judged, now)
    calendars = {name: book.indicators[name].calendar for name in part.names}
    changed = restated(book, tx.restated(calendars, book.own_areas))
    checks = tx.save_checks([*check(book, part.panels, today), *changed], part.names)
    told = _tell(tx, setting, moves, checks, now)
    hashes = {rule.id: rule.hash for rule in rules.values()}
    tx.judged(part.marks, [_judged_to(found) for found in findings], hashes)
    return Report(len(part.names), _reasons(moves), told)


def _move(
    tx: Transaction,
    book: Rulebook,
    findings: list[Findings],
    rules: Mapping[str, Rule],
    judged: Mapping[str, str],
    now: datetime,
) -> Moves:
    """What the findings do to the register, saved."""
    lived = {found.rule.id for found in findings if _was_judged(found)}
    breaches, transitions = advance(
        findings,
        tx.held_breaches(rules),
        tx.ended_breaches(rules),
        book=book,
        first=[name for name in rules if name not in judged or name not in lived],
        changed=[name for name, rule in rules.items() if judged.get(name, rule.hash) != rule.hash],
        ids=tx.ids,
        now=now,
        evidence=evidence,
        let_go=tx.let_go(rules),
    )
    return _save(tx, book, breaches, transitions, now)


def _close_removed(
    store: Store, setting: Setting, judged: Collection[str], now: datetime
) -> Report:
    """Close the breaches of rules that are no longer in the rulebook."""
    gone = [name for name in judged if name not in setting.book.rules]
    if not gone:
        return Report()
    with store.begin(now) as tx:
        closed, closings = removed(tx.live_breaches(gone), setting.book, ids=tx.ids, now=now)
        moves = _save(tx, setting.book, closed, closings, now)
        tx.forget_rules(gone)
        return Report(moved=_reasons(moves), notices=_tell(tx, setting, moves, [], now))


def _save(
    tx: Transaction,
    book: Rulebook,
    breaches: list[Breach],
    transitions: list[Transition],
    now: datetime,
) -> Moves:
    """Put what moved under its entries, and save it."""
    if not breaches:
        return Moves()
    keys = {key_of(breach, book) for breach in breaches if breach.entry is None}
    under = {breach.entry for breach in breaches if breach.entry is not None}
    entries = tx.live_entries(keys) + list(tx.entries(under).values())
    on_list = {entry.id: entry for entry in entries if entry.left_at is None}
    moves = gather(
        breaches,
        transitions,
        tx.holders(on_list),
        on_list.values(),
        tx.left_entries(keys),
        book=book,
        ids=tx.ids,
        now=now,
    )
    tx.save(moves)
    return moves


def _tell(
    tx: Transaction, setting: Setting, moves: Moves, checks: list[DataCheck], now: datetime
) -> int:
    """Write a notice for everybody who must learn of it; how many."""
    directory, zone = setting.directory, setting.zone
    notices = route(
        moves,
        setting.book,
        directory,
        quiet=setting.quiet_start,
        kept_back=_kept_back(tx, moves),
        owners=tx.reassigned({move.entry for move in moves.transitions if move.entry is not None}),
        now=now,
        zone=zone,
    )
    return tx.notify([*notices, *route_checks(checks, directory, now, zone)])


def _kept_back(tx: Transaction, moves: Moves) -> frozenset[int]:
    """Withdrawn breaches of which only the keeper was told."""
    gone = {
        move.breach
        for move in moves.transitions
        if move.reason is Reason.WITHDRAWN and move.breach is not None
    }
    return frozenset(gone - tx.told_as_news(gone)) if gone else frozenset()


def _reasons(moves: Moves) -> Counter[Reason]:
    return Counter(move.reason for move in moves.transitions)


def _was_judged(findings: Findings) -> bool:
    """Whether any series was judged before; until then it is the rule's first evaluation, though
    its words may have been there before the figures."""
    return bool((findings.panel.judged_to[findings.rows] != NEVER).any())


def _judged_to(findings: Findings) -> tuple[Ints, Ints]:
    """The series that were judged and the period up to which, where that is news."""
    panel, rows = findings.panel, findings.rows
    judged_to = panel.first + findings.anchor
    news = (findings.anchor >= 0) & ~findings.stale & (judged_to != panel.judged_to[rows])
    chosen = np.flatnonzero(news)
    return panel.series_id[rows[chosen]], judged_to[chosen]
