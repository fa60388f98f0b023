"""What a chart can say: profiles, states, signals, and the icons of *Making Data Count*."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import NamedTuple

from watchlist.model.indicator import Better

#: A group with fewer points than this is short.
NEEDED = 13

#: The shortest fixed baseline.
SHORTEST_BASELINE = 12


@dataclass(frozen=True)
class Profile:
    """How verdicts are reached.

    ``needed``: a group with fewer known values is *too few points*. ``as_reference``: verdicts as
    NHSRplotthedots gives them, its doubtful ones included; otherwise what cannot be judged has no
    verdict, and two of three counts points beyond the limits (as the Making Data Count team
    decided in 2023).
    """

    name: str
    needed: int = NEEDED
    as_reference: bool = False


PLOT_THE_DOTS = Profile("plotthedots", as_reference=True)
WATCHLIST = Profile("watchlist")
PROFILES = {profile.name: profile for profile in (WATCHLIST, PLOT_THE_DOTS)}


class State(Enum):
    """Whether a chart could be judged, and if not, why. The numbers are those in `Judged.state`."""

    JUDGED = 0
    TOO_FEW = 1
    NO_RANGES = 2
    NO_VARIATION = 3
    LATEST_MISSING = 4
    OPEN_TREND = 5

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    State.JUDGED: "judged",
    State.TOO_FEW: "too few points",
    State.NO_RANGES: "no two neighbouring values are known",
    State.NO_VARIATION: "no variation",
    State.LATEST_MISSING: "latest value missing",
    State.OPEN_TREND: "a missing value leaves a trend open",
}


class Signal(StrEnum):
    """Four kinds of special cause, the one that names a point first."""

    OUTSIDE = "outside"
    TREND = "trend"
    TWO_IN_THREE = "two in three"
    SHIFT = "shift"


class Fired(NamedTuple):
    """A signal and its direction: above the centre line or rising, below or falling."""

    signal: Signal
    high: bool

    @property
    def label(self) -> str:
        """In the words of NHSRplotthedots."""
        return _LABELS[self.signal][not self.high]


_LABELS = {
    Signal.OUTSIDE: ("Above UCL", "Below LCL"),
    Signal.TREND: ("7 Point Trend (Increasing)", "7 Point Trend (Decreasing)"),
    Signal.TWO_IN_THREE: ("2 in 3 Above CL", "2 in 3 Below CL"),
    Signal.SHIFT: ("7 Points Above CL", "7 Points Below CL"),
}
COMMON_CAUSE = "Common Cause"


class Variation(StrEnum):
    """The icon of variation."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT_HIGH = "improvement_high"
    IMPROVEMENT_LOW = "improvement_low"
    CONCERN_HIGH = "concern_high"
    CONCERN_LOW = "concern_low"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"


class Assurance(StrEnum):
    """The icon of assurance; ``inconsistent`` is *hit and miss*."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    HIT_AND_MISS = "inconsistent"


def variation(fired: Fired | None, better: Better) -> Variation:
    """The icon of a point by the signal that names it."""
    if fired is None:
        return Variation.COMMON_CAUSE
    end = "high" if fired.high else "low"
    if better is Better.NEITHER:
        return Variation(f"neutral_{end}")
    good = fired.high == (better is Better.HIGHER)
    return Variation(f"{'improvement' if good else 'concern'}_{end}")


def point_type(fired: Fired | None, better: Better) -> str:
    """The kind of a point in the words of NHSRplotthedots."""
    icon = variation(fired, better)
    if icon is Variation.COMMON_CAUSE:
        return str(icon)
    kind = str(icon) if better is Better.NEITHER else icon.partition("_")[0]
    return f"special_cause_{kind}"


def assurance(
    lower: float | None, upper: float | None, target: float | None, better: Better
) -> Assurance | None:
    """The icon by the latest limits: a target strictly beyond them always passes or always fails.
    None without a target or a direction. Without limits it is hit and miss, as the reference has
    it; who knows better does not ask."""
    if target is None or better is Better.NEITHER:
        return None
    if upper is not None and target > upper:
        return Assurance.FAIL if better is Better.HIGHER else Assurance.PASS
    if lower is not None and target < lower:
        return Assurance.PASS if better is Better.HIGHER else Assurance.FAIL
    return Assurance.HIT_AND_MISS
