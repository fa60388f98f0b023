"""All four signals over 152,000 series of 120 periods, beside bare NumPy arithmetic.

    .venv/bin/python benchmarks/unusual.py

The bare arithmetic takes the same steps as the limits do, plainly: means, moving ranges, screened
means; it looks at no signal and decides no tie. *Rule* is `{unusual: worse}` as it is judged live:
the latest verdict of every series, by `evaluate_newest`. Every series in which a tie decides, and a
sample of the others, is judged a second time by the chart of a single series, and the flags must be
equal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import invented
import numpy as np
import numpy.typing as npt
from judged import TODAY
from machine import describe, duration, interleaved, table

from watchlist.evaluate.newest import evaluate_newest
from watchlist.evaluate.spc.chart import chart
from watchlist.evaluate.spc.latest import bit, latest
from watchlist.evaluate.spc.panel import Judged, judge
from watchlist.evaluate.spc.sums import Options
from watchlist.evaluate.spc.words import WATCHLIST, State
from watchlist.evaluate.unusual import Unusual
from watchlist.model.condition import Merit
from watchlist.model.reading import Floats
from watchlist.model.rule import Level, Rule, Rulebook, Selection

SERIES, PERIODS = 152_000, 120

#: How many of the newest columns are judged after a few months without a look.
FEW = 3

#: So many other series are compared with their own chart.
SAMPLE = 1_000


def main() -> None:
    print(describe("numpy"))
    print(f"\n{SERIES:,} series × {PERIODS} periods, 2% missing, screened\n")
    heads = ["figures", "bare NumPy", "latest", f"latest {FEW}", "rule", "ties", "series checked"]
    print(table(heads, [_line(*kind) for kind in _kinds()]))


def _kinds() -> Iterator[tuple[str, Floats]]:
    """Figures of different grain: the coarser, the more ties there are."""
    random = np.random.default_rng(2026)
    shape = (SERIES, PERIODS)
    drift = np.cumsum(random.normal(0, 0.4, shape), axis=1)
    made = {
        "percentages, two decimals": np.round(80 + drift + random.normal(0, 3, shape), 2),
        "percentages, one decimal": np.round(80 + random.normal(0, 3, shape), 1),
        "small counts": random.poisson(6, shape).astype(np.float64),
        "a quarter constant": _partly_constant(random),
        "one in fifty made to tie": _partly_tied(random),
    }
    for words, values in made.items():
        missing = random.random(shape) < 0.02
        if "tie" in words:
            missing[::50] = False  # a gap would move the mean off the points that lie on it
        values[missing] = np.nan
        yield words, values


def _partly_constant(random: np.random.Generator) -> Floats:
    values = np.round(random.normal(33.3, 2, (SERIES, PERIODS)), 1)
    values[::4] = random.choice([0.1, 33.3, 7.3, 100.0], (len(values[::4]), 1))
    return values


def _partly_tied(random: np.random.Generator) -> Floats:
    """Every fiftieth series is its own mirror image about 7.3, which is therefore its mean; of its
    last seven points none is below it and some lie on it."""
    values = np.round(random.normal(50, 4, (SERIES, PERIODS)), 1)
    half = np.round(random.normal(0, 1, (len(values[::50]), PERIODS // 2)), 1)
    half[:, -7:] = random.choice([0, 0.3, 0.5], (len(half), 7))
    values[::50] = 7.3 + np.concatenate([-half[:, ::-1], half], axis=1)
    return values


def _line(words: str, values: Floats) -> list[str]:
    few = range(PERIODS - FEW, PERIODS)
    work: dict[str, Callable[[], object]] = {
        "bare": lambda: bare(values),
        "latest": lambda: judge(values),
        "few": lambda: judge(values, few),
        "rule": _rule(values),
    }
    took = interleaved(work, rounds=7)
    ratios = (
        f"{duration(took[each])} ({took[each] / took['bare']:.2f}×)"
        for each in ("latest", "few", "rule")
    )
    return [words, duration(took["bare"]), *ratios, *_checked(values, judge(values))]


def _rule(values: Floats) -> Callable[[], object]:
    panel, named = invented.panel(values), invented.indicators(len(values) // invented.AREAS)
    rule = Rule(
        "rule",
        "rule",
        Selection(tuple(named)),
        {Level.AMBER: Unusual("unusual", Merit.WORSE)},
        "rule",
        "rule",
    )
    book = Rulebook(named, {"rule": rule}, invented.areas(), {}, "book", {})
    return lambda: evaluate_newest([rule], book, {panel.calendar: panel}, TODAY)


def bare(values: Floats) -> tuple[Floats, Floats]:
    """Centre lines and screened mean moving ranges, as anybody would write them."""
    known = values == values
    centre = np.where(known, values, 0).sum(axis=1) / known.sum(axis=1)
    ranges = np.abs(np.diff(values, axis=1))
    there = ranges == ranges
    typical = np.where(there, ranges, 0).sum(axis=1) / there.sum(axis=1)
    kept = ranges < 3.267 * typical[:, None]
    with np.errstate(invalid="ignore"):
        screened: Floats = np.where(kept, ranges, 0).sum(axis=1) / kept.sum(axis=1)
    return centre, screened


def _checked(values: Floats, found: Judged) -> list[str]:
    """How many series ties decide, and of how many their own chart says the same: of all of those
    and of a sample of the rest."""
    ties = _ties(values)
    sample = np.random.default_rng(1).choice(len(values), SAMPLE, replace=False)
    checked = np.union1d(ties, sample)
    apart = [row for row in checked.tolist() if not _same(values[row], found, row)]
    if apart:
        raise SystemExit(f"series {apart[:9]} are judged otherwise by their own chart")
    return [f"{len(ties):,}", f"{len(checked):,}"]


def _ties(values: Floats) -> npt.NDArray[np.intp]:
    """Series in which some comparison is closer than plain sums can tell."""
    options, found = Options(None, True, WATCHLIST), []
    for start in range(0, len(values), 10_000):
        block = np.ascontiguousarray(values[start : start + 10_000].T)
        none = np.full(block.shape[1], np.nan)
        doubt = latest(block, np.zeros(block.shape[1], dtype=np.int64), none, options).doubt
        found.append(start + np.flatnonzero(doubt))
    return np.concatenate(found)


def _same(values: Floats, found: Judged, row: int) -> bool:
    drawn = chart(values.tolist())
    flags = sum(bit(fired) for fired in drawn.marks[-1].fired)
    return State(int(found.state[row, 0])) is drawn.state and int(found.fired[row, 0]) == flags


if __name__ == "__main__":
    main()
