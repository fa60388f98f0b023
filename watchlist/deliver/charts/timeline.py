"""What a picture of one series shows: its figures, what they are held against, what a rule says of
each, and when it was on the list. Values only, so that the same timeline is the same picture.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum


class Said(StrEnum):
    """What a rule says of a period."""

    RED = "red"
    AMBER = "amber"
    INFO = "for information"
    CLEAR = "clear"
    UNKNOWN = "not known"
    NOT_JUDGED = "not judged"


@dataclass(frozen=True)
class Point:
    """One period. ``value`` is None where no figure may be drawn; ``figure`` then says why, else it
    is the figure as shown, with its unit."""

    label: str
    spoken: str
    value: float | None
    figure: str
    said: Said

    @property
    def drawn(self) -> bool:
        return self.value is not None


@dataclass(frozen=True)
class Line:
    """What the figures are held against, a number for each point (None: nothing)."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Spell:
    """Points ``first`` up to, not with, ``end`` during which the series stood on the list so: "red",
    "amber", "recovering", "proposed for removal"."""

    first: int
    end: int
    standing: str


@dataclass(frozen=True)
class Timeline:
    """``unit`` is the word on the axis; ``spells`` come in order and do not overlap."""

    title: str
    subtitle: str
    unit: str
    points: tuple[Point, ...]
    lines: tuple[Line, ...] = ()
    spells: tuple[Spell, ...] = ()

    def words(self) -> str:
        """The picture for those who cannot see it."""
        first, last = self.points[0], self.points[-1]
        counts = Counter(point.said for point in self.points)
        said = ", ".join(f"{counts[one]} {one}" for one in Said if counts[one])
        listed = "; ".join(map(self._spoken, self.spells)) or "never in this time"
        held = (
            f" Held against: {', '.join(line.name for line in self.lines)}." if self.lines else ""
        )
        return (
            f"{self.subtitle}. {len(self.points)} periods, from {first.spoken} ({first.figure}) to "
            f"{last.spoken} ({last.figure}): {said}.{held} On the list: {listed}."
        )

    def headings(self) -> tuple[str, ...]:
        """Of the columns of `rows`."""
        return ("period", "figure", "what the rule says", *(line.name for line in self.lines))

    def rows(self) -> list[tuple[str, ...]]:
        """The same numbers as a table, a row for each period."""
        drawn = zip(*(line.values for line in self.lines), strict=True)
        beside = drawn if self.lines else ((),) * len(self.points)
        return [
            (point.spoken, point.figure, str(point.said), *map(_number, held))
            for point, held in zip(self.points, beside, strict=True)
        ]

    def _spoken(self, spell: Spell) -> str:
        first, last = self.points[spell.first], self.points[spell.end - 1]
        run = first.spoken if first is last else f"{first.spoken} to {last.spoken}"
        return f"{spell.standing} {run}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"
