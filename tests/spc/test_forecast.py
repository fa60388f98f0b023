"""Where councils' figures are heading: lines, damped trends, and how sure they are."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from watchlist.evaluate.spc.damped import GRID, Smoothing
from watchlist.evaluate.spc.forecast import Forecast, Method, Outlook, forecast
from watchlist.evaluate.spc.linear import STUDENT, WINDOW
from watchlist.evaluate.spc.projected import Projected, project
from watchlist.model.reading import Floats, Ints

#: Where figures stand and by how much they move, as in charts: binary fractions have few exactly.
_LEVELS = (0.1, 33.3, 7.3, 10.0, -2.2, 0.0)
_STEPS = (0.0, 0.0, 0.0, 0.1, -0.1, 1.0, -1.0, 2.5, 40.0)

_METHODS = pytest.mark.parametrize("method", list(Method))


@st.composite
def panels(draw: st.DrawFn) -> Floats:
    """Up to three series of up to 24 periods: constants, ties, jumps, walks and gaps."""
    shape = (draw(st.integers(1, 3)), draw(st.integers(1, 24)))
    size = shape[0] * shape[1]
    steps = draw(st.sampled_from((_STEPS[:4], _STEPS[3:7], _STEPS)))
    level = draw(st.lists(st.sampled_from(_LEVELS), min_size=shape[0], max_size=shape[0]))
    moves = draw(st.lists(st.sampled_from(steps), min_size=size, max_size=size))
    moved = np.array(moves).reshape(shape)
    values: Floats = np.array(level)[:, None] + (moved.cumsum(1) if draw(st.booleans()) else moved)
    gaps = draw(st.sets(st.integers(0, size - 1), max_size=draw(st.sampled_from((0, 3, 15)))))
    values.reshape(-1)[sorted(gaps)] = np.nan
    return values


@st.composite
def beginnings(draw: st.DrawFn, shape: tuple[int, int]) -> Ints:
    """From which column on figures are comparable: as after changes of definition, or anyhow."""
    if draw(st.booleans()):
        changes = draw(st.lists(st.integers(0, shape[1]), min_size=1, max_size=2))
        before = [
            max((each for each in changes if each <= at), default=-5) for at in range(shape[1])
        ]
        return np.broadcast_to(np.array(before), shape)
    size = shape[0] * shape[1]
    any_column = st.integers(-2, shape[1])
    return np.array(draw(st.lists(any_column, min_size=size, max_size=size))).reshape(shape)


@_METHODS
@given(values=panels(), data=st.data())
def test_one_series_and_many_agree_at_every_column(
    values: Floats, data: st.DataObject, method: Method
) -> None:
    """Whatever the figures, gaps, late beginnings and changes of definition: what is said of many
    councils as of a month is what is said of each one's own figures up to that month."""
    rows, width = values.shape
    begins = data.draw(st.none() | st.lists(st.integers(0, width), min_size=rows, max_size=rows))
    since = data.draw(st.none() | beginnings(values.shape))
    first = None if begins is None else np.array(begins)
    found = project(values, 3, range(width), method, begins=first, since=since)
    for row, column in np.ndindex(*values.shape):
        from_column = max(
            0 if begins is None else begins[row], 0 if since is None else int(since[row, column]), 0
        )
        own = forecast(values[row, from_column : column + 1].tolist(), 3, method)
        _agree(found, (row, column), own, float(np.nanmax(np.abs(values), initial=1)))


_ANY = st.one_of(
    st.floats(-1e300, 1e300), st.just(math.nan), st.sampled_from((1e300, -1e300, 3.0, 5e-324))
)


