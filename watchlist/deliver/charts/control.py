"""The parts of a control chart: points, stretches with one average and range, and what is beside."""

from __future__ import annotations

from dataclasses import dataclass

from watchlist.deliver.charts.amounts import Shown, check_finite
from watchlist.deliver.charts.marks import Mark


@dataclass(frozen=True)
class ControlPoint:
    """One period. ``value`` is None where no figure may be drawn; ``figure`` then says why, else it
    is the figure as shown. ``marks``: every signal of the point, the one that names it first."""

    label: str
    spoken: str
    value: float | None
    figure: str
    marks: tuple[Mark, ...] = ()
    target: Shown | None = None

    def __post_init__(self) -> None:
        check_finite(self.value)

    @property
    def mark(self) -> Mark | None:
        """What names the point; None where nothing stands out."""
        return next(iter(self.marks), None)


@dataclass(frozen=True)
class Stretch:
    """Points ``first`` up to, not with, ``end`` with one average and one usual range, as they are
    shown; ``unjudged`` says why there are none."""

    first: int
    end: int
    centre: Shown | None = None
    lower: Shown | None = None
    upper: Shown | None = None
    unjudged: str = ""

    @property
    def lines(self) -> tuple[Shown | None, Shown | None, Shown | None]:
        return self.centre, self.lower, self.upper

    def words(self) -> str:
        """The lines in a sentence without its end."""
        if self.unjudged or self.centre is None:
            return f"not judged: {self.unjudged or 'no average'}"
        if self.lower is None or self.upper is None:
            return f"average {self.centre.text}"
        return f"average {self.centre.text}, usual range {self.lower.text} to {self.upper.text}"


@dataclass(frozen=True)
class Comparator:
    """Somebody else's figures (England, the neighbours), one for each point; None: none given."""

    name: str
    values: tuple[Shown | None, ...]

    @property
    def latest(self) -> int | None:
        """Which point has the newest one."""
        there = [place for place, value in enumerate(self.values) if value is not None]
        return there[-1] if there else None
