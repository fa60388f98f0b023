"""What every condition family speaks: its words, the view it is given, the judgement it returns.

A condition is a frozen dataclass. Its first two fields are always ``head`` (the word that begins it:
``worse_than``) and ``subject`` (what stands behind that word); every further field is a modifier
made with :func:`word`. The loader, the JSON Schema and the reference page are all read off these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from enum import Enum, StrEnum
from typing import Any, Protocol

from watchlist.model.facts import Facts
from watchlist.model.indicator import Area, Indicator, Margin
from watchlist.model.period import Calendar
from watchlist.model.reading import Bools, Bytes, Floats, Ints, Panel, Panels


class Kind(Enum):
    """The kinds of thing that can stand behind a word; the rulebook has one reader for each."""

    REFERENCE = "a reference"  # -> Reference
    RANGE = "a range like 0 to 100"  # -> tuple[float, float]
    MARGIN = "a gap like 5 points, 3 or 10% of it"  # -> Margin
    PERIODS = "a number of periods"  # -> int, at least 1
    SHARE = "a share like 2 of 3"  # -> Share
    NUMBER = "a number"  # -> float
    PART = "numerator, denominator or year to date"  # -> Part
    CONDITION = "a condition"  # -> Condition
    CONDITIONS = "a list of conditions"  # -> tuple[Condition, ...], at least one
    INDICATOR = "the id of an indicator"  # -> str
    MERIT = "worse, better or either"  # -> Merit
    CAPABILITY = "failing, passing or hit_and_miss"  # -> Capability
    SIGNALS = "a list of signals"  # -> tuple[str, ...], at least one
    POINTS = "a number of figures, 8 or more"  # -> int
    BASELINE = "a beginning like first 12"  # -> int, at least 12
    STARTS = "a list of months or days"  # -> tuple[date, ...], at least one
    LINE = "a comparison with a number, target or tolerance"  # -> tuple[Condition]
    AHEAD = "a number of periods, 24 or fewer"  # -> int
    METHOD = "linear or damped"  # -> str
    AMONG = "neighbours or all areas"  # -> Among
    CONFIDENCE = "95% or 99.8%"  # -> float, 0 to 1
    PLACE = "a place like worst 25%"  # -> Place


class Part(StrEnum):
    """Which figure of a reading is looked at."""

    VALUE = "value"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    YEAR_TO_DATE = "year to date"


class Merit(StrEnum):
    """Which way a figure is out of the ordinary."""

    WORSE = "worse"
    BETTER = "better"
    EITHER = "either"


class Capability(StrEnum):
    """How the limits of usual variation lie against the target."""

    FAILING = "failing"
    PASSING = "passing"
    HIT_AND_MISS = "hit_and_miss"


class Among(StrEnum):
    """The areas that a figure is placed among, the own one included."""

    NEIGHBOURS = "neighbours"
    ALL_AREAS = "all areas"


@dataclass(frozen=True)
class Place:
    """``rank: worst 25%``: among the worst quarter. ``share`` is in percent."""

    end: Merit
    share: float

    def __str__(self) -> str:
        return f"{'best' if self.end is Merit.BETTER else 'worst'} {self.share:g}%"


@dataclass(frozen=True)
class Share:
    """``in: 2 of 3``: in so many of the last so many periods."""

    needed: int
    among: int

    def __str__(self) -> str:
        return f"{self.needed} of {self.among}"


class ReferenceKind(StrEnum):
    NUMBER = "number"
    TARGET = "target"
    TOLERANCE = "tolerance"
    PREVIOUS = "previous"
    YEAR_AGO = "a year ago"
    AVERAGE_OF_LAST = "average of last"
    AVERAGE_OF_YEAR = "average of"
    BEST_OF_LAST = "best of last"
    WORST_OF_LAST = "worst of last"
    AREA = "area"
    NEIGHBOURS = "neighbours"
    INDICATOR = "indicator"


@dataclass(frozen=True)
class Reference:
    """What a figure is held against. ``number`` is the number itself or the N of "last N";
    ``name`` the area, the indicator, the year as it is written (``2012-13``), or ``average`` /
    ``median`` of the neighbours."""

    kind: ReferenceKind
    number: float | None = None
    name: str | None = None

    @property
    def is_change(self) -> bool:
        """Held against the series' own past: good is then judged against what it changed from."""
        return self.kind in (
            ReferenceKind.PREVIOUS,
            ReferenceKind.YEAR_AGO,
            ReferenceKind.AVERAGE_OF_LAST,
            ReferenceKind.AVERAGE_OF_YEAR,
            ReferenceKind.BEST_OF_LAST,
            ReferenceKind.WORST_OF_LAST,
        )

    @property
    def is_other(self) -> bool:
        """Held against another series: good is judged against *their figure then*."""
        return self.kind in (
            ReferenceKind.AREA,
            ReferenceKind.NEIGHBOURS,
            ReferenceKind.INDICATOR,
        )

    def __str__(self) -> str:
        """As it is written in a rule file."""
        match self.kind:
            case ReferenceKind.NUMBER:
                return f"{self.number:g}"
            case (
                ReferenceKind.AVERAGE_OF_LAST
                | ReferenceKind.BEST_OF_LAST
                | ReferenceKind.WORST_OF_LAST
            ):
                return f"{self.kind.value} {self.number:g}"
            case ReferenceKind.AVERAGE_OF_YEAR:
                return f"average of {self.name}"
            case ReferenceKind.AREA | ReferenceKind.NEIGHBOURS | ReferenceKind.INDICATOR:
                return f"{{{self.kind.value}: {self.name}}}"
        return self.kind.value


