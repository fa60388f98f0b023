"""Intervals, funnels, quantiles and run charts agree with the reference packages, row by row."""

from __future__ import annotations

import numpy as np

from tests.spc.vectors import agrees, by, figure, figures, present, rows, series
from watchlist.evaluate.spc.funnels import (
    Funnel,
    Standing,
    average,
    proportion_limits,
    proportion_standing,
    rate_limits,
    rate_standing,
)
from watchlist.evaluate.spc.intervals import Interval, byar, rate, wilson
from watchlist.evaluate.spc.quantiles import NO_QUANTILE, quantiles
from watchlist.evaluate.spc.run_chart import RunChart, run_chart
from watchlist.model.reading import Bytes, Floats

pytestmark = present


def test_every_interval_agrees() -> None:
    """Each of 391 intervals: Wilson's, Byar's, and the exact one below ten events. For no events
    Byar's has no lower limit in the reference; ours is 0."""
    compared = 0
    for row in rows("intervals"):
        x, n = (np.array(figures([row], each)) for each in ("numerator", "denominator"))
        sure = float(row["confidence"])
        if row["pct"]:
            assert _same(wilson(x, n, sure), row, "wilson_lower", "wilson_upper"), row
            scaled = Interval(*(100 * each for each in wilson(x, n, sure)))
            assert _same(scaled, row, "pct_lower", "pct_upper"), row
        approximate = {**row, "byars_count_lower": row["byars_count_lower"].replace("NaN", "0")}
        assert _same(byar(x, sure), approximate, "byars_count_lower", "byars_count_upper"), row
        assert _same(rate(x, n, sure), row, "rate_lower", "rate_upper"), row
        compared += 1
    assert compared >= 391


def test_every_point_of_a_funnel_agrees() -> None:
    """Each of 604 areas stands where the reference puts it: by the funnel of proportions, by its own
    interval for rates and ratios."""
    compared = 0
    for areas in by("funnel_points", "dataset", "statistic").values():
        kind = areas[0]["statistic"]
        x, n = (np.array(figures(areas, each)) for each in ("numerator", "denominator"))
        standing = _standing(kind, x, n)
        for row, ours in zip(areas, standing.tolist(), strict=True):
            assert Standing(ours).label == row["significance"], row
            compared += 1
        if kind == "proportion":
            share = average(x, n)
            assert share is not None
            _limits_agree(proportion_limits(share, n), areas, 1e-9)
            assert all(agrees(share, row["average"]) for row in areas)
    assert compared >= 604


def test_every_limit_of_a_funnel_agrees() -> None:
    """Each of 400 places along a funnel; limits of rates to a thousandth, for the reference finds them
    by bisection."""
    compared = 0
    for places in by("funnel_limits", "dataset", "statistic").values():
        x, baseline = np.array(figures(places, "x")), float(places[0]["baseline"])
        if places[0]["statistic"] == "proportion":
            _limits_agree(proportion_limits(baseline / 100, x), places, 1e-9)
        else:
            _limits_agree(rate_limits(baseline / 10_000, x), places, 1e-3)
        compared += len(places)
    assert compared >= 400


def test_every_quantile_agrees() -> None:
    """Each of 544 areas is in the reference's tenth, fifth or quarter, ties and gaps included."""
    compared = 0
    for areas in by("quantiles", "dataset").values():
        values, count = np.array(figures(areas, "value")), int(areas[0]["nquantiles"])
        ours = quantiles(values, count, highest_first=areas[0]["invert"] == "1")
        for row, quantile in zip(areas, ours.tolist(), strict=True):
            assert quantile == (figure(row["quantile"]) or NO_QUANTILE), row
            compared += 1
    assert compared >= 544


def test_every_run_chart_agrees() -> None:
    """Each of 678 run charts: line and limits, runs, crossings, their bounds and the signal."""
    compared = 0
    for row in rows("runs"):
        individuals = row["chart"] == "i"
        values = (value for _, value in series()[row["series_id"]])
        drawn = run_chart(values, individuals=individuals)
        ours = (drawn.lines.centre, drawn.lines.lower, drawn.lines.upper)
        assert all(map(agrees, ours, (row["centre"], row["lcl"], row["ucl"]))), row
        assert _run_words(drawn) == tuple(row[each] for each in _RUN_COLUMNS), row
        if individuals:
            assert str(drawn.outside) == row["n_outside"], row
        compared += 1
    assert compared >= 678


_RUN_COLUMNS = (
    *("n_obs", "n_useful", "longest_run", "longest_run_max"),
    *("n_crossings", "n_crossings_min", "runs_signal"),
)


def _run_words(drawn: RunChart) -> tuple[str, ...]:
    runs = drawn.runs
    held = (
        (runs.longest, runs.longest_by_chance, runs.crossings, runs.fewest_by_chance)
        if runs
        else (("",) * 4)
    )
    return tuple(map(str, (drawn.points, drawn.useful, *held, int(drawn.signal))))


def _standing(kind: str, x: Floats, n: Floats) -> Bytes:
    if kind == "proportion":
        return proportion_standing(x, n)
    return rate_standing(x, n, 1.0 if kind == "ratio" else None)


def _same(ours: Interval, row: dict[str, str], lower: str, upper: str) -> bool:
    return agrees(float(ours.lower[0]), row[lower]) and agrees(float(ours.upper[0]), row[upper])


def _limits_agree(ours: Funnel, expected: list[dict[str, str]], within: float) -> None:
    for at, row in enumerate(expected):
        for suffix, pair in (("2s", ours.warning), ("3s", ours.control)):
            assert agrees(float(pair.lower[at]), row[f"lower_{suffix}"], within), row
            assert agrees(float(pair.upper[at]), row[f"upper_{suffix}"], within), row
