"""What a sparkline shows: the last figures of one series, small enough for a line of a message."""

from __future__ import annotations

from dataclasses import dataclass

from watchlist.deliver.charts.amounts import check_finite
from watchlist.deliver.charts.marks import Merit
from watchlist.deliver.charts.periods import extent, without


@dataclass(frozen=True)
class SparkPoint:
    """One period. ``value`` is None where no figure may be drawn; ``figure`` then says why, else it
    is the figure as shown."""

    label: str
    spoken: str
    value: float | None
    figure: str

    def __post_init__(self) -> None:
        check_finite(self.value)


@dataclass(frozen=True)
class Sparkline:
    """``merit``: of the last point, None where nothing is said of it."""

    title: str
    points: tuple[SparkPoint, ...]
    merit: Merit | None = None

    def words(self) -> str:
        """The picture for those who cannot see it."""
        sentences = (extent(self.points), self._between(), self._last(), without(self.points))
        return " ".join(filter(None, sentences))

    def headings(self) -> tuple[str, ...]:
        """Of the columns of `rows`."""
        return "period", "figure"

    def rows(self) -> list[tuple[str, ...]]:
        """The same numbers as a table, a row for each period."""
        return [(point.spoken, point.figure) for point in self.points]

    def _between(self) -> str:
        drawn = [(point.value, point.figure) for point in self.points if point.value is not None]
        if len(drawn) < 3:
            return ""
        return f"Lowest {min(drawn)[1]}, highest {max(drawn)[1]}."

    def _last(self) -> str:
        if self.merit is None or not self.points or self.points[-1].value is None:
            return ""
        said = "stands out" if self.merit is Merit.NEITHER else f"is {_AN[self.merit]}"
        return f"The latest {said}."


_AN = {Merit.IMPROVEMENT: "an improvement", Merit.CONCERN: "a concern"}
