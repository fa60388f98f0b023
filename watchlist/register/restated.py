"""Settling what was judged before: the breach as it was held against the breach as the figures and
the rule now have it, at the same period. Comes before any new period is looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace

from watchlist.model.finding import Cell, Evidence
from watchlist.model.register import Breach, Reason, Track
from watchlist.register.ledger import Correction, Ledger, as_written, ended_state


@dataclass(frozen=True)
class Standing:
    """A series at the period judged last, by today's figures and words: its track, and the last
    period (before or at it) at which a breach of it was cleared."""

    place: int  # findings' row
    judged_to: int
    track: Track
    cleared: int | None


def settle(ledger: Ledger, held: Breach, standing: Standing) -> Breach:
    """The breach after its settling, noted in the ledger where anything moved."""
    reason = _reason(ledger, held, standing)
    settled = _settled(ledger, held, standing, reason)
    if reason:
        correction = _correction(ledger, held, standing)
        period = standing.judged_to
        if correction and reason is not Reason.RULE_CHANGED:
            period = correction.period
        else:
            correction = None
        ledger.note(settled, standing.place, reason, period, held.track.level, correction)
    return settled if settled == held else ledger.keep(settled)


def by_staleness(track: Track, stale_periods: int) -> bool:
    """Whether it is marked unmeasured because no return came, and not by periods judged unknown."""
    return track.unmeasured and track.unknown <= stale_periods


def _reason(ledger: Ledger, held: Breach, standing: Standing) -> Reason | None:
    """Why it moved; None when nothing did that anybody could see."""
    track = standing.track
    changed = held.rule_hash != ledger.findings.rule.hash
    if track.state.live:
        if _seen(track) == _seen(held.track) and (changed or not _restated(ledger, held, standing)):
            return None
        return Reason.RULE_CHANGED if changed else Reason.CORRECTED
    if changed:
        return Reason.RULE_CHANGED
    cleared, opened = standing.cleared, held.track.opened
    left = cleared is not None and opened is not None and cleared >= opened
    return Reason.CLEARED if left else Reason.WITHDRAWN


def _seen(track: Track) -> tuple[object, ...]:
    """What a reader sees of a track (its counts are not seen until they lead to something)."""
    return track.state, track.level, track.opened, track.proposed, track.unmeasured


def _restated(ledger: Ledger, held: Breach, standing: Standing) -> bool:
    return ledger.figure(standing.place, held.judged_to) != held.figure


def _settled(ledger: Ledger, held: Breach, standing: Standing, reason: Reason | None) -> Breach:
    period = standing.judged_to
    settled = replace(
        held,
        rule_hash=ledger.findings.rule.hash,
        judged_to=period,
        figure=ledger.figure(standing.place, period),
    )
    if not standing.track.state.live:
        reason = reason or Reason.WITHDRAWN
        return settled.ended(ended_state(reason), reason, ledger.now)
    if reason:
        first = ledger.evidence(standing.place, standing.track.opened)
        settled = replace(settled, evidence=first)
    return replace(settled, track=standing.track)


def _correction(ledger: Ledger, held: Breach, standing: Standing) -> Correction | None:
    """The figure that changed: the one judged last, or else one of those that opened the breach."""
    after = ledger.figure(standing.place, held.judged_to)
    if after != held.figure:
        return Correction(held.judged_to, held.figure, after)
    opening = ledger.evidence(standing.place, held.track.opened)
    return _first_difference(held.evidence, opening)


def _first_difference(before: Evidence | None, after: Evidence | None) -> Correction | None:
    """The newest cell that reads otherwise now, where both look at the same figures."""
    if before is None or after is None:
        return None
    if (before.part, before.indicator) != (after.part, after.indicator):
        return None
    now = {cell.period: _text(cell) for cell in after.cells}
    for cell in reversed(before.cells):
        old, new = _text(cell), now.get(cell.period, _text(cell))
        if old != new:
            return Correction(cell.period, old, new)
    return None


def _text(cell: Cell) -> str:
    return as_written(cell.value, cell.digits, cell.marker)
