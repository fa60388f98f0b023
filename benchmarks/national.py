"""A nation's readings, 18.24 million of them in one Parquet file, judged by ten rules where they lie.

    .venv/bin/python benchmarks/national.py [PICTURE]

Beside merely reading the file with PyArrow; four of the rules also in DuckDB, Polars and pandas
(dependency group `bench`), and three in Prometheus over the part that one block of it holds. What is
absent is said and left out. How many findings are true must agree among all of them. With the name of
a picture, what judging costs by the number of series, periods and rules is drawn there.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path

import nation
import pyarrow.parquet as pq
from four_rules import Act, Counts, in_duckdb, in_pandas, in_polars
from machine import describe, duration, installed, interleaved, table
from nation_in_prometheus import beside_prometheus

from watchlist.model.rule import Rulebook
from watchlist.scan import looked_at, scan
from watchlist.sources.parquet_table import ParquetTable

READING, TEN, FOUR = "reading the file (PyArrow)", "watchlist, ten rules", "watchlist, the four"
NINE = "watchlist, all but unusual"
_OTHERS = {"DuckDB": in_duckdb, "Polars": in_polars, "pandas": in_pandas}
_PACKAGES = ("numpy", "pyarrow", "duckdb", "polars", "pandas")


def main() -> None:
    if sys.argv[1:2] == ["--peak"]:
        print(_peak_here(Path(sys.argv[2]), sys.argv[3], every=sys.argv[4] == "every"))
        return
    print(describe(*_PACKAGES))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "nation.parquet"
        nation.write(path)
        print(f"\n{pq.read_metadata(path).num_rows:,} readings, {path.stat().st_size / 1e6:.0f} MB")
        for every, rounds in ((False, 5), (True, 3)):
            print(f"\n{'Every period' if every else 'The latest readings'}\n")
            print(_beside(path, every=every, rounds=rounds))
        print("\nAgain after a change\n")
        print(_after_changes(path))
        print("\nThree rules over 30,400 series, beside Prometheus\n")
        print(beside_prometheus(Path(folder)))
        grown = _growth(Path(folder))
    for title, costs in grown.items():
        print(f"\n{title}\n")
        print(table([title, "seconds"], [[f"{n:,}", f"{took:.2f}"] for n, took in costs.items()]))
    if sys.argv[1:]:
        _draw(grown, Path(sys.argv[1]))
    print("\n" + describe())


# -- ours and the others --------------------------------------------------------------------------


def ours(
    path: Path, book: Rulebook, *, every: bool, windows: bool = True, only: Collection[str] = ()
) -> Act:
    """How many findings each rule has: all of them are made, counted and let go of."""

    def act() -> Counts:
        counts: Counter[str] = Counter()
        readings = ParquetTable(path, looked_at(book, only))
        for found in scan(readings, book, nation.TODAY, every=every, windows=windows):
            for each in found["rule"].value_counts().to_pylist():
                counts[each["values"]] += each["counts"]
        return dict(counts)

    return act


def candidates(path: Path, *, every: bool) -> dict[str, Act]:
    """Of every period ours give no windows either: ten rules have 24 million findings."""
    four = nation.book(rules=nation.FOUR)
    nine = nation.book(rules=tuple(nation.RULES)[:-1])
    beside = {
        READING: lambda: _read(path),
        TEN: ours(path, nation.book(), every=every, windows=not every),
        NINE: ours(path, nine, every=every, windows=not every),
        FOUR: ours(path, four, every=every, windows=False),
    }
    for name, act in _OTHERS.items():
        if installed(name.lower()):
            beside[name] = act(path, every=every)
        else:
            print(f"{name} is left out: the package `{name.lower()}` is not installed.")
    return beside


def _read(path: Path) -> Counts:
    return {
        "rows": pq.read_table(path, read_dictionary=["indicator", "area", "breakdown"]).num_rows
    }


def _beside(path: Path, *, every: bool, rounds: int) -> str:
    acts = candidates(path, every=every)
    found = {name: act() for name, act in acts.items() if name != READING}
    four = {name: {rule: some[rule] for rule in nation.FOUR} for name, some in found.items()}
    if any(some != four[FOUR] for some in four.values()):
        raise SystemExit(f"the counts of true findings do not agree: {four}")
    print(", ".join(f"{rule} {many:,}" for rule, many in found[TEN].items()), "\n")
    took = interleaved(acts, rounds)
    peaks = {name: _peak(path, name, every=every) for name in acts}
    return table(
        ["", "true", "median", "of reading", "peak memory"],
        [
            [
                name,
                f"{sum(found[name].values()):,}" if name in found else "",
                duration(took[name]),
                f"{took[name] / took[READING]:.1f}×",
                f"{peaks[name]:,} MB",
            ]
            for name in acts
        ],
    )


def _peak(path: Path, name: str, *, every: bool) -> int:
    """The most memory that a process of its own takes for it."""
    command = [sys.executable, __file__, "--peak", str(path), name, "every" if every else "latest"]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(said.stdout.split()[-1])


def _peak_here(path: Path, name: str, *, every: bool) -> int:
    candidates(path, every=every)[name]()
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1000


# -- after a change -------------------------------------------------------------------------------


def _after_changes(path: Path) -> str:
    """0.1% of the readings are 18,240: all of one indicator, or the newest month of 120. What is
    judged again is every indicator that has one of them, and what rules join with it."""
    book = nation.book()
    names = sorted(book.indicators)
    again = {
        "all 1,000 indicators": names,
        "120 of them: a month's return": names[::8][:120],
        "1 of them: a history put right": names[500:501],
    }
    took = interleaved(
        {said: ours(path, book, every=False, only=some) for said, some in again.items()}, rounds=5
    )
    whole = took["all 1,000 indicators"]
    return table(
        ["judged again", "median", "of all"],
        [[said, duration(one), f"{one / whole:.1%}"] for said, one in took.items()],
    )


# -- what it costs --------------------------------------------------------------------------------

#: Title -> how much of it -> seconds.
Costs = Mapping[str, Mapping[int, float]]


def _growth(folder: Path) -> Costs:
    """Each of the three grows while the other two stay as they are."""
    names = tuple(nation.RULES)
    series = {
        n * nation.AREAS: _sized(folder, n, nation.PERIODS, names) for n in (125, 250, 500, 1000)
    }
    periods = {n: _sized(folder, 250, n, names) for n in (30, 60, 90, 120)}
    rules = {n: _sized(folder, 250, nation.PERIODS, names[:n]) for n in (1, 2, 4, 6, 8, 9, 10)}
    return {
        "series": interleaved(series, rounds=7),
        "periods (of 38,000 series)": interleaved(periods, rounds=7),
        "rules (over 38,000 series)": interleaved(rules, rounds=7),
    }


def _sized(folder: Path, indicators: int, periods: int, rules: tuple[str, ...]) -> Act:
    path = folder / f"{indicators}-{periods}.parquet"
    if not path.exists():
        nation.write(path, indicators, periods)
    return ours(path, nation.book(indicators, rules), every=False)


def _draw(grown: Costs, picture: Path) -> None:
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    figure = Figure(figsize=(9, 2.8), layout="constrained")
    for axes, (title, costs) in zip(figure.subplots(1, len(grown)), grown.items(), strict=True):
        axes.plot(list(costs), list(costs.values()), "o-", color="#0b5c8a")
        axes.set_title(title, loc="left", fontsize=10)
        axes.set_ylim(bottom=0)
        axes.set_xlim(left=0)
        axes.xaxis.set_major_locator(MaxNLocator(4, integer=True))
        axes.xaxis.set_major_formatter("{x:,.0f}")
        axes.spines[["top", "right"]].set_visible(False)
    figure.supylabel("seconds, reading included", fontsize=9)
    figure.savefig(picture, dpi=110)


if __name__ == "__main__":
    main()