@_METHODS
@given(values=st.lists(_ANY, max_size=30), horizon=st.integers(1, 24))
@example(values=[1e300, -1e300] * 6, horizon=24)
def test_whatever_the_figures_no_output_is_nan(
    values: list[float], horizon: int, method: Method
) -> None:
    """Huge, tiny, constant or missing: every figure is finite, or a state says why there is none."""
    own = forecast(values, horizon, method)
    ends = (own.central, own.lower, own.upper)
    assert all(len(end) == (horizon if own.state is Outlook.PROJECTED else 0) for end in ends)
    assert all(math.isfinite(figure) for end in ends for figure in end)
    if values:
        found = project(np.array([values]), horizon, None, method)
        assert Outlook(int(found.state[0, 0])) is own.state
        for layer in (found.central, found.lower, found.upper):
            assert np.isfinite(layer).all() == (own.state is Outlook.PROJECTED)


@_METHODS
@given(values=panels(), column=st.integers(0, 23), later=st.sampled_from((math.nan, 7.3, 1e6)))
def test_nothing_later_is_known_to_a_month(
    values: Floats, column: int, later: float, method: Method
) -> None:
    """What was to be expected in March does not change by what April brings, not in one digit: the
    law of time."""
    column = min(column, values.shape[1] - 1)
    changed = values.copy()
    changed[:, column + 1 :] = later
    asked = range(column + 1)
    whole = project(values, 3, range(values.shape[1]), method)
    for other in (
        project(changed, 3, asked, method),
        project(values[:, : column + 1], 3, asked, method),
    ):
        for layer in vars(whole):
            np.testing.assert_array_equal(
                getattr(whole, layer)[:, : column + 1], getattr(other, layer)
            )


@_METHODS
@given(values=panels(), columns=st.lists(st.integers(0, 23), max_size=4))
def test_some_months_are_those_of_the_whole_history(
    values: Floats, columns: list[int], method: Method
) -> None:
    """Looking at some months alone, in any order and one of them twice, or at one council alone, says
    to the digit what looking at all of them says."""
    asked = [min(column, values.shape[1] - 1) for column in columns]
    whole, some = (project(values, 2, each, method) for each in (range(values.shape[1]), asked))
    alone = project(values[:1], 2, asked, method)
    for layer in vars(whole):
        expected = getattr(whole, layer)[:, asked]
        np.testing.assert_array_equal(expected, getattr(some, layer))
        np.testing.assert_array_equal(expected[:1], getattr(alone, layer))


def test_a_line_by_hand() -> None:
    """Six months of 10, 12, 11, 13, 12, 14: their middle is 12, the slope 11/17.5, what is left of
    them 10 - 11²/17.5 = 108/35. A month later that is 12 + 3.5 × 11/17.5 = 14.2."""
    found = forecast([10.0, 12.0, 11.0, 13.0, 12.0, 14.0], 2)
    assert found.state is Outlook.PROJECTED
    assert found.central == pytest.approx((14.2, 14.2 + 11 / 17.5), rel=1e-14)
    half = 1.533206 * math.sqrt(108 / 35 / 4) * math.sqrt(1 + 1 / 6 + 3.5**2 / 17.5)
    assert found.upper[0] - 14.2 == pytest.approx(half, rel=1e-6)
    assert 14.2 - found.lower[0] == pytest.approx(half, rel=1e-6)


def test_a_damped_trend_by_hand() -> None:
    """Six months of 50 and one of 60: every smoothing was off by 10, so the smoothest is taken. Its
    level goes up by a tenth of that, its trend by a hundredth, of which 0.8 is left each month."""
    found = forecast([*[50.0] * 6, 60.0], 3, Method.DAMPED)
    assert found.central == pytest.approx((51.08, 51.08 + 0.064, 51.08 + 0.064 + 0.0512), rel=1e-14)
    next_one = 1.2815515655 * 10 / math.sqrt(7 - 5)
    assert found.upper[0] - found.central[0] == pytest.approx(next_one)
    after = next_one * math.sqrt(1 + (0.1 + 0.01 * 0.8) ** 2)
    assert found.central[1] - found.lower[1] == pytest.approx(after)


def test_a_gap_moves_a_damped_level_on() -> None:
    """A month without a figure corrects nothing: the one after it is expected where it stood."""
    rising = [10.0, 11.5, 12.0, 13.5, 14.0, 15.5, 16.0]
    expected = forecast(rising, 3, Method.DAMPED).central
    met = forecast([*rising, None, expected[1]], 1, Method.DAMPED)
    assert met.central == pytest.approx(expected[2:], rel=1e-12)


