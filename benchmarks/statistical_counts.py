"""What statistical rules say of the invented borough, and of every authority in every year of the
department's file, beside what the plain rules say.

    .venv/bin/python -m benchmarks.statistical_counts

Counts, not times. A year is the one in which a period ends; regions and countries are left out.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from tests.examples.test_statistical import saltmarsh
from tests.lait.counts import SAID, counts, years
from tests.lait.figures import DATA, NO_DATA, Lait, findings, lait
from watchlist.model.finding import Findings, Verdict

Counts = dict[str, Counter[int]]


def main() -> None:
    print("The invented borough: red or amber, by rule and year\n")
    _print_by_rule(_borough())
    print("\nEvery authority\n")
    if not DATA.exists():
        print(f"Nothing to count: {NO_DATA}.")
        return
    true: Counts = {}
    for statistical in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            read = lait(Path(folder), statistical=statistical)
        said = list(findings(read))
        _print_all(counts(read, said))
        true |= by_year(read, said)
    _print_by_year(true)


def _borough() -> Counts:
    """Of the rules that look at what the statistical ones look at, how often each was red or amber."""
    with tempfile.TemporaryDirectory() as folder:
        told = saltmarsh(Path(folder))
    asked = [rule for rule in told.book.rules.values() if "/statistical/" in rule.mark.path]
    about = {name for rule in asked for name in rule.selects.indicators}
    total = Counts()
    for found in told.findings:
        for n in range(len(found.rows)):
            if found.series(n).indicator in about:
                said = found.verdict[n] >= Verdict.AMBER
                for column in np.flatnonzero(said).tolist():
                    year = found.panel.calendar.end(found.panel.first + column).year
                    total.setdefault(found.rule.id, Counter())[year] += 1
    for rule in asked:
        total.setdefault(rule.id, Counter())
    return total


def _print_by_rule(true: Counts) -> None:
    every = sorted({year for counted in true.values() for year in counted})
    print("| rule | " + " | ".join(map(str, every)) + " |")
    print("|---|" + "---:|" * len(every))
    for rule, each in sorted(true.items(), key=lambda one: -one[1].total()):
        print(f"| {rule} | " + " | ".join(f"{each[year]:,}" for year in every) + " |")


def by_year(read: Lait, said: Iterable[Findings]) -> Counts:
    """By rule and year, of how many authorities and measures it was true."""
    asked, total = years(read), Counts()
    for found in said:
        name, rule = found.rule.id.rsplit(".", 1)
        columns = asked[name] - found.panel.first
        columns = columns[(columns >= 0) & (columns < found.verdict.shape[1])]
        true = (found.verdict[:, columns] == Verdict.AMBER).sum(axis=0)
        ends = [found.panel.calendar.end(found.panel.first + int(each)).year for each in columns]
        for year, number in zip(ends, np.asarray(true).tolist(), strict=True):
            total.setdefault(rule, Counter())[year] += number
    return total


def _print_all(told: dict[str, dict[str, int]]) -> None:
    print("| rule | " + " | ".join(SAID) + " |")
    print("|---|" + "---:|" * len(SAID))
    for rule, said in told.items():
        print(f"| {rule} | " + " | ".join(f"{number:,}" for number in said.values()) + " |")
    print()


def _print_by_year(true: Counts) -> None:
    every = sorted({year for counted in true.values() for year in counted})
    print("| year | " + " | ".join(true) + " |")
    print("|---|" + "---:|" * len(true))
    for year in every:
        print(f"| {year} | " + " | ".join(f"{each[year]:,}" for each in true.values()) + " |")


if __name__ == "__main__":
    main()
