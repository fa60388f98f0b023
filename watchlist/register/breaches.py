"""Breach × findings → breaches and transitions, each with its one Reason.

The figure part of the register is a pure function of readings, rules and `now`: each cycle walks
every series' whole history through the breach table and holds the result against what was held.
What differs at the period judged last was restated (or the rule was); what comes after it is news.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

import numpy as np

from watchlist.model.acts import LetGo
from watchlist.model.finding import Findings, Verdict
from watchlist.model.reading import Bools, Series
from watchlist.model.register import Breach, Reason, State, Track, Transition
from watchlist.model.rule import Rulebook
from watchlist.register.held import Held
from watchlist.register.ids import Ids
from watchlist.register.ledger import Ledger, Witness
from watchlist.register.restated import Standing, by_staleness, settle
from watchlist.register.review import Review, over, review
from watchlist.register.walk import Move, Walk


def advance(
    findings: Sequence[Findings],
    held: Held,
    ended: Mapping[tuple[str, Series], int],
    *,
    book: Rulebook,
    first: Collection[str],
    changed: Collection[str] = (),
    ids: Ids,
    now: datetime,
    evidence: Witness,
    let_go: Iterable[LetGo] = (),
) -> tuple[list[Breach], list[Transition]]:
    """What the findings do to the breaches: those that are new or changed, and the history.

    ``held`` are the live breaches of these rules, ``ended`` the newest cleared or withdrawn breach
    of each rule and series, ``first`` the rules that are judged for the first time and ``changed``
    those whose words changed since they were judged last, ``let_go`` what committees let go of (of
    several for a rule and series the newest counts). A breach whose series its rule no longer
    selects is closed: see :func:`removed`.
    """
    matched = held.places_of(findings)
    of_rule: dict[str, list[LetGo]] = {}
    for one in let_go:
        of_rule.setdefault(one.rule, []).append(one)
    reviews = [
        review(
            found,
            held,
            *places,
            book=book,
            first=found.rule.id in first,
            let_go=of_rule.get(found.rule.id, ()),
        )
        for found, places in zip(findings, matched, strict=True)
    ]
    strays = held.strays(matched)
    whole = held.whole({*strays, *(number for each in reviews for number in each.ids)})
    gone = [whole[number] for number in strays]
    breaches, transitions = removed(gone, book, ids=ids, now=now)
    for found, each in zip(findings, reviews, strict=True):
        ledger = Ledger(found, ids, now, evidence)
        _Judge(ledger, book, ended, first, changed).judge(each, whole)
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


@dataclass(eq=False)
class _Judge:
    """One rule's findings against the breaches held."""

    ledger: Ledger
    book: Rulebook
    ended: Mapping[tuple[str, Series], int]
    first: Collection[str]
    changed: Collection[str]

    @cached_property
    def _over(self) -> Bools:
        """Per row of the findings whether its indicator has come to its end."""
        return over(self.ledger.findings, self.book)

    def judge(self, seen: Review, whole: Mapping[int, Breach]) -> None:
        """Write down what moved; ``whole`` has the breaches that the review asks for."""
        for n, number in seen.silent.items():
            self._unmeasured(n, whole[number])
        for place in seen.places.tolist():
            held = seen.held.get(int(seen.walked.rows[place]))
            breach = None if held is None else whole[held]
            self._row(seen.walked, place, int(seen.judged[place]), breach)

    def _unmeasured(self, n: int, breach: Breach) -> None:
        """A series that is stale moves in no way but this one, and once."""
        marked = replace(breach, track=_silent(breach.track))
        self.ledger.note(marked, n, Reason.UNMEASURED, None, breach.track.level)
        self.ledger.keep(marked)

    def _row(self, walked: Walk, place: int, judged: int, held: Breach | None) -> None:
        """One series: what was judged before, then each move since, then where it stands now."""
        n, first = int(walked.rows[place]), self.ledger.findings.panel.first
        track = walked.before.track(place, first)
        silent = held is not None and self._silent(held)
        if silent and track.state.live:
            track = _silent(track)
        if held and held.track.proposed and self._over[n] and track.state.live:
            track = replace(track, proposed=True)
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
        found, n = self.ledger.findings, standing.place
        if not standing.track.state.live or self._over[n]:
            return None
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
        if self._over[n] and not current.track.proposed:
            ledger.note(latest, n, Reason.RETIRED, None, current.track.level)
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
    if rule is None or series.indicator not in book.watching(rule).selects.indicators:
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