def word(name: str, kind: Kind, says: str, *, example: str, default: Any = None) -> Any:
    """A modifier of a condition: the word in the rule file, what stands behind it, what it says."""
    return field(
        default=default, metadata={"word": name, "kind": kind, "says": says, "example": example}
    )


@dataclass(frozen=True, eq=False)
class View:
    """Some rows of one panel as a rule sees them, with all that those rows may be held against.

    ``rows`` picks the N rows of ``panel``; every array of a judgement is shaped [N, T].
    ``panels`` holds the other series (other calendars included), by calendar. What is said of
    columns before ``asked`` is not looked at: a condition may leave it not judged. ``whole`` is the
    panel before it was cut to what the rules look back on, the same rows; None: it was not.
    """

    panels: Panels
    panel: Panel
    rows: Ints
    indicators: Mapping[str, Indicator]
    areas: Mapping[str, Area]
    asked: int = 0
    whole: Panel | None = None

    @property
    def history(self) -> Panel:
        """The panel with all its columns."""
        return self.panel if self.whole is None else self.whole

    @property
    def before(self) -> int:
        """How many columns of all history lie before the panel's first."""
        return self.panel.first - self.history.first


@dataclass(frozen=True, eq=False)
class Elsewhere:
    """Where a comparison of another ``indicator:`` read its figures: for row n and column t of the
    judgement, row ``rows[n]`` of ``panel`` at column ``columns[n, t]`` (-1: no such series, none)."""

    panel: Panel
    rows: Ints
    columns: Ints


@dataclass(frozen=True)
class Asks:
    """What the words of one comparison ask for, as its evidence repeats them.

    ``bounds`` are those of ``outside``; ``indicator`` is the one looked at where it is not the
    series' own."""

    reference: Reference | None = None
    part: Part = Part.VALUE
    periods: int = 1
    by: Margin | None = None
    share: Share | None = None
    bounds: tuple[float, float] | None = None
    indicator: str | None = None


@dataclass(frozen=True, eq=False)
class Leaf:
    """One comparison inside a level, over N rows and T columns.

    ``truth``         the condition's truth, its ``for`` and ``in`` included.
    ``tested``        the figure that was looked at; NaN where there is none.
    ``held_against``  what it was held against; NaN where there is none or nothing is one number.
    ``since``         the column from which figures are defined as at each cell, None where no
                      definition changed: what a breach opened on before it is not held against.
    ``begins``        the column with which the year to date begins, None where none is looked at.
    ``held_from``     the ordinal (on ``held_calendar``) at which another series was read (NEVER
                      where it was not), or None where no other series is looked at.
    ``good``          the reading is known and not on the wrong side by its own column's reference.
    ``anchored``      good is judged against the reference at the breach's opening period instead,
                      towards ``sign`` (+1 higher is good, -1 lower is good), one per row.
    ``facts``         of a statistical condition: what it found at row n and column t, worked out
                      only when somebody asks.
    """

    condition: Condition
    truth: Bytes
    tested: Floats
    held_against: Floats
    good: Bools
    anchored: bool
    sign: Ints
    held_from: Ints | None = None
    held_calendar: Calendar | None = None
    elsewhere: Elsewhere | None = None
    since: Ints | None = None
    begins: Ints | None = None
    facts: Callable[[int, int], Facts] | None = None


@dataclass(frozen=True, eq=False)
class Judgement:
    """The truth of a whole condition and which of its leaves decided it (``int8 [N, T]``, the
    first true one as written; 0 where none is true)."""

    truth: Bytes
    deciding: Bytes
    leaves: tuple[Leaf, ...]


class Condition(Protocol):
    """A condition: words that can judge a view. Pure; no Python loop over rows."""

    @property
    def head(self) -> str: ...

    def __hash__(self) -> int: ...

    def judge(self, view: View) -> Judgement: ...

    def looks_at(self) -> frozenset[str]:
        """The other indicators that it reads."""
        ...

    def looks_back(self, calendar: Calendar, /) -> int | None:
        """How many periods before a reading its truth may hang on, where every figure covers one
        period; None: all history, or other indicators."""
        ...

    @property
    def asks(self) -> Asks:
        """What its words ask for."""
        ...

    def shows(self, calendar: Calendar, period: int, length: float, /) -> Iterable[int]:
        """The periods (ordinals) whose figures are evidence of what it says of one ``period``, whose
        figure covers so many of them."""
        ...


@dataclass(frozen=True)
class Modifier:
    """A modifier as :func:`word` declared it, and the field of the dataclass that holds it."""

    word: str
    kind: Kind
    says: str
    example: str
    field: str


@dataclass(frozen=True)
class Family:
    """One entry of FAMILIES: the words that begin a condition and the dataclass they build."""

    heads: Mapping[str, Kind]  # head word -> what stands behind it
    build: type[Any]
    says: Mapping[str, str]  # head word -> when it holds

    def modifiers(self) -> dict[str, Modifier]:
        """The modifiers by their words."""
        declared = [item for item in fields(self.build) if "word" in item.metadata]
        return {
            item.metadata["word"]: Modifier(**item.metadata, field=item.name) for item in declared
        }