def _seen(random: np.random.Generator, count: int, gaps: int) -> list[float]:
    values = np.round(random.normal(40, 5, count) + random.normal() * np.arange(count), 1)
    values[random.choice(count - 1, gaps, replace=False)] = np.nan
    return list(map(float, values))


@pytest.mark.parametrize("gaps", [0, 1, 3, 6])
def test_lines_and_intervals_are_those_of_the_textbook(gaps: int) -> None:
    """The line is that of polyfit; the interval is worked out from the inverse of XᵀX, as textbooks
    have it for any regression."""
    random = np.random.default_rng(gaps)
    for _ in range(50):
        values = _seen(random, WINDOW, gaps)
        x = np.flatnonzero(~np.isnan(values)).astype(float)
        y, ahead = np.array(values)[x.astype(int)], WINDOW + np.arange(4.0)
        found = forecast([None, 900.0, 3.0, *values], 4)
        np.testing.assert_allclose(found.central, np.polyval(np.polyfit(x, y, 1), ahead), rtol=1e-9)
        design, later = (np.stack([np.ones_like(each), each], axis=1) for each in (x, ahead))
        _, (rest,), _, _ = np.linalg.lstsq(design, y)
        freedom = len(x) - 2
        spread = np.einsum("ij,jk,ik->i", later, np.linalg.inv(design.T @ design), later)
        half = _student(freedom) * np.sqrt(rest / freedom * (1 + spread))
        np.testing.assert_allclose(np.subtract(found.upper, found.central), half, rtol=1e-9)
        np.testing.assert_allclose(np.subtract(found.central, found.lower), half, rtol=1e-9)


def _share_below(t: float, freedom: int) -> float:
    """Of Student's distribution, by Simpson's rule over its density."""
    x = np.linspace(0, t, 2_001)
    scale = math.gamma((freedom + 1) / 2) / math.gamma(freedom / 2) / math.sqrt(freedom * math.pi)
    weights = np.array([1, *[4, 2] * 999, 4, 1])
    density = scale * (1 + x**2 / freedom) ** (-(freedom + 1) / 2)
    return 0.5 + float(weights @ density) * t / 2_000 / 3


def _student(freedom: int) -> float:
    """By halving until the share is 0.9."""
    low, high = 0.0, 4.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _share_below(middle, freedom) < 0.9 else (low, middle)
    return low


def test_students_distribution_is_in_the_table() -> None:
    """From six to twelve points have four to ten degrees of freedom; a tenth of cases lies above."""
    assert list(STUDENT) == list(range(4, 11))
    for freedom, t in STUDENT.items():
        assert t == pytest.approx(_student(freedom), rel=1e-11)


def _by_the_book(values: Sequence[float], horizon: int) -> tuple[list[float], list[float]]:
    """Damped Holt as the book writes it, in levels and differences of levels, and the variance with
    its sums written out. The start by polyfit."""
    first = next(at for at, value in enumerate(values) if not math.isnan(value))
    own = np.array(values[first:])
    x = np.flatnonzero(~np.isnan(own))
    slope, at_zero = np.polyfit(x[:6], own[x[:6]], 1)
    ways = [(_error(own, each, at_zero - slope, slope), each) for each in GRID]
    (squares, level, trend), chosen = min(ways, key=lambda way: way[0][0])
    central = [
        level + sum(chosen.damping**each for each in range(1, ahead + 1)) * trend
        for ahead in range(1, horizon + 1)
    ]
    variance = [
        squares / (len(x) - 5) * _variance(chosen, ahead) for ahead in range(1, horizon + 1)
    ]
    return central, [1.2815515655446004 * math.sqrt(each) for each in variance]


