"""Draws what `evaluate.py` printed:

.venv/bin/python benchmarks/evaluate.py > measured.txt
.venv/bin/python benchmarks/chart.py measured.txt docs/pictures/performance.png
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

#: The words before each table, and the colours of its columns: ours stands out.
TITLES = ("Findings of the newest period", "Findings of every period")
COLOURS = {"watchlist": "#0b5c8a", "Prometheus": "#c8503c"}
OTHER = ("#d9a441", "#e3bd74", "#edd6a7")


def main() -> None:
    measured, picture = map(Path, sys.argv[1:])
    text = measured.read_text(encoding="utf-8")
    figure = Figure(figsize=(9, 8), layout="constrained")
    both = figure.subplots(2)
    for axes, title in zip(both, TITLES, strict=True):
        _draw(axes, title, list(_table(text.partition(f"{title}\n")[2])))
    both[0].legend(fontsize=8, frameon=False, loc="upper right")
    figure.suptitle("30,400 series of 120 periods: median time for a rule (logarithmic)")
    figure.savefig(picture, dpi=110)


def _table(text: str) -> Iterator[list[str]]:
    """The cells of the first table of a text, without its rule."""
    for line in text.strip().splitlines():
        if not line.startswith("|"):
            return
        if not line.startswith("| -"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def _draw(axes: Axes, title: str, table: list[list[str]]) -> None:
    (_, _, *names), *rows = table
    others = iter(OTHER)
    high = 0.8 / len(names)
    for number, name in enumerate(names):
        cells = [row[2 + number] for row in rows]
        places = [place + number * high for place in range(len(rows))]
        colour = COLOURS.get(name) or next(others)
        bars = axes.barh(places, list(map(_milliseconds, cells)), high, color=colour, label=name)
        axes.bar_label(bars, labels=cells, padding=3, fontsize=7)
    axes.set_xscale("log")
    axes.set_xlim(0.3, 200_000)
    axes.set_yticks([place + 0.4 - high / 2 for place in range(len(rows))], [r[0] for r in rows])
    axes.invert_yaxis()
    axes.set_xlabel("milliseconds")
    axes.set_title(title, loc="left", fontsize=10)
    axes.spines[["top", "right"]].set_visible(False)


def _milliseconds(cell: str) -> float:
    """``12.3 ms (4.5×)`` or ``1.20 s``."""
    figure, unit = cell.split()[:2]
    return float(figure) * (1000 if unit == "s" else 1)


if __name__ == "__main__":
    main()
