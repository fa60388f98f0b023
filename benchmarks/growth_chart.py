"""The chart of `growth.py`: how many times as long each step takes in the larger register."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from matplotlib.figure import Figure

COLOURS = {"SQLite": "#0b5c8a", "PostgreSQL": "#d9a441"}
GOAL = 1.5


def draw(found: Mapping[str, Mapping[str, tuple[float, float]]], picture: Path) -> None:
    """Database -> step -> seconds in the small register and in the big one."""
    figure = Figure(figsize=(9, 5), layout="constrained")
    axes = figure.subplots()
    high = 0.8 / len(found)
    for number, (name, steps) in enumerate(found.items()):
        ratios = [big / small for small, big in steps.values()]
        places = [place + number * high for place in range(len(ratios))]
        bars = axes.barh(places, ratios, high, color=COLOURS[name], label=name)
        axes.bar_label(bars, labels=[f"{each:.2f}" for each in ratios], padding=3, fontsize=7)
    axes.axvline(1, color="#888888", linewidth=0.8)
    axes.axvline(GOAL, color="#c8503c", linewidth=1, linestyle="--", label=f"goal: {GOAL}")
    steps = list(next(iter(found.values())))
    axes.set_yticks([place + 0.4 - high / 2 for place in range(len(steps))], steps)
    axes.invert_yaxis()
    axes.set_xlim(0, max(2.0, axes.get_xlim()[1]))
    axes.set_xlabel("time with 10,000 entries as a multiple of the time with 1,000")
    axes.legend(fontsize=8, frameon=False, loc="lower right")
    axes.spines[["top", "right"]].set_visible(False)
    figure.suptitle("Ten times as many entries and rows of history")
    figure.savefig(picture, dpi=110)
