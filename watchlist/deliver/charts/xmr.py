"""What a control chart (XmR) of one series shows: figures with their average and usual range, what
stands out, targets and comparators. Values only, so that the same chart is the same picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from watchlist.deliver.charts.amounts import Shown, bounds, digits_apart, shown
from watchlist.deliver.charts.control import Comparator, ControlPoint, Stretch
from watchlist.deliver.charts.control_words import compared, lines_said, standing_out, target_said
from watchlist.deliver.charts.marks import Mark, merit
from watchlist.deliver.charts.periods import extent, without
from watchlist.evaluate.spc.chart import Chart, Group
from watchlist.evaluate.spc.words import Assurance, State
from watchlist.model.indicator import Unit

Numbers = Sequence[float | None]


@dataclass(frozen=True)
class ControlChart:
    """``unit`` is the word on the axis; ``stretches`` come in order and cover the points; ``least``
    and ``most`` are what the unit allows. ``state``: whether the latest point is judged."""

    title: str
    subtitle: str
    unit: str
    points: tuple[ControlPoint, ...]
    stretches: tuple[Stretch, ...]
    comparators: tuple[Comparator, ...] = ()
    state: State = State.JUDGED
    assurance: Assurance | None = None
    least: float | None = None
    most: float | None = None

    def __post_init__(self) -> None:
        """Raises ValueError where a point would stand in no stretch, or in no comparator."""
        ends = [0, *(stretch.end for stretch in self.stretches)]
        starts = [*(stretch.first for stretch in self.stretches), len(self.points)]
        if starts != ends or any(len(each.values) != len(self.points) for each in self.comparators):
            raise ValueError("each point has its place in one stretch and in every comparator")

    def latest(self) -> str:
        """What is to be said of the latest figure."""
        if self.state is not State.JUDGED or not self.points:
            return f"Not judged: {self.state.words}."
        last = self.points[-1]
        if last.value is None:
            return f"The latest figure, for {last.spoken}: {last.figure}."
        said = last.mark.said if last.mark else "as usual"
        return f"The latest figure, {last.figure} in {last.spoken}, is {said}."

    def words(self) -> str:
        """The picture for those who cannot see it."""
        sentences = (
            f"{self.subtitle.removesuffix('.')}." if self.subtitle else "",
            extent(self.points),
            *lines_said(self.points, self.stretches),
            *standing_out(self.points, self.stretches),
            target_said(self.points, self.assurance),
            *compared(self.points, self.comparators),
            without(self.points),
        )
        return " ".join(dict.fromkeys(filter(None, sentences)))

    def headings(self) -> tuple[str, ...]:
        """Of the columns of `rows`."""
        beside = (comparator.name for comparator in self.comparators)
        lines = "average", "usual range from", "to"
        return "period", "figure", *lines, "target", *beside, "what stands out"

    def rows(self) -> list[tuple[str, ...]]:
        """The same numbers as a table, a row for each period."""
        return [
            (
                point.spoken,
                point.figure,
                *map(_text, stretch.lines),
                _text(point.target),
                *(_text(comparator.values[place]) for comparator in self.comparators),
                "; ".join(mark.said for mark in point.marks),
            )
            for stretch in self.stretches
            for place, point in enumerate(self.points[stretch.first : stretch.end], stretch.first)
        ]


@dataclass(frozen=True)
class Named:
    """What a period is called, and its figure as it may be shown: left out, it is made from the
    number; where there is no number, or it is ``withheld`` from this reader, it says why."""

    label: str
    spoken: str
    figure: str = ""
    withheld: bool = False


@dataclass(frozen=True)
class Beside:
    """What a chart is drawn with: targets (left out: the chart's own at each point), and comparators
    by name, a number for each point."""

    targets: Numbers | None = None
    comparators: Mapping[str, Numbers] = field(default_factory=dict)


_NOTHING = Beside()


def control_chart(
    chart: Chart,
    periods: Iterable[Named],
    title: str,
    unit: Unit,
    subtitle: str = "",
    beside: Beside = _NOTHING,
) -> ControlChart:
    """The picture of a chart; its subtitle, left out, is what is to be said of the latest figure.
    Raises ValueError unless there is a name for each of its points.

    Percentages are shown with lines within 0 and 100, as far as their figures stay there; what
    stands out was judged by the lines as they were computed.
    """
    least, most = bounds(unit, chart.values)
    targets = beside.targets or (chart.target,) * len(chart.values)
    whole = zip(range(len(chart.values)), periods, targets, strict=True)
    drawn = ControlChart(
        title=title,
        subtitle=subtitle,
        unit=str(unit),
        points=tuple(_point(chart, at, named, target, unit) for at, named, target in whole),
        stretches=tuple(_stretch(chart, group, unit) for group in chart.groups),
        comparators=tuple(
            Comparator(name, tuple(_shown(value, unit) for value in values))
            for name, values in beside.comparators.items()
        ),
        state=chart.state,
        assurance=chart.assurance,
        least=least,
        most=most,
    )
    return drawn if subtitle else replace(drawn, subtitle=drawn.latest())


def _point(chart: Chart, at: int, named: Named, target: float | None, unit: Unit) -> ControlPoint:
    value = None if named.withheld else chart.values[at]
    held = _shown(target, unit)
    if value is None:
        reason = named.figure or ("withheld" if named.withheld else "missing")
        return ControlPoint(named.label, named.spoken, None, reason, target=held)
    fired = chart.marks[at].fired
    marks = tuple(Mark(each, merit(each.high, chart.better)) for each in fired)
    figure = named.figure or shown(value, unit).text
    return ControlPoint(named.label, named.spoken, value, figure, marks, held)


def _stretch(chart: Chart, group: Group, unit: Unit) -> Stretch:
    """The lines of a group as they are shown, or the state for which there are none."""
    if not chart.judged(group):
        return Stretch(group.first, group.last, unjudged=group.state.words)
    own = chart.values[group.first : group.last]
    lines = group.lines.within(*bounds(unit, chart.values))
    return Stretch(
        group.first,
        group.last,
        centre=_line(lines.centre, own, unit),
        lower=_line(lines.lower, own, unit),
        upper=_line(lines.upper, own, unit),
    )


def _line(value: float | None, own: Numbers, unit: Unit) -> Shown | None:
    return None if value is None else shown(value, unit, digits_apart(value, own))


def _shown(value: float | None, unit: Unit) -> Shown | None:
    return None if value is None else shown(value, unit)


def _text(figure: Shown | None) -> str:
    return figure.text if figure else ""
