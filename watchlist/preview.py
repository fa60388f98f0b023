"""What an edit of the rules would change, before it goes live; nothing is written.

Two backtests of the same figures, by the rules in force and by the edited ones, are set beside each
other: what stands on the list today, and what each would have sent over the last years. Rules whose
words are the same are passed over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby

import numpy as np

from watchlist.backtest import Judged, backtest
from watchlist.behaviour import Behaviour, behaviour_since
from watchlist.cycle import Progress, Setting
from watchlist.evaluate.evidence import evidence
from watchlist.model.calendar import add, local_date
from watchlist.model.finding import Evidence, Findings, Verdict
from watchlist.model.indicator import Interval
from watchlist.model.period import Calendar
from watchlist.model.reading import Series
from watchlist.model.register import Breach, Track
from watchlist.model.rule import Level, Rule, Rulebook
from watchlist.question import Question
from watchlist.rulebook.edits import Edit, edits
from watchlist.store.store import Store

_NONE: frozenset[Series] = frozenset()


class Move(StrEnum):
    """What an edit does to a series on today's list."""

    ADDED = "added"
    REMOVED = "removed"
    LEVEL = "level"


@dataclass(frozen=True)
class Standing:
    """Where one wording of a rule has a series today: at which level on the list and since which
    period (both None: not on it), by which figures, each of which covers ``years``. A ``stale`` one is
    too old for anything to open or to leave."""

    calendar: Calendar
    years: int
    level: Level | None
    since: int | None
    stale: bool
    evidence: Evidence | None


@dataclass(frozen=True)
class Wording:
    """One wording of a rule, and all that it says."""

    rule: Rule
    standing: Mapping[Series, Standing]
    behaviour: Behaviour


@dataclass(frozen=True)
class Moved:
    """A series that an edit moves; ``after`` is None where the rule no longer looks at it."""

    move: Move
    series: Series
    before: Standing | None
    after: Standing | None


@dataclass(frozen=True)
class Edited:
    """One edited rule: ``before`` None for a new one, ``after`` None for one that is gone."""

    edit: Edit
    before: Wording | None
    after: Wording | None
    moved: tuple[Moved, ...]

    @property
    def rule(self) -> Rule:
        """The rule by its newest words."""
        wording = self.after or self.before
        if wording is None:
            raise ValueError("an edit is of a rule")
        return wording.rule


@dataclass(frozen=True)
class Preview:
    """What the edits do together. Messages are those of the edited rules alone, counted from the
    period in which ``since`` lies; news of one day for one post is one message, whichever of these
    rules it comes from."""

    edits: tuple[Edited, ...]
    unchanged: int
    since: date

    @property
    def messages_before(self) -> int:
        return _messages(edit.before for edit in self.edits)

    @property
    def messages_after(self) -> int:
        return _messages(edit.after for edit in self.edits)

    @property
    def more(self) -> int:
        """How many more messages the edited words would have sent; below zero: fewer."""
        return self.messages_after - self.messages_before

    def count(self, move: Move) -> int:
        return sum(one.move is move for edit in self.edits for one in edit.moved)


def preview(
    store: Store, in_force: Setting | None, edited: Setting, now: datetime, years: int = 3,
    progress: Progress | None = None,
) -> Preview:  # fmt: skip
    """Compare the rules in force (None: there are none yet) with the edited ones over the figures
    in the store and the last ``years`` years. ``progress`` is called as either is judged."""
    since = add(Interval(-12 * years, "months"), local_date(now, edited.zone))
    pairs = edits(in_force.book if in_force else None, edited.book)
    old = [before for _, before, _ in pairs if before]
    new = [after for _, _, after in pairs if after]
    before = _in_force(store, in_force, old, since, now, progress) if in_force else {}
    asked = {
        after.id: before[earlier.id].standing.keys()
        for _, earlier, after in pairs
        if earlier and after
    }
    after = _wordings(store, edited, new, asked, since, now, progress)
    found = (
        _edited(edit, before[earlier.id] if earlier else None, after[later.id] if later else None)
        for edit, earlier, later in pairs
    )
    return Preview(tuple(found), len(edited.book.rules) - len(new), since)


