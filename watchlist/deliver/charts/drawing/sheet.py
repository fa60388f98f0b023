"""What the drawings share: the sheet, titles, axes and the legend."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from watchlist.deliver.charts.drawing.paint import GAP, INK
from watchlist.deliver.charts.drawing.text import LARGE, PLAIN, SMALL, width, wrapped

#: Inches, and dots an inch: 600 pixels where it is shown, drawn at twice that.
WIDE, DOTS = 6.25, 192
_MOST_TICKS = 9
_MOST_COLUMNS = 4
_SPACES = 2.0, 0.8, 2.0  # in a legend: sample, distance, between columns; in heights of a letter


def sheet(plot: float) -> Figure:
    """A figure as wide as a mail shows; ``plot``: points in height that its axes take, with the words
    along them."""
    return Figure(figsize=(WIDE, plot / 72), dpi=DOTS, layout="constrained")


def finish(
    figure: Figure, axes: Axes, title: str, subtitle: str, more: Sequence[Artist] = ()
) -> None:
    """Titles above and legend below; the figure is higher by what they take."""
    plot = figure.get_figheight()
    taken = _titles(axes, title, subtitle) + _legend(figure, more)
    figure.set_figheight(plot + taken / 72)


def _titles(axes: Axes, title: str, subtitle: str) -> float:
    """The title over the subtitle, both wrapped into the room right of the axis."""
    room = room_beside(axes)
    above, below = wrapped(title, room, LARGE, bold=True), wrapped(subtitle, room, PLAIN)
    pad = 10 + 12 * len(below.splitlines())
    axes.set_title(above, loc="left", fontsize=LARGE, color=INK, fontweight="bold", pad=pad)
    axes.annotate(below, (0, 1), xytext=(0, 7), xycoords="axes fraction", fontsize=PLAIN,
                  color=INK, textcoords="offset points", va="bottom")  # fmt: skip
    return pad + 1.2 * LARGE * len(above.splitlines())


def room_beside(axes: Axes) -> float:
    """Points from the axis to the right edge of the sheet."""
    figure = axes.get_figure(root=True)
    if figure is None:
        return 0.0
    labels = [label.get_text() for each in figure.axes for label in each.get_yticklabels()]
    return (
        figure.get_figwidth() * 72 - max((width(each, PLAIN) for each in labels), default=0.0) - 30
    )


def number_axis(
    axes: Axes, unit: str, least: float | None = None, most: float | None = None
) -> None:
    """The axis of the figures; no number on it that the unit does not allow."""
    axes.set_ylabel(wrapped(unit, 150, PLAIN, most=1), fontsize=PLAIN, color=INK)
    axes.margins(y=0.12)
    axes.yaxis.set_major_formatter(FuncFormatter(written))
    axes.yaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 2.5, 5, 10], integer=unit == "count"))
    ends = (*axes.get_ylim(), least, most)
    low = max(end for end in ends[::2] if end is not None)
    high = min(end for end in ends[1::2] if end is not None)
    ticks = axes.get_yticks() if np.isfinite(axes.dataLim.intervaly).all() else ()
    axes.set_yticks([tick for tick in ticks if low <= tick <= high])
    axes.tick_params(axis="y", labelsize=PLAIN, labelcolor=INK)
    axes.grid(axis="y", color=GAP, zorder=0)
    axes.spines[["top", "right"]].set_visible(False)


def written(value: float, _: object = None) -> str:
    """A number on an axis."""
    return f"{value:,.10g}" if abs(value) < 1e15 else f"{value:.4g}"


def period_axis(axes: Axes, labels: Sequence[str]) -> None:
    """As many periods as there is room for, the last one always."""
    count = len(labels)
    widest = max((width(label, PLAIN) for label in labels), default=0.0)
    most = max(2, min(_MOST_TICKS, int(room_beside(axes) // (widest + 10))))
    step = max(1, -(-count // most))
    ticks = range((count - 1) % step, count, step)
    axes.set_xticks(ticks, [labels[place] for place in ticks], fontsize=PLAIN, color=INK)
    axes.set_xlim(-0.5, max(count, 1) - 0.5)


def remark(axes: Axes, words: str, middle: float) -> None:
    """Words at the top of the axes around a place on their axis."""
    axes.text(middle, 0.98, words, ha="center", va="top", transform=axes.get_xaxis_transform(),
              fontsize=SMALL, color=INK, zorder=6, fontstyle="italic")  # fmt: skip


def _legend(figure: Figure, more: Sequence[Artist]) -> float:
    """What stands for what, under the axes, in as many columns as there is room for."""
    known: dict[str, Artist] = {}
    for axes in figure.axes:
        handles, labels = axes.get_legend_handles_labels()
        known.update(zip(labels, handles, strict=True))
    known.update((str(artist.get_label()), artist) for artist in more)
    if not known:
        return 0.0
    room = figure.get_figwidth() * 72 - 12
    labels = [wrapped(label, room - 4 * PLAIN, PLAIN) for label in known]
    columns = _columns(labels, room)
    figure.legend(
        list(known.values()), labels, loc="outside lower left", fontsize=PLAIN, frameon=False,
        ncols=columns, labelcolor=INK,
    )  # fmt: skip
    return 1.5 * PLAIN * -(-len(labels) // columns) + PLAIN


def _columns(labels: Sequence[str], room: float) -> int:
    for columns in range(min(_MOST_COLUMNS, len(labels)), 1, -1):
        if sum(_widths(labels, columns)) <= room:
            return columns
    return 1


def _widths(labels: Sequence[str], columns: int) -> list[float]:
    """Of each column, filled as matplotlib does: down first, the first ones longer."""
    rows, longer = divmod(len(labels), columns)
    sizes = [rows + (column < longer) for column in range(columns)]
    starts = [sum(sizes[:column]) for column in range(columns)]
    return [
        max(width(label, PLAIN) for label in labels[start : start + size]) + sum(_SPACES) * PLAIN
        for start, size in zip(starts, sizes, strict=True)
    ]
