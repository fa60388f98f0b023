"""What the unmodified reference packages returned, as it lies beside the project."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest

from watchlist.evaluate.spc.chart import Chart, chart
from watchlist.evaluate.spc.words import PLOT_THE_DOTS
from watchlist.model.indicator import Better

DATA = Path(__file__).parents[2] / "../shared/data/spc"

present = pytest.mark.skipif(
    not DATA.is_dir(), reason="the reference packages' answers are not at ../shared/data/spc"
)

Row = dict[str, str]

_BETTER = {"increase": Better.HIGHER, "decrease": Better.LOWER, "neutral": Better.NEITHER}


@cache
def rows(name: str) -> list[Row]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by(name: str, *keys: str) -> dict[str, list[Row]]:
    """The rows of a file for each value of its keys, in the order of the file."""

    def key(row: Row) -> str:
        return ",".join(row[each] for each in keys)

    ordered = sorted(rows(name), key=key)
    return {value: list(some) for value, some in groupby(ordered, key=key)}


@cache
def series() -> dict[str, list[tuple[str, float | None]]]:
    """Dates and values of each series, in order of time."""
    return {
        name: sorted((row["date"], figure(row["value"])) for row in some)
        for name, some in by("series", "series_id").items()
    }


@cache
def charts() -> dict[str, Chart]:
    """The chart of every case, by the reference's profile."""
    return {case["case_id"]: _chart(case) for case in rows("cases")}


def _chart(case: Row) -> Chart:
    dated, rebase = series()[case["series_id"]], case["rebase_dates"].split(";")
    baseline = figure(case["fix_after_n_points"])
    return chart(
        (value for _, value in dated),
        starts=[at for at, (day, _) in enumerate(dated) if day in rebase],
        baseline=None if baseline is None else int(baseline),
        screen=case["screen_outliers"] == "1",
        better=_BETTER[case["improvement_direction"]],
        target=figure(case["target"]),
        profile=PLOT_THE_DOTS,
    )


def figure(text: str) -> float | None:
    """Empty means missing; what the reference calls NaN we do not have either."""
    return None if text in ("", "NaN") else float(text)


def figures(some: Iterable[Row], column: str) -> list[float]:
    """A column for arrays, NaN where it is missing."""
    return [math.nan if (one := figure(row[column])) is None else one for row in some]


def agrees(ours: float | None, theirs: str, within: float = 1e-9) -> bool:
    """Equal to one in a thousand million, or neither is there. Near 0, where limits are what is left
    of two larger figures, to a million millionth."""
    expected = figure(theirs)
    if ours is None or expected is None:
        return ours is None and expected is None
    return math.isclose(ours, expected, rel_tol=within, abs_tol=1e-12)
