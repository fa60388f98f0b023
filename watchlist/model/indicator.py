"""What is watched: indicators with their targets, the areas they are given for, the committees
that look at them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from math import inf

from watchlist.model.errors import Mark
from watchlist.model.period import Calendar, Frequency


class UnitKind(StrEnum):
    PERCENT = "percent"
    COUNT = "count"
    RATE = "rate"
    DAYS = "days"
    POUNDS = "pounds"
    SCORE = "score"
    NUMBER = "number"


@dataclass(frozen=True)
class Unit:
    """What a figure counts; ``per`` is the population of a rate (10000 in "rate per 10000")."""

    kind: UnitKind
    per: int | None = None

    @property
    def is_additive(self) -> bool:
        """Whether the figures of several periods come together as their sum."""
        return self.kind in (UnitKind.COUNT, UnitKind.POUNDS, UnitKind.NUMBER)

    def __str__(self) -> str:
        return f"rate per {self.per}" if self.per else self.kind.value


class Better(StrEnum):
    """Which way is good (polarity)."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"

    @property
    def sign(self) -> int:
        """+1 when higher is better, -1 when lower is, 0 when there is no merit either way."""
        return {"higher": 1, "lower": -1, "neither": 0}[self.value]


@dataclass(frozen=True)
class Margin:
    """A gap: ``5 points``, ``3`` (in the indicator's unit), or ``10% of it`` (relative)."""

    amount: float
    relative: bool = False

    def __str__(self) -> str:
        return f"{self.amount:g}% of it" if self.relative else f"{self.amount:g}"


@dataclass(frozen=True)
class TargetStep:
    """A target and the ordinal of the first period it holds for (None: always)."""

    value: float
    since: int | None = None


@dataclass(frozen=True)
class Interval:
    """A stretch of time an officer writes: "15 working days", "3 months"."""

    amount: int
    unit: str  # "working days" | "days" | "weeks" | "months"

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"


class Publication(StrEnum):
    PUBLIC = "public"
    INTERNAL = "internal"
    EXEMPT = "exempt"


@dataclass(frozen=True)
class SmallNumbers:
    """Counts from ``low`` to ``high`` are withheld; totals are rounded to ``round_totals_to``."""

    low: int = 1
    high: int = 5
    round_totals_to: int | None = None


@dataclass(frozen=True)
class CheckSettings:
    """How the always-on checks are tuned for an indicator; names in ``off`` do not run."""

    overdue: Interval | None = None
    off: frozenset[str] = frozenset()


_ANYTHING = (-inf, inf)
_ALLOWED = {
    UnitKind.PERCENT: (0.0, 100.0),
    UnitKind.COUNT: (0.0, inf),
    UnitKind.RATE: (0.0, inf),
}


@dataclass(frozen=True)
class Indicator:
    id: str
    title: str
    unit: Unit
    better: Better
    calendar: Calendar
    mark: Mark = Mark("")
    number: str | None = None
    targets: tuple[TargetStep, ...] = ()
    target_in_data: bool = False  # `target: in the data`: a column of the readings holds it
    tolerance: Margin | None = None
    due: Interval | None = None
    owner: str | None = None
    committee: str | None = None
    tags: frozenset[str] = frozenset()
    publication: Publication = Publication.INTERNAL
    exempt_paragraph: int | None = None
    small_numbers: SmallNumbers | None = None
    stale_after: int | None = None
    year: Frequency = Frequency.FINANCIAL_YEAR  # over which it adds up to date
    definition_changed: tuple[int, ...] = ()  # the periods from which another definition holds
    pooled: int = 1  # how many years each figure covers; it stands at the year they end in
    variant_of: str | None = None  # the indicator that it is a second figure of
    candidate: bool = False  # shown, never on the list
    retired: int | None = None  # the ordinal of its last period
    adds_up: tuple[str, ...] = ()  # dimensions whose parts add up to their total
    checks: CheckSettings = field(default_factory=CheckSettings)

    @property
    def stale_periods(self) -> int:
        """How many periods its latest reading may be late before it counts as stale."""
        if self.stale_after is not None:
            return self.stale_after
        return 1 if self.calendar.frequency.is_year else 2

    @property
    def allowed(self) -> tuple[float, float]:
        """The least and the greatest figure there can be, as the check *impossible* has it; where
        that was switched off, or of other units, nothing is known."""
        if "impossible" in self.checks.off:
            return _ANYTHING
        return _ALLOWED.get(self.unit.kind, _ANYTHING)

    def is_over(self, ordinal: int) -> bool:
        """Whether it was retired and, when this period should be in, its last one should."""
        return self.retired is not None and ordinal >= self.retired

    def is_past(self, ordinal: int) -> bool:
        """Whether a period comes after its last one."""
        return self.retired is not None and ordinal > self.retired

    def target_at(self, ordinal: int) -> float | None:
        """The rulebook's target in force at a period (the newest step that has begun)."""
        held = [step for step in self.targets if step.since is None or step.since <= ordinal]
        return (
            max(held, key=lambda step: -(10**9) if step.since is None else step.since).value
            if held
            else None
        )


@dataclass(frozen=True)
class Area:
    """A place figures are given for. ``neighbours`` are sets of statistical neighbours by the
    day from which each set is in force, oldest first."""

    name: str
    code: str | None = None
    level: str = "authority"
    own: bool = False
    neighbours: tuple[tuple[date, tuple[str, ...]], ...] = ()
    mark: Mark = Mark("")


@dataclass(frozen=True)
class Committee:
    id: str
    title: str
    chair: str | None = None
    clerk: str | None = None
    meetings: tuple[date, ...] = ()
    mark: Mark = Mark("")


def usual_good_readings(frequency: Frequency) -> int:
    """After 3 good readings for weeks and months, 2 for quarters and terms, 1 for years."""
    if frequency in (Frequency.WEEK, Frequency.MONTH):
        return 3
    return 1 if frequency.is_year else 2
