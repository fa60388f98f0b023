"""Breach × findings → breaches and transitions, each with its one Reason.

The figure part of the register is a pure function of readings, rules and `now`: each cycle walks
every series' whole history through the breach table and holds the result against what was held.
What differs at the period judged last was restated (or the rule was); what comes after it is news.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from watchlist.model.finding import Findings, Verdict
from watchlist.model.indicator import usual_good_readings
from watchlist.model.reading import NEVER, Ints, Series
from watchlist.model.register import Breach, Reason, State, Track, Transition
from watchlist.model.rule import Rule, Rulebook
from watchlist.register.ids import Ids
from watchlist.register.ledger import Ledger, Witness
from watchlist.register.restated import Standing, by_staleness, settle
from watchlist.register.tracks import NO_COLUMN
from watchlist.register.walk import Move, Terms, Walk, walk


def advance(
    findings: Iterable[Findings],
    held: Sequence[Breach],
    ended: Mapping[tuple[str, Series], int],
    *,
    book: Rulebook,
    first: Collection[str],
    changed: Collection[str] = (),
    ids: Ids,
    now: datetime,
    evidence: Witness,
) -> tuple[list[Breach], list[Transition]]:
    """What the findings do to the breaches: those that are new or changed, and the history.

    ``held`` are the live breaches of these rules, ``ended`` the newest cleared or withdrawn breach
    of each rule and series, ``first`` the rules that are judged for the first time and ``changed``
    those whose words changed since they were judged last. A breach must belong to a series that its
    rule still selects: see :func:`removed`.
    """
    breaches: list[Breach] = []
    transitions: list[Transition] = []
    for found in findings:
        ledger = Ledger(found, ids, now, evidence)
        _Judge(ledger, book, ended, first, changed).judge(held)
        breaches.extend(ledger.breaches.values())
        transitions.extend(ledger.transitions)
    return breaches, transitions


def removed(
    held: Iterable[Breach], book: Rulebook, *, ids: Ids, now: datetime
) -> tuple[list[Breach], list[Transition]]:
    """Close the breaches whose rule is gone or no longer selects their series."""
    breaches = [
        breach.ended(State.CLOSED, Reason.RULE_REMOVED, now)
        for breach in held
        if not _selected(breach, book)
    ]
    return breaches, [_closing(breach, ids.transition(), now) for breach in breaches]


def terms(rule: Rule, findings: Findings, rows: Ints, book: Rulebook) -> Terms:
    """What breaches of these rows ask for before they leave."""
    panel = findings.panel
    usual = usual_good_readings(panel.calendar.frequency)
    after = usual if rule.leaves.after is None else rule.leaves.after
    stale = [book.indicators[name].stale_periods for name in panel.indicators]
    stale_of_rows = np.array(stale, dtype=np.int64)[panel.indicator[findings.rows[rows]]]
    return Terms(max(after, 1), rule.leaves.committee_agrees, stale_of_rows)


@dataclass(eq=False)
class _Judge:
    """One rule's findings against the breaches held."""

    ledger: Ledger
    book: Rulebook
    ended: Mapping[tuple[str, Series], int]
    first: Collection[str]
    changed: Collection[str]

    def judge(self, held: Iterable[Breach]) -> None:
        found = self.ledger.findings
        mine = self._by_row(held)
        stale = {n: breach for n, breach in mine.items() if found.stale[n]}
        for n, breach in stale.items():
            self._unmeasured(n, breach)
        self._walk({n: breach for n, breach in mine.items() if n not in stale})

    def _by_row(self, held: Iterable[Breach]) -> dict[int, Breach]:
        """The breaches of this rule and calendar, by findings' row."""
        found = self.ledger.findings
        mine = [
            breach
            for breach in held
            if breach.rule == found.rule.id and breach.calendar == found.panel.calendar
        ]
        place = {row: n for n, row in enumerate(found.rows.tolist())} if mine else {}
        rows = ((found.panel.row(breach.series), breach) for breach in mine)
        return {place[row]: breach for row, breach in rows if row in place}

    def _unmeasured(self, n: int, breach: Breach) -> None:
        """A series that is stale moves in no way but this one, and once."""
        found, ledger = self.ledger.findings, self.ledger
        patience = self.book.indicators[breach.series.indicator].stale_periods
        late = int(found.expected[n]) - breach.judged_to
        if breach.track.unmeasured or late <= patience:
            return
        marked = replace(breach, track=_silent(breach.track))
        ledger.note(marked, n, Reason.UNMEASURED, None, breach.track.level)
        ledger.keep(marked)

    def _walk(self, held: Mapping[int, Breach]) -> None:
        """Walk the rows that ever showed a level or hold a breach; write down what moved."""
        found = self.ledger.findings
        at_work = (found.verdict >= Verdict.AMBER).any(axis=1) & ~found.stale
        at_work[list(held)] = True
        rows = np.flatnonzero(at_work)
        judged = self._judged(rows, held)
        walked = walk(found, rows, judged, terms(found.rule, found, rows, self.book))
        standing = walked.before.live
        for place, n in enumerate(rows.tolist()):
            if n in held or standing[place] or place in walked.moves:
                self._row(walked, place, int(judged[place]), held.get(n))

    def _judged(self, rows: Ints, held: Mapping[int, Breach]) -> Ints:
        """Per row the column judged last. A series or a rule that is judged for the first time
        counts as judged all along: only what still stands is kept of its history."""
        found = self.ledger.findings
        judged = found.panel.judged_to[found.rows].astype(np.int64)
        if found.rule.id in self.first:
            judged[:] = NEVER
        for n, breach in held.items():
            judged[n] = breach.judged_to
        columns = np.where(judged == NEVER, found.anchor, judged - found.panel.first)
        return np.clip(columns, NO_COLUMN, found.anchor)[rows]

    def _row(self, walked: Walk, place: int, judged: int, held: Breach | None) -> None:
        """One series: what was judged before, then each move since, then where it stands now."""
        n, first = int(walked.rows[place]), self.ledger.findings.panel.first
        track = walked.before.track(place, first)
        silent = held is not None and self._silent(held)
        if silent and track.state.live:
            track = _silent(track)
        cleared = int(walked.before.ended[place])
        standing = Standing(n, first + judged, track, None if cleared < 0 else first + cleared)
        current = settle(self.ledger, held, standing) if held else self._appeared(standing)
        for move in walked.moves.get(place, ()):
            if not (silent and _same_silence(move.track, move.column - judged)):
                current = self._move(current, n, move)
        self._now(current, walked, place, judged, silent)

    def _silent(self, held: Breach) -> bool:
        patience = self.book.indicators[held.series.indicator].stale_periods
        return by_staleness(held.track, patience)

    def _appeared(self, standing: Standing) -> Breach | None:
        """A breach that nobody held, standing at the period judged last: at a first evaluation,
        by other words of the rule, or by a correction. Shown by the latest period that signals."""
        if not standing.track.state.live:
            return None
        found, n = self.ledger.findings, standing.place
        follows = self.ended.get((found.rule.id, found.series(n)))
        reason = Reason.OPENED_AGAIN if follows else Reason.OPENED
        if found.rule.id in self.first:
            reason = Reason.ALREADY_SO
        elif found.rule.id in self.changed:
            reason = Reason.RULE_CHANGED
        upto = standing.judged_to - found.panel.first + 1
        signals = np.flatnonzero(found.verdict[n, :upto] >= Verdict.AMBER)
        shown_at = found.panel.first + int(signals[-1])
        return self.ledger.opened(n, standing.track, reason, shown_at=shown_at, follows=follows)

    def _move(self, current: Breach | None, n: int, move: Move) -> Breach:
        period = self.ledger.findings.panel.first + move.column
        if current is not None and current.track.state.live:
            return self.ledger.moved(current, n, move.reason, period, move.track, move.level_before)
        follows = self._earlier(current, n)
        reason = Reason.OPENED_AGAIN if follows else Reason.OPENED
        return self.ledger.opened(n, move.track, reason, shown_at=period, follows=follows)

    def _earlier(self, current: Breach | None, n: int) -> int | None:
        """The breach that a new one follows: the one just ended by the figures, or an older one."""
        if current is not None and current.track.state is not State.CLOSED:
            return current.id
        found = self.ledger.findings
        return self.ended.get((found.rule.id, found.series(n)))

    def _now(
        self, current: Breach | None, walked: Walk, place: int, judged: int, silent: bool
    ) -> None:
        """Bring a live breach to the anchor."""
        if current is None or not current.track.state.live:
            return
        found, ledger, n = self.ledger.findings, self.ledger, int(walked.rows[place])
        anchor = int(found.anchor[n])
        track = walked.after.track(place, found.panel.first)
        if silent and _same_silence(track, anchor - judged):
            track = _silent(track)
        period = found.panel.first + anchor
        latest = replace(current, track=track, judged_to=period, figure=ledger.figure(n, period))
        if latest != current:
            ledger.keep(latest)


def _silent(track: Track) -> Track:
    """*Last known red*: nothing came for too long, so it is proposed for removal as it stands."""
    return replace(track, unmeasured=True, proposed=True)


def _same_silence(track: Track, periods: int) -> bool:
    """Whether not one of the last so many periods was known: the silence has not ended."""
    return track.unknown >= periods


def _selected(breach: Breach, book: Rulebook) -> bool:
    rule, series = book.rules.get(breach.rule), breach.series
    if rule is None or series.indicator not in rule.selects.indicators:
        return False
    return (
        series.area in book.areas_of(rule)
        and rule.selects.takes(series.breakdown)
        and book.indicators[series.indicator].calendar == breach.calendar
    )


def _closing(breach: Breach, number: int, now: datetime) -> Transition:
    return Transition(
        id=number,
        breach=breach.id,
        entry=breach.entry,
        at=now,
        reason=Reason.RULE_REMOVED,
        period=None,
        level_before=breach.track.level,
        level=breach.track.level,
        state=State.CLOSED,
        rule=breach.rule,
        rule_hash=breach.rule_hash,
        evidence=breach.evidence,
    )
