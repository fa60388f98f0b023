"""Hierarchies of figures drawn at random: one and two crossed dimensions, several months,
corrections, years to date, percentages."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from hypothesis import strategies as st

from tests.register.small_numbers.build import COUNT, PERCENT, Case, Written, figure
from watchlist.model.indicator import SmallNumbers
from watchlist.register.small_numbers import Figure

Cross = dict[tuple[str, ...], float]

#: Many small ones: that is what this is about.
COUNTS = st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 26, 40, 75])
RULES = st.sampled_from([SmallNumbers(), SmallNumbers(), SmallNumbers(1, 4), SmallNumbers(0, 5)])
ROUNDED = st.sampled_from([SmallNumbers(1, 5, 10), SmallNumbers(1, 5, 5)])


@st.composite
def one_time(draw: st.DrawFn, most: int = 2) -> Case:
    """Counts of one month, every total given or only some."""
    dimensions, cells = draw(crosses(most))
    figures = [figure(key, count) for key, count in totals(dimensions, cells).items()]
    if draw(st.booleans()):
        left_out = draw(st.sets(st.sampled_from([each.place for each in figures]), max_size=2))
        figures = [each for each in figures if each.place not in left_out]
    return Case(COUNT, draw(RULES), dimensions, [figures])


@st.composite
def rounded(draw: st.DrawFn) -> Case:
    """Counts whose totals are rounded."""
    dimensions, cells = draw(crosses(2))
    figures = [figure(key, count) for key, count in totals(dimensions, cells).items()]
    return Case(COUNT, draw(ROUNDED), dimensions, [figures])


@st.composite
def corrected(draw: st.DrawFn) -> Case:
    """Counts of one month that are corrected once or twice after they were first shown."""
    dimensions, cells = draw(crosses(2))
    releases = [_figures(dimensions, cells)]
    for _ in range(draw(st.integers(1, 2))):
        for key in draw(st.sets(st.sampled_from(sorted(cells)), min_size=1, max_size=3)):
            cells = {**cells, key: draw(COUNTS)}
        releases.append(_figures(dimensions, cells))
    return Case(COUNT, draw(RULES), dimensions, releases)


@st.composite
def to_date(draw: st.DrawFn) -> Case:
    """A year to date, month by month; each month's figure takes the place of the one before."""
    dimensions, cells = draw(crosses(1))
    releases: list[list[Figure]] = []
    for months in range(1, draw(st.integers(2, 4)) + 1):
        came = {key: draw(st.sampled_from([0, 0, 1, 2, 3, 5, 8, 13])) for key in cells}
        cells = {key: cells[key] + more for key, more in came.items()}
        now = [figure(k, v, 0, -months) for k, v in totals(dimensions, cells).items()]
        keeps = bool(releases) and draw(st.booleans())
        releases.append([*releases[-1], *now] if keeps else now)
    return Case(COUNT, draw(RULES), dimensions, releases)


@st.composite
def months_and_quarter(draw: st.DrawFn) -> Case:
    """Three months, each published when it is over, and then the quarter."""
    dimensions, cells = draw(crosses(1))
    figures: list[Figure] = []
    releases: list[list[Figure]] = []
    sums = dict.fromkeys(cells, 0.0)
    for month in range(3):
        cells = {key: draw(COUNTS) for key in cells}
        sums = {key: sums[key] + cells[key] for key in cells}
        figures = [*figures, *_figures(dimensions, cells, month)]
        releases.append(figures)
    quarter = [figure(k, v, 2, 3) for k, v in totals(dimensions, sums).items()]
    at_once = draw(st.booleans())
    releases = [*releases[:2], [*figures, *quarter]] if at_once else [*releases, figures + quarter]
    return Case(COUNT, draw(RULES), dimensions, releases)


@st.composite
def shares(draw: st.DrawFn) -> Case:
    """Percentages with the counts behind them, to a whole number or one decimal."""
    dimensions, among = draw(crosses(2, 3))
    numbers = {key: float(draw(st.integers(0, int(size)))) for key, size in among.items()}
    digits = draw(st.integers(0, 1))
    behind = {
        key: (count, size) for (key, count), size in zip(
            totals(dimensions, numbers).items(), totals(dimensions, among).values(), strict=True
        ) if size
    }  # fmt: skip
    figures = [figure(key, written, digits=digits) for key, written in behind.items()]
    return Case(PERCENT, draw(RULES), dimensions, [figures])


@st.composite
def crosses(draw: st.DrawFn, most: int, parts: int = 4) -> tuple[tuple[str, ...], Cross]:
    """The finest cells of one or more crossed dimensions."""
    dimensions = ("age", "sex")[: draw(st.integers(1, most))]
    sizes = [draw(st.integers(2, parts)) for _ in dimensions]
    keys = product(*(
        [f"{name}={n}" for n in range(size)] for name, size in zip(dimensions, sizes, strict=True)
    ))  # fmt: skip
    return dimensions, {key: float(draw(COUNTS)) for key in keys}


def totals(dimensions: tuple[str, ...], cells: Cross) -> dict[str, float]:
    """The cells with every total of them, crossed or grand."""
    found: dict[str, float] = {}
    for key, count in cells.items():
        for kept in product((True, False), repeat=len(dimensions)):
            name = ";".join(part for part, keep in zip(key, kept, strict=True) if keep)
            found[name] = found.get(name, 0) + count
    return found


def _figures(dimensions: tuple[str, ...], cells: Cross, period: int = 0) -> list[Figure]:
    written: Iterable[tuple[str, Written]] = totals(dimensions, cells).items()
    return [figure(key, each, period) for key, each in written]


CASES = {
    "counts of one month": one_time(),
    "rounded totals": rounded(),
    "corrected figures": corrected(),
    "years to date": to_date(),
    "months and their quarter": months_and_quarter(),
    "percentages": shares(),
}
