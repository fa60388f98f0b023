"""The XmR chart of one series, exactly: lines, signals and icons, by either profile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from watchlist.evaluate.spc.limits import Lines, lines, moving_ranges
from watchlist.evaluate.spc.means import LARGEST, checked, known
from watchlist.evaluate.spc.signals import Marks, marks, open_trend
from watchlist.evaluate.spc.words import (
    COMMON_CAUSE,
    NEEDED,
    SHORTEST_BASELINE,
    WATCHLIST,
    Assurance,
    Fired,
    Profile,
    State,
    Variation,
    assurance,
    variation,
)
from watchlist.model.indicator import Better

#: A point of which nothing is said.
UNMARKED = Marks()


@dataclass(frozen=True)
class Group:
    """Points ``first`` to ``last`` (not included) with common lines, between one rebase and the
    next. ``state`` is never *latest value missing*: that is said of a chart."""

    first: int
    last: int
    lines: Lines
    state: State
    constant: bool

    @property
    def short(self) -> bool:
        """Fewer rows than the practice asks for."""
        return self.last - self.first < NEEDED


@dataclass(frozen=True)
class Chart:
    """``values`` and ``marks``: one for each point, in order; ``groups``: at least one wherever there
    are points. ``state``: whether the latest point was judged, and if not, why."""

    values: tuple[float | None, ...]
    groups: tuple[Group, ...]
    marks: tuple[Marks, ...]
    state: State
    better: Better
    target: float | None
    profile: Profile

    @property
    def variation(self) -> Variation | None:
        """The icon of the latest point; None where it is not judged. Under `plotthedots` everything
        is judged on which the reference does not stop."""
        stops = State.OPEN_TREND if self.profile.as_reference else self.state
        if not self.values or (self.state is stops and self.state is not State.JUDGED):
            return None
        return variation(self.named(len(self.values) - 1), self.better)

    @property
    def assurance(self) -> Assurance | None:
        """The latest limits against the target. None without a target or a direction, or where the
        limits are not judged; limits of no width are only where all points are equal."""
        if not self.groups or not _assured(self.groups[-1], self.state, self.profile):
            return None
        last = self.groups[-1].lines
        return assurance(last.lower, last.upper, self.target, self.better)

    def judged(self, group: Group) -> bool:
        """Whether the points of a group have verdicts."""
        return self.profile.as_reference or group.state is State.JUDGED

    def named(self, point: int) -> Fired | None:
        """The signal that names a point, by precedence: outside, trend, two in three, shift."""
        return next(iter(self.marks[point].fired), None)

    def label(self, point: int) -> str:
        """The same in the words of NHSRplotthedots."""
        fired = self.named(point)
        return fired.label if fired else COMMON_CAUSE


def chart(
    values: Iterable[float | None],
    *,
    starts: Sequence[int] = (),
    baseline: int | None = None,
    screen: bool = True,
    better: Better = Better.NEITHER,
    target: float | None = None,
    profile: Profile = WATCHLIST,
) -> Chart:
    """The chart of a series.

    ``values``: in order of time, any unit; None or NaN is missing. ``starts``: points (from 0) at
    which the lines are rebased. ``baseline``: so many rows of each group make its lines, missing
    ones included (left out: all). ``screen``: leave large moving ranges out of the limits.
    ``target``: in the unit of the values.

    Raises ValueError for infinite values and those beyond 1e300, a start that is not a point, and a
    baseline under 12 rows. Source: NHS England, Making Data Count; NHSRplotthedots.
    """
    figures = checked(values)
    check_target(target)
    check_baseline(baseline)
    bounds = _bounds(len(figures), starts)
    made = [
        _group(figures, first, last, baseline, screen, profile) for first, last in pairwise(bounds)
    ]
    marked = [mark for group in made for mark in _marks(figures, group, profile)]
    state = _state(figures, made, profile)
    return Chart(figures, tuple(made), tuple(marked), state, better, target, profile)


def check_target(target: float | None) -> None:
    """Raises ValueError for a target that no chart can show."""
    if target is not None and not abs(target) <= LARGEST:
        raise ValueError(f"a target of {target:g} is no figure to hold a chart against")


def check_baseline(baseline: int | None) -> None:
    """Raises ValueError for a baseline that is too short to fix limits by."""
    if baseline is not None and baseline < SHORTEST_BASELINE:
        raise ValueError(
            f"a baseline of {baseline} rows is too short: it takes {SHORTEST_BASELINE} or more"
        )


def limits_state(
    figures: Sequence[float | None], baseline: int | None, drawn: Lines, profile: Profile
) -> State:
    """Whether the points of a group can be judged by its lines."""
    if len(known(figures)) < profile.needed:
        return State.TOO_FEW
    if not moving_ranges(figures[:baseline]):
        return State.NO_RANGES
    return State.NO_VARIATION if drawn.lower == drawn.upper else State.JUDGED


def _bounds(count: int, starts: Sequence[int]) -> list[int]:
    """Where groups begin, and the end."""
    for start in starts:
        if not 0 <= start < count:
            raise ValueError(f"no point {start}: there are {count}, counted from 0")
    return sorted({0, count, *starts})


def _group(
    figures: Sequence[float | None],
    first: int,
    last: int,
    baseline: int | None,
    screen: bool,
    profile: Profile,
) -> Group:
    own = figures[first:last]
    drawn = lines(own[:baseline], screen, flat=not profile.as_reference)
    state = limits_state(own, baseline, drawn, profile)
    return Group(first, last, drawn, state, constant=len(set(known(own))) == 1)


def _marks(figures: Sequence[float | None], group: Group, profile: Profile) -> list[Marks]:
    own = figures[group.first : group.last]
    if profile.as_reference or group.state is State.JUDGED:
        return marks(own, group.lines, profile.as_reference)
    return [UNMARKED] * len(own)


def _state(figures: Sequence[float | None], made: Sequence[Group], profile: Profile) -> State:
    if not made:
        return State.TOO_FEW
    if profile.as_reference and any(open_trend(figures[each.first : each.last]) for each in made):
        return State.OPEN_TREND
    if made[-1].state is State.JUDGED and figures[-1] is None:
        return State.LATEST_MISSING
    return made[-1].state


def _assured(group: Group, state: State, profile: Profile) -> bool:
    if profile.as_reference:
        return state is not State.OPEN_TREND
    flat = group.state is State.NO_VARIATION and group.constant
    return flat or group.state is State.JUDGED