def _error(own: Floats, by: Smoothing, level: float, trend: float) -> tuple[float, float, float]:
    squares, share = 0.0, by.trend / by.level
    for figure in own.tolist():
        expected = level + by.damping * trend
        if math.isnan(figure):
            level, trend = expected, by.damping * trend
            continue
        squares += (figure - expected) ** 2
        before, level = level, by.level * figure + (1 - by.level) * expected
        trend = share * (level - before) + (1 - share) * by.damping * trend
    return squares, level, trend


def _variance(by: Smoothing, ahead: int) -> float:
    """Class 1, ETS(A,Ad,N): Forecasting: principles and practice, 8.7."""
    (alpha, beta, phi), rest = by, 1 - by.damping
    one = beta * phi * ahead / rest**2 * (2 * alpha * rest + beta * phi)
    two = beta * phi * (1 - phi**ahead) / (rest**2 * (1 - phi**2))
    two *= 2 * alpha * (1 - phi**2) + beta * phi * (1 + 2 * phi - phi**ahead)
    return 1 + alpha**2 * (ahead - 1) + one - two


@pytest.mark.parametrize("gaps", [0, 2, 7])
@pytest.mark.parametrize("count", [13, 14, 40])
def test_damped_trends_are_those_of_the_book(count: int, gaps: int) -> None:
    """The recursion in levels and differences of levels, and the variance with its sums written out,
    say the same as ours, with every smoothing that there is to choose from."""
    random = np.random.default_rng(100 * count + gaps)
    for _ in range(40):
        values = _seen(random, count, gaps)
        found = forecast(values, 5, Method.DAMPED)
        central, half = _by_the_book(values, 5)
        np.testing.assert_allclose(found.central, central, rtol=1e-9)
        np.testing.assert_allclose(np.subtract(found.upper, found.central), half, rtol=1e-8)
        np.testing.assert_allclose(np.subtract(found.central, found.lower), half, rtol=1e-8)


@pytest.mark.parametrize("slope", [0.1, -2.5, 12.0])
@pytest.mark.parametrize("level", [0.0, 33.3, 1e12, -1e12])
def test_a_straight_line_goes_straight_on(level: float, slope: float) -> None:
    """A figure that goes up by the same every month is expected to go on so, with next to no doubt;
    in figures of a million million pounds as in percentages. A damped trend goes the same way and
    falls behind."""
    values = [level + slope * month for month in range(15)]
    exact = [level + slope * month for month in (15, 16, 17)]
    line, slower = (forecast([*values[:9], None, *values[10:]], 3, each) for each in Method)
    assert line.central == pytest.approx(exact, rel=1e-15, abs=1e-12)
    assert np.subtract(line.upper, line.lower) == pytest.approx(0, abs=1e-14 * abs(level) + 1e-12)
    behind = np.subtract(exact, slower.central) / slope
    assert (behind > 0).all()
    assert (behind < [1, 2, 3]).all()


_MOVES = [0.0, 1.5, 1.0, 2.5, 3.0, 5.5, 4.0]


@_METHODS
@pytest.mark.parametrize("offset", [1e12, -1e12, 1e-9])
def test_a_slope_is_not_lost_in_the_size_of_figures(method: Method, offset: float) -> None:
    """The same moves on top of a million million are the same line and interval, moved there."""
    plain, moved = (forecast([each + by for each in _MOVES], 3, method) for by in (0, offset))
    for end in ("central", "lower", "upper"):
        there = np.subtract(getattr(moved, end), offset)
        np.testing.assert_allclose(
            there, getattr(plain, end), rtol=1e-12, atol=1e-15 * abs(offset) + 1e-14
        )


@_METHODS
@pytest.mark.parametrize("unit", [1e-300, 1e-12, -1.0, 1e6, 1e280])
def test_a_forecast_does_not_hang_on_the_unit(method: Method, unit: float) -> None:
    """In pence as in pounds, and upside down as upright: the same line and interval in that unit."""
    plain, other = (forecast([each * by for each in _MOVES], 3, method) for by in (1, unit))
    lower, upper = ("lower", "upper") if unit > 0 else ("upper", "lower")
    for end, same in (("central", "central"), ("lower", lower), ("upper", upper)):
        np.testing.assert_allclose(
            getattr(other, end), unit * np.array(getattr(plain, same)), rtol=1e-12
        )


