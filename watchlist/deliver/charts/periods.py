"""Periods side by side, as every picture over time has them, and the gaps among them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple, Protocol


class Period(Protocol):
    """``value`` is None where no figure may be drawn; ``figure`` then says why, else it is the figure
    as shown. ``label`` stands on the axis, ``spoken`` in a sentence."""

    @property
    def label(self) -> str: ...
    @property
    def spoken(self) -> str: ...
    @property
    def value(self) -> float | None: ...
    @property
    def figure(self) -> str: ...


class Gap(NamedTuple):
    """Periods ``first`` to ``last`` without a figure, all for the same reason."""

    first: int
    last: int
    reason: str


def gaps(periods: Sequence[Period]) -> list[Gap]:
    """Each run of periods without a figure, cut where the reason is another."""
    found = []
    alike = groupby(enumerate(periods), lambda one: (one[1].value is None, one[1].figure))
    for (missing, reason), run in alike:
        if missing:
            places = [place for place, _ in run]
            found.append(Gap(places[0], places[-1], reason))
    return found


def run_of(periods: Sequence[Period], first: int, last: int) -> str:
    """Periods as a sentence names them: "March 2025", "March 2025 to May 2025"."""
    begin, end = periods[first].spoken, periods[last].spoken
    return begin if first == last else f"{begin} to {end}"


def extent(periods: Sequence[Period], noun: str = "period") -> str:
    """How many there are and where they begin and end, with the figures there."""
    if not periods:
        return "No figures."
    first, last = periods[0], periods[-1]
    if first is last:
        return f"One {noun}: {first.spoken} ({first.figure})."
    return (
        f"{len(periods)} {noun}s, from {first.spoken} ({first.figure}) to {last.spoken} "
        f"({last.figure})."
    )


def without(periods: Sequence[Period]) -> str:
    """Which periods have no figure, and why; nothing where all have one."""
    said = [f"{run_of(periods, gap.first, gap.last)} ({gap.reason})" for gap in gaps(periods)]
    return f"No figure: {'; '.join(said)}." if said else ""