def _in_force(
    store: Store, setting: Setting, rules: Iterable[Rule], since: date, now: datetime,
    progress: Progress | None,
) -> dict[str, Wording]:  # fmt: skip
    """The words in force. Where figures are too old for anything to move the list is what the
    register holds, whatever a backtest would make of them."""
    held: dict[str, dict[Series, Breach]] = {}
    for breach in store.live_breaches():
        held.setdefault(breach.rule, {})[breach.series] = breach
    found = _wordings(store, setting, rules, held, since, now, progress)
    return {name: _as_held(wording, held.get(name, {})) for name, wording in found.items()}


def _as_held(wording: Wording, held: Mapping[Series, Breach]) -> Wording:
    standing = {
        series: _held(one, held.get(series)) if one.stale else one
        for series, one in wording.standing.items()
    }
    return replace(wording, standing=standing)


def _held(standing: Standing, breach: Breach | None) -> Standing:
    track = breach.track if breach else Track()
    return replace(standing, level=track.level, since=track.opened)


def _wordings(
    store: Store,
    setting: Setting,
    rules: Iterable[Rule],
    asked: Mapping[str, Collection[Series]],
    since: date,
    now: datetime,
    progress: Progress | None,
) -> dict[str, Wording]:
    """By id what these rules say; with those on the list, the standing of the series ``asked``
    about (by rule)."""
    found = {rule.id: Wording(rule, {}, Behaviour()) for rule in rules}
    names = [rule.id for rule in _standing_for_some(found, setting.book)]
    if not names:
        return found
    judged = backtest(store, setting, Question(rules=tuple(names)), now, progress)
    for name, some in groupby(judged, key=lambda one: one.found.rule.id):
        wording = found[name]
        for one in some:
            standing = {**wording.standing, **_standing(one, asked.get(name, _NONE))}
            did = wording.behaviour + behaviour_since(one, since)
            wording = Wording(wording.rule, standing, did)
        found[name] = wording
    return found


def _standing_for_some(wordings: Mapping[str, Wording], book: Rulebook) -> list[Rule]:
    """Those that stand for some series at all."""
    rules = [wording.rule for wording in wordings.values()]
    return [rule for rule in rules if rule.selects.indicators and book.areas_of(rule)]


def _standing(judged: Judged, asked: Collection[Series]) -> dict[Series, Standing]:
    """The series on the list today, and those that are asked about."""
    found = judged.found
    rows = {n for n, some in judged.stays.items() if some[-1].left is None}
    if asked:
        rows |= {n for n in range(len(found.rows)) if found.series(n) in asked}
    known = judged.setting.book.indicators
    standing = {found.series(n): n for n in sorted(rows)}
    return {
        series: _stands(judged, n)
        for series, n in standing.items()
        if not known[series.indicator].candidate
    }


def _stands(judged: Judged, n: int) -> Standing:
    """One series: on the list by the latest period that signals, off it by the latest reading."""
    found = judged.found
    stay = judged.stays.get(n, ())[-1:]
    listed = stay[0] if stay and stay[0].left is None else None
    column = _signalled_at(found, n) if listed else int(found.anchor[n])
    indicator = judged.setting.book.indicators[found.series(n).indicator]
    return Standing(
        calendar=found.panel.calendar,
        years=indicator.pooled,
        level=listed.steps[-1].level if listed else None,
        since=listed.opened if listed else None,
        stale=bool(found.stale[n]) or indicator.is_over(int(found.expected[n])),
        evidence=evidence(found, n, column) if column >= 0 else None,
    )


def _signalled_at(found: Findings, n: int) -> int:
    return int(np.flatnonzero(found.verdict[n] >= Verdict.AMBER)[-1])


def _edited(edit: Edit, before: Wording | None, after: Wording | None) -> Edited:
    old = before.standing if before else {}
    new = after.standing if after else {}
    series = sorted(
        old.keys() | new.keys(), key=lambda one: (one.area, one.indicator, one.breakdown)
    )
    moved = (_moved(one, old.get(one), new.get(one)) for one in series)
    return Edited(edit, before, after, tuple(one for one in moved if one))


def _moved(series: Series, before: Standing | None, after: Standing | None) -> Moved | None:
    """What happens to a series when the words change; what is too old stays as it stands."""
    old, new = before.level if before else None, after.level if after else None
    if old == new or (after and after.stale):
        return None
    if old is None:
        return Moved(Move.ADDED, series, before, after)
    if new is None:
        return Moved(Move.REMOVED, series, before, after)
    return Moved(Move.LEVEL, series, before, after)


def _messages(wordings: Iterable[Wording | None]) -> int:
    sent = (wording.behaviour.messages for wording in wordings if wording)
    return len(frozenset().union(*sent))
