"""Which figure of an indicator in an area is meant: its breakdown and what it covers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from watchlist.model.finding import Cell
from watchlist.model.reading import Marker

#: Parts of a period that its figures can cover: a year to date covers some of its months.
_PARTS = 12


@dataclass(frozen=True, order=True)
class Place:
    """One figure: ``period`` is the last that it covers, ``span`` as :attr:`Cell.span` has it (so
    many periods; negative: so many months from the beginning of a year)."""

    breakdown: str
    period: int
    span: int = 1

    @classmethod
    def of(cls, breakdown: str, cell: Cell) -> Place:
        return cls(breakdown, cell.period, cell.span)

    @cached_property
    def covers(self) -> tuple[int, int]:
        """From where to where in time, in twelfths of a period, the end left out."""
        if self.span < 0:
            return self.period * _PARTS, self.period * _PARTS - self.span
        return (self.period - self.span + 1) * _PARTS, (self.period + 1) * _PARTS

    def at(self, breakdown: str) -> Place:
        """The figure over the same time of another breakdown."""
        return Place(breakdown, self.period, self.span)


@dataclass(frozen=True)
class Figure:
    """What stands at a place. ``public``: its source is public, with its own symbols, so that anybody
    may know what stands there whatever is shown here."""

    place: Place
    cell: Cell
    public: bool = False


def has_figure(cell: Cell) -> bool:
    return cell.value is not None and cell.marker in (Marker.FIGURE, Marker.UNRELIABLE)


def withheld_by_source(cell: Cell) -> bool:
    """Whether its source says that there is a figure and does not give it."""
    return cell.marker in (Marker.CONFIDENTIAL, Marker.LOW)


def without(breakdown: str, dimension: str) -> str | None:
    """A breakdown without one of its dimensions; None where it does not have it."""
    given = breakdown.split(";")
    left = [part for part in given if not part.startswith(f"{dimension}=")]
    return ";".join(left) if len(left) < len(given) else None
