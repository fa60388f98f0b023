"""What a funnel shows: areas by their size, with what chance alone explains for a size. Values only.

The average and the standings are those of `watchlist.evaluate.spc.funnels`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from watchlist.deliver.charts.amounts import Shown, check_finite
from watchlist.deliver.charts.marks import Merit, with_merit
from watchlist.evaluate.spc.funnels import Standing


class _Words(NamedTuple):
    """``said`` reads after "is"; ``short`` has room in a legend."""

    said: str
    short: str


#: "Much": beyond the outer limits.
STANDINGS = {
    Standing.FAR_ABOVE: _Words("much higher than chance explains", "much higher"),
    Standing.ABOVE: _Words("higher than chance explains", "higher"),
    Standing.NOT_DIFFERENT: _Words("not different from the average", "not different"),
    Standing.BELOW: _Words("lower than chance explains", "lower"),
    Standing.FAR_BELOW: _Words("much lower than chance explains", "much lower"),
    Standing.UNKNOWN: _Words("", ""),
}
_MOST_NAMED = 6


@dataclass(frozen=True)
class Limits:
    """Between which an area of some size is expected: 95 in 100 of them, 998 in 1,000."""

    warning: tuple[Shown, Shown]
    control: tuple[Shown, Shown]


@dataclass(frozen=True)
class FunnelArea:
    """``value`` and ``size`` are None where nothing may be drawn; ``figure`` then says why, else it is
    the figure as shown."""

    name: str
    value: float | None
    figure: str
    size: Shown | None
    standing: Standing = Standing.UNKNOWN
    merit: Merit = Merit.NEITHER
    limits: Limits | None = None
    own: bool = False

    def __post_init__(self) -> None:
        check_finite(self.value)

    @property
    def drawn(self) -> bool:
        return self.value is not None and self.size is not None

    @property
    def said(self) -> str:
        return with_merit(STANDINGS[self.standing].said, self.merit)

    @property
    def short(self) -> str:
        return with_merit(STANDINGS[self.standing].short, self.merit)


@dataclass(frozen=True)
class Curves:
    """The limits over sizes in ascending order."""

    sizes: tuple[float, ...]
    warning_lower: tuple[float, ...]
    warning_upper: tuple[float, ...]
    control_lower: tuple[float, ...]
    control_upper: tuple[float, ...]


@dataclass(frozen=True)
class Funnel:
    """``sized`` says what the size counts ("referrals"). ``unjudged``: why no area is judged; then
    there are no curves."""

    title: str
    subtitle: str
    unit: str
    sized: str
    areas: tuple[FunnelArea, ...]
    average: Shown | None = None
    curves: Curves | None = None
    unjudged: str = ""
    least: float | None = None
    most: float | None = None

    def words(self) -> str:
        """The picture for those who cannot see it."""
        sentences = (
            f"{self.subtitle.removesuffix('.')}." if self.subtitle else "",
            self._average(),
            f"Not judged: {self.unjudged}." if self.unjudged else "",
            *(self._own(area) for area in self.areas if area.own),
            self._others(),
            self._missing(),
        )
        return " ".join(filter(None, sentences))

    def headings(self) -> tuple[str, ...]:
        """Of the columns of `rows`."""
        return ("area", self.sized, "figure", "95 in 100 from", "to", "998 in 1,000 from", "to",
                "where it stands")  # fmt: skip

    def rows(self) -> list[tuple[str, ...]]:
        """The same numbers as a table, a row for each area."""
        return [
            (
                area.name,
                area.size.text if area.size else "",
                area.figure,
                *_texts(area.limits),
                area.said,
            )
            for area in self.areas
        ]

    def _average(self) -> str:
        count = len(self.areas)
        areas = "One area" if count == 1 else f"{count} areas"
        return (
            f"{areas}; the average of all is {self.average.text}." if self.average else f"{areas}."
        )

    def _own(self, area: FunnelArea) -> str:
        """ "Saltmarsh: 24.7% (316 plans), much higher than chance explains (concern)."."""
        if not area.drawn or area.size is None:
            return f"{area.name}: {area.figure}."
        said = f", {area.said}" if area.said else ""
        return f"{area.name}: {area.figure} ({area.size.text} {self.sized}){said}."

    def _others(self) -> str:
        counts = Counter(area.standing for area in self.areas if area.drawn and not area.own)
        found = [one for one in STANDINGS if counts[one] and one is not Standing.UNKNOWN]
        said = [f"{counts[one]} {STANDINGS[one].said}" for one in found]
        return f"Of the others: {', '.join(said)}." if said else ""

    def _missing(self) -> str:
        return missing_said(self.areas)


def missing_said(areas: Iterable[FunnelArea]) -> str:
    """Which areas are not in the picture, and why."""
    absent = [f"{area.name} ({area.figure})" for area in areas if not area.drawn]
    more = [f"{len(absent) - _MOST_NAMED} more"] if len(absent) > _MOST_NAMED else []
    return f"Not shown: {', '.join([*absent[:_MOST_NAMED], *more])}." if absent else ""


def span(sizes: Sequence[float]) -> tuple[float, float]:
    """From just under the smallest to just over the largest."""
    low, high = min(sizes), max(sizes)
    beside = (high - low or high) * 0.05
    return max(low - beside, low / 4), high + beside


def _texts(limits: Limits | None) -> tuple[str, ...]:
    pairs = (*limits.warning, *limits.control) if limits else (None,) * 4
    return tuple(each.text if each else "" for each in pairs)
