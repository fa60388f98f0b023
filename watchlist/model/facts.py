"""What a statistical condition found of one reading: figures only; sentences are made from them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Unjudged(StrEnum):
    """Why nothing could be said."""

    TOO_FEW = "too few points"
    NO_RANGES = "no two neighbouring values are known"
    NO_VARIATION = "no variation"
    LATEST_MISSING = "latest value missing"
    NO_COUNTS = "no counts"
    TOO_FEW_AREAS = "too few areas"


@dataclass(frozen=True)
class Run:
    """A signal at the latest reading. ``name`` is that of the rule language (``outside_limits``,
    ``shift``, ``trend``, ``two_of_three``); ``high``: above the average, or rising; ``points``: how
    many of the latest known readings it runs over."""

    name: str
    high: bool
    points: int


@dataclass(frozen=True)
class Variation:
    """The XmR chart as of the reading. Lines are in the unit of the figures, None where there are
    none; ``points`` known figures make them, the first of period ``since``; ``constant``: they
    are all the same; ``runs`` are all signals of the reading, the one that names it first."""

    centre: float | None
    lower: float | None
    upper: float | None
    points: int
    needed: int
    since: int
    constant: bool = False
    runs: tuple[Run, ...] = ()
    target: float | None = None
    unjudged: Unjudged | None = None


@dataclass(frozen=True)
class Projection:
    """The forecast from the reading: ``central``, ``lower`` and ``upper`` (an 80% interval) for each of
    the periods after it; ``reached`` is the first of them (from 1) that is on that ``side`` of what it
    is held against: ``worse_than``, ``better_than``, ``above``, ``below``."""

    method: str
    side: str
    central: tuple[float, ...] = ()
    lower: tuple[float, ...] = ()
    upper: tuple[float, ...] = ()
    reached: int | None = None
    unjudged: Unjudged | None = None


@dataclass(frozen=True)
class Position:
    """Where an area stands in a group, the own area included. ``among`` is the group in the words of
    the rule, ``level`` that of the area; ``known`` of the ``areas`` have a figure. Of an outlier: the
    ``average`` of the group, the limits at ``confidence`` (of the group's funnel; of a rate the area's
    own interval) and the ``side`` beyond them (+1 high, -1 low, 0 neither). Of a rank: the ``rank``
    counted from that ``end`` (1 is the worst, or the best), which ``ties`` others share; the rule asks
    for the first ``share`` percent. Without an average or a rank, and not ``unjudged``, too few of the
    figures are known."""

    among: str
    areas: int
    known: int
    level: str = "authority"
    average: float | None = None
    lower: float | None = None
    upper: float | None = None
    confidence: float | None = None
    side: int = 0
    rank: int | None = None
    ties: int = 0
    end: str | None = None
    share: float | None = None
    unjudged: Unjudged | None = None


@dataclass(frozen=True)
class Chance:
    """The interval of a proportion or rate, in the unit of the figure."""

    lower: float | None
    upper: float | None
    confidence: float
    unjudged: Unjudged | None = None


Facts = Variation | Projection | Position | Chance