@pytest.mark.parametrize("figure", [0.1, 33.3, 7.3, 61.7, -2.2, 0.0, 1e12 + 0.1, 1e300, 1e-9])
@_METHODS
def test_a_constant_goes_on_as_it_is(method: Method, figure: float) -> None:
    """33.3% every month is 33.3% next month, to the last digit and with no doubt: not a hair worse
    than a target of 33.3%."""
    values = [*[figure] * 9, math.nan, *[figure] * 10]
    own = forecast(values, 3, method)
    assert own.central == own.lower == own.upper == (figure,) * 3
    found = project(np.array([values]), 3, None, method)
    for layer in (found.central, found.lower, found.upper):
        assert layer.tolist() == [[[figure] * 3]]


def test_a_fall_to_nothing_ends_at_nothing() -> None:
    """From 1.1 by a tenth each month to 0.1, and then to 0: not to what binary fractions leave."""
    values = [each / 10 for each in range(11, 0, -1)]
    assert forecast(values, 2).central[0] == 0
    assert project(np.array([values]), 2).central[0, 0, 0] == 0


@pytest.mark.parametrize("points", [6, 8, 12])
def test_four_fifths_lie_in_the_interval_of_a_line(points: int) -> None:
    """Of ten thousand councils whose figures scatter about a line, 80% have their next figures where
    they were expected; give or take four standard deviations of such a count."""
    count, horizon = 10_000, 3
    random = np.random.default_rng(points)
    slopes = random.normal(0, 1, (count, 1))
    values = (
        50 + slopes * np.arange(points + horizon) + random.normal(0, 2, (count, points + horizon))
    )
    found = project(values[:, :points], horizon)
    later = values[:, None, points:]
    held = ((found.lower <= later) & (later <= found.upper)).mean(axis=(0, 1))
    assert held == pytest.approx(0.8, abs=4 * math.sqrt(0.8 * 0.2 / count))


def test_about_four_fifths_lie_in_the_interval_of_a_damped_trend() -> None:
    """Of two thousand councils with five years of months that move as a damped trend does. What is
    chosen from their own figures is not known for certain, so that is less exact."""
    random = np.random.default_rng(8)
    errors, level, trend = random.normal(0, 1, (63, 2_000)), np.full(2_000, 50.0), np.zeros(2_000)
    values = np.empty((2_000, 63))
    for month, error in enumerate(errors):
        values[:, month] = level + 0.9 * trend + error
        level, trend = values[:, month] - 0.6 * error, 0.9 * trend + 0.1 * error
    found = project(values[:, :60], 3, None, Method.DAMPED)
    later = values[:, None, 60:]
    held = ((found.lower <= later) & (later <= found.upper)).mean(axis=(0, 1))
    assert held == pytest.approx(0.8, abs=4 * math.sqrt(0.8 * 0.2 / 2_000))


_SIX = [80.0, 82.0, 81.0, 83.0, 80.0, 84.0]


@_METHODS
@pytest.mark.parametrize(
    ("values", "state"),
    [
        ([], Outlook.TOO_FEW),
        ([None] * 20, Outlook.TOO_FEW),
        ([5.0], Outlook.TOO_FEW),
        (_SIX[:5], Outlook.TOO_FEW),
        ([*_SIX[:5], None], Outlook.TOO_FEW),
        (_SIX, Outlook.PROJECTED),
        ([*_SIX, None], Outlook.LATEST_MISSING),
        ([None, *_SIX[:3], math.nan, *_SIX[3:]], Outlook.PROJECTED),
    ],
)
def test_what_cannot_be_projected_is_named(
    values: list[float | None], state: Outlook, method: Method
) -> None:
    """Six points are needed, and the latest month is one of them; otherwise a state says why nothing
    is said."""
    found = forecast(values, 3, method)
    assert found.state is state
    assert state.words
    assert len(found.central) == (3 if state is Outlook.PROJECTED else 0)


