"""The watch list's words: breaches, entries, transitions and the one reason for each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import IntEnum, StrEnum

from watchlist.model.acts import Act, LetGo
from watchlist.model.corrections import By
from watchlist.model.finding import Evidence
from watchlist.model.period import Calendar
from watchlist.model.reading import Series
from watchlist.model.rule import Level


class State(IntEnum):
    """Where a breach stands. NONE is no breach at all; the last three are ends."""

    NONE = 0
    OPEN = 1
    RECOVERING = 2
    CLEARED = 3
    WITHDRAWN = 4
    CLOSED = 5

    @property
    def live(self) -> bool:
        return self in (State.OPEN, State.RECOVERING)


class Reason(StrEnum):
    """Why something moved: the same word in the log, the mail, the page and the metric."""

    OPENED = "opened"
    ALREADY_SO = "already so"
    OPENED_AGAIN = "opened again"
    WORSENED = "worsened"
    EASED = "eased"
    NO_LONGER_SIGNALLED = "no longer signalled"
    RECOVERING = "recovering"
    RELAPSED = "relapsed"
    PROPOSED = "proposed"
    CLEARED = "cleared"
    AGREED = "removal agreed"
    UNMEASURED = "unmeasured"
    RETIRED = "retired"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    RULE_CHANGED = "rule changed"
    RULE_REMOVED = "rule removed"


@dataclass(frozen=True)
class Track:
    """Where one rule stands against one series after some period: what the walk carries along.

    ``good`` counts good readings in a row, ``better`` readings in a row that are better than
    ``level``, ``unknown`` periods in a row that could not be judged. ``held_against`` is the
    deciding leaf's reference at the opening period, ``decided_by`` that leaf's level and number.
    """

    state: State = State.NONE
    level: Level | None = None
    opened: int | None = None
    decided_by: tuple[Level, int] | None = None
    held_against: float | None = None
    good: int = 0
    better: int = 0
    unknown: int = 0
    proposed: bool = False
    unmeasured: bool = False


@dataclass(frozen=True)
class Breach:
    """One rule against one series over a run of periods."""

    id: int
    rule: str
    rule_hash: str
    series: Series
    calendar: Calendar
    track: Track
    judged_to: int  # ordinal of the last judged period
    figure: str  # the figure at `judged_to`, as written: tells whether a correction shows
    opened_at: datetime
    entry: int | None = None
    follows: int | None = None  # the earlier breach, where this one is "opened again"
    closed_at: datetime | None = None
    closed_for: Reason | None = None
    evidence: Evidence | None = None  # of the opening period
    version: int = 0

    def ended(self, state: State, reason: Reason, at: datetime) -> Breach:
        """The breach, ended in one of the end states."""
        track = replace(self.track, state=state)
        return replace(self, track=track, closed_at=at, closed_for=reason)


@dataclass(frozen=True)
class Holder:
    """What an entry must know of a breach that holds it on the list."""

    breach: int
    entry: int | None
    level: Level | None


@dataclass(frozen=True)
class Transition:
    """One appended row of history: what moved, when, why, on which figures, under which words."""

    id: int
    breach: int | None
    entry: int | None
    at: datetime
    reason: Reason
    period: int | None  # the period that caused it; None when no figure did
    level_before: Level | None
    level: Level | None
    state: State
    rule: str | None
    rule_hash: str | None
    evidence: Evidence | None = None
    before: str | None = None  # the figure as written before a correction
    after: str | None = None
    who: str = "watchlist"


@dataclass(frozen=True)
class EntryKey:
    """What gathers breaches into one line: a theme, or one indicator in one area. Without any of them
    nothing gathers: a request that is no indicator."""

    theme: str | None = None
    indicator: str | None = None
    area: str | None = None


@dataclass(frozen=True)
class Entry:
    """One line of the watch list; it leaves when every holder has let go: live breaches, and the
    persons and committees that hold it (``kept``)."""

    id: int
    key: EntryKey
    title: str
    opened_at: datetime
    owner: str | None = None  # a post
    committee: str | None = None
    level: Level | None = None  # the worst level of its live breaches
    left_at: datetime | None = None
    follows: int | None = None  # the earlier entry of the same key
    kept: bool = False  # a person or a committee holds it
    version: int = 0

    @property
    def reference(self) -> str:
        """The reference a person can say: ``WL-0042``."""
        return f"WL-{self.id:04d}"


@dataclass(frozen=True)
class Moves:
    """What one cycle, or one act, decided: rows to insert or update, and history to append. What
    acts moved comes after them."""

    breaches: tuple[Breach, ...] = ()
    transitions: tuple[Transition, ...] = ()
    entries: tuple[Entry, ...] = ()
    acts: tuple[Act, ...] = ()
    let_go: tuple[LetGo, ...] = ()


@dataclass(frozen=True)
class Restatement:
    """A figure that is another one now than it was, as written, one of as many as were ``changed`` of
    its indicator when it was taken in."""

    series: Series
    calendar: Calendar
    period: int
    before: str
    after: str
    at: datetime
    changed: int
    by: By | None = None  # who put it right by hand, where no source did


@dataclass(frozen=True)
class DataCheck:
    """A finding about data, never about performance: see `watchlist.evaluate.checks`.

    ``figures`` carries the numbers a sentence needs (``value``, ``implied``, ``quoted``, ``due`` …).
    """

    check: str
    series: Series
    calendar: Calendar
    period: int
    figures: dict[str, float | str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What knows it again. What happened at a moment (``at``) is another finding at another."""
        series = self.series
        known = [self.check, series.indicator, series.area, series.breakdown, str(self.period)]
        return "|".join(known + ([str(self.figures["at"])] if "at" in self.figures else []))
