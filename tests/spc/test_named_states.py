"""What cannot be judged is named, not given a verdict that cries wolf."""

from __future__ import annotations

import pytest

from watchlist.evaluate.spc.chart import chart
from watchlist.evaluate.spc.words import (
    PLOT_THE_DOTS,
    WATCHLIST,
    Assurance,
    Fired,
    Profile,
    Signal,
    State,
    Variation,
)
from watchlist.model.indicator import Better

ONE_DIP = [*[100.0] * 8, 96.0, *[100.0] * 8]
WAVES = [80.0, 82.0, 81.0, 83.0, 80.0, 84.0, 81.0, 82.0, 80.0, 83.0, 82.0, 81.0, 84.0, 80.0]


def test_one_dip_in_a_hundred_per_cent_is_no_signal() -> None:
    """Of 100% for eight months, 96% once and 100% again the reference calls every month special and
    the target of 90% always passed; we say that there is no variation to judge by."""
    ours = chart(ONE_DIP, better=Better.HIGHER, target=90)
    assert ours.state is State.NO_VARIATION
    assert (ours.variation, ours.assurance) == (None, None)
    assert not any(mark.fired for mark in ours.marks)
    theirs = chart(ONE_DIP, better=Better.HIGHER, target=90, profile=PLOT_THE_DOTS)
    assert all(mark.fired for mark in theirs.marks)
    assert theirs.assurance is Assurance.PASS


@pytest.mark.parametrize(
    ("target", "better", "icon"),
    [
        (90.0, Better.HIGHER, Assurance.PASS),
        (90.0, Better.LOWER, Assurance.FAIL),
        (97.0, Better.HIGHER, Assurance.FAIL),
        (97.0, Better.LOWER, Assurance.PASS),
        (95.0, Better.HIGHER, Assurance.HIT_AND_MISS),
        (90.0, Better.NEITHER, None),
    ],
)
def test_a_constant_always_passes_or_fails(
    target: float, better: Better, icon: Assurance | None
) -> None:
    """95% in every month passes a target of 90%, where the reference is undecided."""
    drawn = chart([95.0] * 15, better=better, target=target)
    assert (drawn.assurance, drawn.variation) == (icon, None)
    assert drawn.groups[0].lines.lower == drawn.groups[0].lines.upper == 95
    reference = chart([95.0] * 15, better=better, target=target, profile=PLOT_THE_DOTS)
    assert reference.assurance in (Assurance.HIT_AND_MISS, None)


def test_twelve_points_are_too_few() -> None:
    """A year of months is not judged, one month more is; quarterly figures need three years, or a
    profile that takes fewer."""
    assert chart(WAVES[:12]).state is State.TOO_FEW
    assert chart(WAVES[:12]).variation is None
    assert chart(WAVES[:13]).variation is Variation.COMMON_CAUSE
    assert chart(WAVES[:8], profile=Profile("quarterly", needed=8)).state is State.JUDGED


def test_a_missing_latest_value_is_unknown() -> None:
    """The reference calls a month without a figure common cause; we say that the figure is missing.
    The limits are still held against the target."""
    values = [*WAVES, None]
    ours = chart(values, better=Better.HIGHER, target=200)
    assert (ours.state, ours.variation) == (State.LATEST_MISSING, None)
    assert ours.assurance is Assurance.FAIL
    assert chart(values, profile=PLOT_THE_DOTS).variation is Variation.COMMON_CAUSE


def test_without_neighbours_there_are_no_limits() -> None:
    """Where every other month is missing nothing says how much is usual."""
    drawn = chart([None if at % 2 else 80.0 + at for at in range(30)])
    assert drawn.state is State.NO_RANGES
    assert (drawn.groups[0].lines.lower, drawn.groups[0].lines.centre) == (None, 94.0)


def test_a_trend_left_open_is_named() -> None:
    """Six rising months with a gap among them: the reference stops with an error."""
    values = [*WAVES, 85.0, 86.0, None, 88.0, 89.0, 90.0, 91.0]
    assert chart(values, profile=PLOT_THE_DOTS).state is State.OPEN_TREND
    assert chart(values, profile=PLOT_THE_DOTS).variation is None
    assert chart(values).state is State.JUDGED


def test_two_of_three_counts_points_beyond_the_limits() -> None:
    """One point beyond the limit and one near it, of three on one side: a signal since the Making
    Data Count team decided so in 2023, and none in the reference."""
    values = [*WAVES * 2, 90.0, 83.0, 85.8]
    ours, theirs = (chart(values, baseline=28, profile=each) for each in (WATCHLIST, PLOT_THE_DOTS))
    assert ours.marks[-1].outside is False
    assert ours.marks[-1].near
    assert ours.marks[-1].fired == (Fired(Signal.TWO_IN_THREE, high=True),)
    assert theirs.marks[-1].fired == ()


def test_every_signal_is_kept_beside_the_label() -> None:
    """Seven rising months above the average, the last beyond the limit: three signals, one label."""
    values = [*WAVES * 2, *(83.5, 84.0, 84.5, 85.0, 86.0, 87.0, 88.0)]
    drawn = chart(values, baseline=28)
    signals = [fired.signal for fired in drawn.marks[-1].fired]
    assert signals == [Signal.OUTSIDE, Signal.TREND, Signal.TWO_IN_THREE, Signal.SHIFT]
    assert drawn.label(len(values) - 1) == "Above UCL"


def test_limits_are_clipped_only_where_they_are_shown() -> None:
    """A percentage near 100 has its upper limit at 100% on paper; what is judged is the limit as it
    was computed."""
    values = [98.0, 99.0, 97.0, 99.5, 96.0, 99.0, 98.0, 99.5, 97.0, 99.0, 98.5, 96.5, 99.0]
    lines = chart(values).groups[0].lines
    shown = lines.within(0, 100)
    assert lines.upper is not None
    assert lines.upper > 100
    assert (shown.upper, shown.lower, shown.centre) == (100, lines.lower, lines.centre)


def test_a_rebase_starts_anew() -> None:
    """After new limits the new level is judged by itself, and no signal crosses the line."""
    values = [*WAVES, *(value + 30 for value in WAVES)]
    assert chart(values).marks[-1].shift
    rebased = chart(values, starts=[len(WAVES)])
    assert rebased.variation is Variation.COMMON_CAUSE
    assert [group.lines.centre for group in rebased.groups] == pytest.approx(
        [81.6428571, 111.6428571]
    )


def test_no_points_are_too_few() -> None:
    """A series without any row has a state and nothing else."""
    drawn = chart([])
    assert (drawn.state, drawn.groups, drawn.variation, drawn.assurance) == (
        State.TOO_FEW,
        (),
        None,
        None,
    )


def test_a_rise_before_a_flat_step_stays_a_rise() -> None:
    """Seven rising months, the same again, then a fall: the seventh month ends a rise. The reference
    looks at the flat step after it and calls it falling; at a peak both say what follows."""
    up, down = [80.0 + at for at in range(7)], [86.0 - at for at in range(7)]
    ours, theirs = (chart([*up, *down], profile=each) for each in (WATCHLIST, PLOT_THE_DOTS))
    assert (ours.marks[6].rising, theirs.marks[6].rising) == (True, False)
    peak = chart([*up, *down[1:]])
    assert (peak.marks[5].rising, peak.marks[6].rising) == (True, False)
