"""The three rules in plain Python over the file itself, figure by figure: nothing of the product."""

from __future__ import annotations

import csv
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

import pyarrow.parquet as pq

NOT_JUDGED, FALSE, UNKNOWN, TRUE = 0, 1, 2, 3
Figures = dict[int, Fraction]

#: What follows each other by one is all that the rules ask of a year: its label's first four digits.
Year = int


class Plain:
    """The file as it lies there, and what the rules say of a figure in it."""

    def __init__(self, data: Path) -> None:
        self.figures: dict[tuple[str, str], Figures] = defaultdict(dict)
        self.labels: dict[tuple[str, Year], str] = {}
        numbers: dict[str, str] = {}
        table = pq.read_table(data / "readings.parquet")
        columns = ("Short Desc", "Years", "LA and Regions", "Values", "LA Number")
        for code, label, area, value, number in zip(
            *(table[name].to_pylist() for name in columns), strict=True
        ):
            numbers[f"{number:.0f}"] = area
            if label != "0":
                self.labels[code, int(label[:4])] = label
                if value != "-":
                    self.figures[code, area][int(label[:4])] = Fraction(str(float(value)))
        with (data / "measures.csv").open(encoding="utf-8", newline="") as file:
            better = {row["code"]: row["polarity"] for row in csv.DictReader(file)}
        self.sign = {code: {"High": 1, "Low": -1}.get(word, 0) for code, word in better.items()}
        self.neighbours: dict[str, list[str]] = defaultdict(list)
        with (data / "neighbours.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                self.neighbours[numbers[row["la_code"]]].append(numbers[row["neighbour_la_code"]])

    def england(self, code: str, area: str, year: Year) -> int:
        theirs = self.figures[code, "England"]
        at = next((y for y in (year, year - 1, year - 2) if y in theirs), None)
        return self._held(code, area, year, None if at is None else theirs[at], begun(theirs, year))

    def near(self, code: str, area: str, year: Year) -> int:
        """Against the average of the neighbours in the latest year in which half are known."""
        group = [self.figures[code, name] for name in self.neighbours[area]]
        average = None
        for at in (year, year - 1, year - 2):
            known = [theirs[at] for theirs in group if at in theirs]
            if known and 2 * len(known) >= len(group):
                average = sum(known, Fraction()) / len(known)
                break
        began = any(begun(theirs, year) for theirs in group)
        return self._held(code, area, year, average, began, tenth=True)

    def twice(self, code: str, area: str, year: Year) -> int:
        """Both steps must be down; where the latest cannot be judged, nothing is said."""
        step = self._step(code, area, year)
        return min(step, self._step(code, area, year - 1)) if step in (FALSE, TRUE) else step

    def _step(self, code: str, area: str, year: Year) -> int:
        own = self.figures[code, area]
        began = begun(own, year - 1)
        return self._held(code, area, year, own.get(year - 1), began)

    def _held(
        self, code: str, area: str, year: Year, other: Fraction | None, began: bool,
        tenth: bool = False,
    ) -> int:  # fmt: skip
        own = self.figures[code, area].get(year)
        if own is None:
            return UNKNOWN
        if not began or (tenth and other == 0):  # a tenth of nothing is no gap to be held against
            return NOT_JUDGED
        if other is None:
            return UNKNOWN
        short = self.sign[code] * (other - own)
        none = max(abs(own), abs(other)) / 10**9
        least = abs(other) / 10 if tenth else Fraction()
        return TRUE if short > none and short >= least - none else FALSE


def begun(figures: Figures, year: Year) -> bool:
    return any(at <= year for at in figures)