def test_a_line_looks_at_twelve_periods_and_a_damped_trend_at_all() -> None:
    """Five figures of the last year are too few for a line, whatever was there before; a gap uses a
    place in the year."""
    values = [*_SIX, *[None] * 7, *_SIX[:5]]
    assert forecast(values, 1).state is Outlook.TOO_FEW
    assert forecast(values, 1, Method.DAMPED).state is Outlook.PROJECTED
    long = [*_SIX, 70.0, *_SIX, *_SIX]
    assert forecast(long, 3) == forecast(long[7:], 3)
    assert forecast(long, 3, Method.DAMPED) != forecast(long[7:], 3, Method.DAMPED)


@_METHODS
def test_a_new_definition_starts_anew(method: Method) -> None:
    """After a change of definition the figures before it are no points, so that the months after it
    are too few until there are six."""
    values = np.array([[*(value + 30 for value in _SIX), *_SIX, 82.0]])
    since = np.array([[*[-9] * 6, *[6] * 7]])
    found = project(values, 2, range(13), method, since=since)
    told = [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1]
    assert (found.state[0] == Outlook.PROJECTED.value).tolist() == list(map(bool, told))
    alone = project(values[:, 6:], 2, None, method)
    np.testing.assert_array_equal(found.central[:, -1], alone.central[:, -1])


@_METHODS
def test_series_in_several_blocks_are_projected_alike(method: Method) -> None:
    """Five thousand councils are projected block by block, each as it is alone."""
    random = np.random.default_rng(7)
    values = np.round(random.normal(50, 2, (5_000, 20)), 1)
    whole, some = project(values, 2, None, method), project(values[2_040:2_060], 2, None, method)
    for layer in vars(whole):
        np.testing.assert_array_equal(getattr(whole, layer)[2_040:2_060], getattr(some, layer))


@_METHODS
def test_no_series_are_no_answers(method: Method) -> None:
    """A panel without rows has an answer without rows, and no months asked for are no answers."""
    assert project(np.ones((0, 30)), 3, None, method).central.shape == (0, 1, 3)
    assert project(np.ones((2, 30)), 3, [], method).central.shape == (2, 0, 3)


@pytest.mark.parametrize("figure", [math.inf, -math.inf, 1.1e300])
@_METHODS
def test_endless_figures_are_an_error(figure: float, method: Method) -> None:
    """An infinite figure, and one beyond all reason, is a fault of the source and no forecast."""
    with pytest.raises(ValueError, match="value 3 is"):
        forecast([1.0, 2.0, figure], 1, method)
    values = np.ones((3, 20))
    values[1, 4] = figure
    with pytest.raises(ValueError, match="can be projected"):
        project(values, 1, None, method)


@pytest.mark.parametrize("horizon", [0, -3])
def test_a_forecast_looks_ahead(horizon: int) -> None:
    """Nothing is expected of the past."""
    with pytest.raises(ValueError, match="1 or more periods ahead"):
        forecast(_SIX, horizon)
    with pytest.raises(ValueError, match="1 or more periods ahead"):
        project(np.array([_SIX]), horizon)


@pytest.mark.parametrize("columns", [[30], [-1], [3, 31]])
def test_a_column_that_is_not_there_is_an_error(columns: list[int]) -> None:
    """Nothing is said as of a month that has no column."""
    with pytest.raises(ValueError, match="columns are 0 to 29"):
        project(np.ones((2, 30)), 1, columns)


def _agree(found: Projected, cell: tuple[int, int], own: Forecast, size: float) -> None:
    assert Outlook(int(found.state[cell])) is own.state
    for end in ("central", "lower", "upper"):
        ours = getattr(found, end)[cell]
        if own.state is Outlook.PROJECTED:
            np.testing.assert_allclose(ours, getattr(own, end), rtol=1e-9, atol=1e-12 * size)
        else:
            assert np.isnan(ours).all()
