"""What a picture of a series by itself shows: its figures, how final each is, and what stands beside
them. Values only, so that the same course is the same picture."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from watchlist.deliver.charts.timeline import Line


class Kind(StrEnum):
    """How far a figure can be relied on."""

    FINAL = "final"
    PROVISIONAL = "provisional"
    UNRELIABLE = "of low reliability"
    FORECAST = "forecast"


@dataclass(frozen=True)
class Step:
    """One period. ``value`` is None where no figure may be drawn; ``figure`` then says why, else it is
    the figure as shown, with its unit. ``detail`` is what it is made of: "84 of 120"."""

    label: str
    spoken: str
    value: float | None
    figure: str
    kind: Kind = Kind.FINAL
    detail: str = ""

    @property
    def drawn(self) -> bool:
        return self.value is not None


@dataclass(frozen=True)
class Course:
    """``unit`` is the word on the axis; ``lines`` have a number for each point, and ``beside`` the same
    as they are shown."""

    title: str
    subtitle: str
    unit: str
    points: tuple[Step, ...]
    lines: tuple[Line, ...] = ()
    beside: tuple[tuple[str, ...], ...] = ()

    def words(self) -> str:
        """The picture for those who cannot see it."""
        first, last = self.points[0], self.points[-1]
        periods = "1 period" if len(self.points) == 1 else f"{len(self.points)} periods"
        kinds = [
            f"{many} {kind}"
            for kind in Kind
            if kind is not Kind.FINAL and (many := sum(one.kind is kind for one in self.points))
        ]
        not_final = f" Not final: {', '.join(kinds)}." if kinds else ""
        names = ", ".join(line.name for line in self.lines)
        held = f" Beside them: {names}." if names else ""
        return (
            f"{self.title}. {periods}, from {first.spoken} ({first.figure}) to {last.spoken} "
            f"({last.figure}).{not_final}{held}"
        )

    def headings(self) -> tuple[str, ...]:
        """Of the columns of `rows`."""
        return ("period", "figure", *self._also, *(line.name for line in self.lines), *self._noted)

    def rows(self) -> list[tuple[str, ...]]:
        """The same numbers as a table, a row for each period."""
        shown = zip(*self.beside, strict=True) if self.beside else ((),) * len(self.points)
        return [
            (
                _begun(one.spoken),
                one.figure,
                *((one.detail,) if self._also else ()),
                *beside,
                *(("" if one.kind is Kind.FINAL else str(one.kind),) if self._noted else ()),
            )
            for one, beside in zip(self.points, shown, strict=True)
        ]

    @property
    def _also(self) -> tuple[str, ...]:
        return ("number",) if any(one.detail for one in self.points) else ()

    @property
    def _noted(self) -> tuple[str, ...]:
        return ("note",) if any(one.kind is not Kind.FINAL for one in self.points) else ()


def _begun(spoken: str) -> str:
    """A period as a row begins with it: "Quarter 3 of 2023-24", "Week of 3 March 2025"."""
    said = spoken.removeprefix("the ")
    return said[:1].upper() + said[1:]
