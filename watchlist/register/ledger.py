"""Writing down what moves: breaches as they now stand, and a row of history for every move."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import isnan

from watchlist.model.finding import Evidence, Findings
from watchlist.model.reading import Ints, Marker, written
from watchlist.model.register import Breach, Reason, State, Track, Transition
from watchlist.model.rule import Level
from watchlist.register.ids import Ids

#: The figures behind row n, column t: ``evaluate.evidence`` in earnest.
Witness = Callable[[Findings, int, int], Evidence | None]


@dataclass(frozen=True)
class Correction:
    """A figure as it was shown, and as it is now."""

    period: int
    before: str
    after: str


def as_written(value: float | None, digits: int | None, marker: Marker) -> str:
    """A figure as it was written, or what its marker says where there is none (None or NaN)."""
    if value is None or isnan(value):
        return marker.words
    return written(value, digits)


def figures(findings: Findings, numbers: Ints, columns: Ints) -> list[str]:
    """Figures of findings' rows, each at its column, as written."""
    panel, rows = findings.panel, findings.rows[numbers]
    layers = (panel.value, panel.digits, panel.marker)
    cells = zip(*(layer[rows, columns].tolist() for layer in layers), strict=True)
    return [as_written(value, digits, _MARKERS[marker]) for value, digits, marker in cells]


_MARKERS = tuple(Marker)


@dataclass(eq=False)
class Ledger:
    """The pages on which one cycle writes what one rule's findings moved."""

    findings: Findings
    ids: Ids
    now: datetime
    witness: Witness
    breaches: dict[int, Breach] = field(default_factory=dict)
    transitions: list[Transition] = field(default_factory=list)
    _seen: tuple[int, int, Evidence | None] | None = None

    def column(self, ordinal: int) -> int:
        return ordinal - self.findings.panel.first

    def figure(self, n: int, ordinal: int) -> str:
        """The figure of findings' row n at a period, as written."""
        panel, row, column = self.findings.panel, int(self.findings.rows[n]), self.column(ordinal)
        if not 0 <= column < panel.shape[1]:
            return Marker.NONE.words
        value, digits = float(panel.value[row, column]), int(panel.digits[row, column])
        return as_written(value, digits, Marker(int(panel.marker[row, column])))

    def evidence(self, n: int, ordinal: int | None) -> Evidence | None:
        """The figures behind a period; asked twice (a breach and its first move), made once."""
        column = -1 if ordinal is None else self.column(ordinal)
        if not 0 <= column < self.findings.panel.shape[1]:
            return None
        if self._seen is None or self._seen[:2] != (n, column):
            self._seen = (n, column, self.witness(self.findings, n, column))
        return self._seen[2]

    def opened(
        self, n: int, track: Track, reason: Reason, *, shown_at: int, follows: int | None
    ) -> Breach:
        """A new breach, with the period that shows it to whoever is told now."""
        found = self.findings
        breach = Breach(
            id=self.ids.breach(),
            rule=found.rule.id,
            rule_hash=found.rule.hash,
            series=found.series(n),
            calendar=found.panel.calendar,
            track=track,
            judged_to=shown_at,
            figure=self.figure(n, shown_at),
            opened_at=self.now,
            follows=follows,
            evidence=self.evidence(n, track.opened),
        )
        self.note(breach, n, reason, shown_at, None)
        return self.keep(breach)

    def moved(
        self, breach: Breach, n: int, reason: Reason, period: int, track: Track,
        level_before: Level | None,
    ) -> Breach:  # fmt: skip
        """A breach that a period moved; one that it cleared is ended here."""
        breach = replace(breach, track=track, judged_to=period, figure=self.figure(n, period))
        if not track.state.live:
            breach = breach.ended(track.state, reason, self.now)
        self.note(breach, n, reason, period, level_before)
        return self.keep(breach)

    def note(
        self, breach: Breach, n: int, reason: Reason, period: int | None,
        level_before: Level | None, correction: Correction | None = None,
    ) -> None:  # fmt: skip
        """Append a row of history about a breach as it now stands."""
        self.transitions.append(
            Transition(
                id=self.ids.transition(),
                breach=breach.id,
                entry=breach.entry,
                at=self.now,
                reason=reason,
                period=period,
                level_before=level_before,
                level=breach.track.level,
                state=breach.track.state,
                rule=breach.rule,
                rule_hash=breach.rule_hash,
                evidence=self.evidence(n, period),
                before=correction.before if correction else None,
                after=correction.after if correction else None,
            )
        )

    def keep(self, breach: Breach) -> Breach:
        """Put a breach down as it now stands (the last word of a cycle is the one that counts)."""
        self.breaches[breach.id] = breach
        return breach


def ended_state(reason: Reason) -> State:
    """The end state that belongs to a reason for ending."""
    return {Reason.CLEARED: State.CLEARED, Reason.WITHDRAWN: State.WITHDRAWN}.get(
        reason, State.CLOSED
    )
