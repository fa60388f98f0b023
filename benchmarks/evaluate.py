"""Three rules over 30,400 series of 120 periods in memory, beside Prometheus and DuckDB.

    .venv/bin/python benchmarks/evaluate.py

Prometheus is Debian's package `prometheus`, DuckDB the package `duckdb` (dependency group `bench`);
what is absent is said and left out. Everything runs in turn, in one run; how many findings are true
must agree between all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import duck
import invented
import judged
import prometheus
from judged import CASES, Case
from machine import describe, duration, installed, interleaved, table

from watchlist.model.reading import Floats, Panel

OURS = "watchlist"

#: What one candidate does for one rule, and how many findings its answer holds.
Run = tuple[Callable[[], object], Callable[[Any], int]]
Candidates = dict[str, Callable[[Case, bool], Run]]


@dataclass(frozen=True)
class Told:
    """One rule: how many findings were true, and the median seconds of each candidate."""

    rule: str
    true: int
    took: Mapping[str, float]


def main() -> None:
    values = invented.values()
    panel = invented.panel(values)
    print(describe("numpy", "duckdb", also={"prometheus": prometheus.version() or "absent"}))
    print(
        f"\n{len(values):,} series × {values.shape[1]} periods, {_known(values):.0%} of them known"
    )
    with ExitStack() as held:
        beside = {**ours(panel), **in_prometheus(values, held), **in_duckdb(values, held)}
        for newest, title, rounds in ((True, "the newest period", 11), (False, "every period", 5)):
            print(f"\nFindings of {title}\n")
            print(shown([told(case, beside, newest, rounds) for case in CASES]))


def ours(panel: Panel) -> Candidates:
    def run(case: Case, newest: bool) -> Run:
        return (judged.latest if newest else judged.history)(case, panel), judged.count

    return {OURS: run}


def in_prometheus(values: Floats, held: ExitStack) -> Candidates:
    if not prometheus.version():
        print("Prometheus is left out: `prometheus` and `promtool` are not installed.")
        return {}
    address = held.enter_context(prometheus.serving(values))

    def run(case: Case, newest: bool) -> Run:
        asked = prometheus.latest if newest else prometheus.history
        return asked(case.words, address), prometheus.count

    return {"Prometheus": run}


def in_duckdb(values: Floats, held: ExitStack) -> Candidates:
    if not installed("duckdb"):
        print("DuckDB is left out: the package `duckdb` is not installed.")
        return {}
    by_series, by_time = (
        held.enter_context(duck.holding(values, by_time=by_time)) for by_time in (False, True)
    )
    return {
        "DuckDB, windows": lambda case, newest: (
            duck.windows(case.words, by_series, newest=newest),
            duck.count,
        ),
        "DuckDB, joins": lambda case, newest: (
            duck.joins(case.words, by_series, newest=newest),
            duck.count,
        ),
        "DuckDB, joins, by time": lambda case, newest: (
            duck.joins(case.words, by_time, newest=newest),
            duck.count,
        ),
    }


def told(case: Case, beside: Candidates, newest: bool, rounds: int) -> Told:
    """One rule by every candidate, in turn. Their answers must agree."""
    runs = {name: candidate(case, newest) for name, candidate in beside.items()}
    true = {name: count(act()) for name, (act, count) in runs.items()}
    if len(set(true.values())) > 1:
        raise SystemExit(f"{case.words}: the counts of true findings do not agree: {true}")
    took = interleaved({name: act for name, (act, _) in runs.items()}, rounds, at_least=0.05)
    return Told(case.words, true[OURS], took)


def shown(rules: list[Told]) -> str:
    """Ours in time, the others in time and as so many times ours."""
    others = [name for name in rules[0].took if name != OURS]
    return table(["rule", "true", OURS, *others], [list(_line(each)) for each in rules])


def _line(rule: Told) -> Iterator[str]:
    own = rule.took[OURS]
    yield from (rule.rule, f"{rule.true:,}", duration(own))
    for name, took in rule.took.items():
        if name != OURS:
            yield f"{duration(took)} ({took / own:,.{0 if took > 10 * own else 1}f}×)"


def _known(values: Floats) -> float:
    return float((values == values).mean())


if __name__ == "__main__":
    main()
