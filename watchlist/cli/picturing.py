"""`watchlist backtest --picture FILE`: one series of a backtest, drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path
from shlex import quote

import numpy as np

from watchlist.backtest import Judged
from watchlist.cli.picture_lines import lines
from watchlist.deliver.charts.timeline import Point, Said, Spell, Timeline
from watchlist.deliver.figures import at_rate, cell_figure, has_figure
from watchlist.evaluate.truth import Truth
from watchlist.model.errors import UsageError, WorldError
from watchlist.model.finding import Verdict, cell_of
from watchlist.model.indicator import Indicator
from watchlist.model.pooled import label
from watchlist.model.reading import Ints
from watchlist.model.register import Reason
from watchlist.model.rule import Level, Rulebook
from watchlist.register.disclosure import shown
from watchlist.register.stays import Stay, Step

_SAID = {
    Verdict.RED: Said.RED,
    Verdict.AMBER: Said.AMBER,
    Verdict.CLEAR: Said.CLEAR,
    Verdict.UNKNOWN: Said.UNKNOWN,
    Verdict.NOT_JUDGED: Said.NOT_JUDGED,
}
_INFORMS = {
    Truth.TRUE: Said.INFO,
    Truth.FALSE: Said.CLEAR,
    Truth.UNKNOWN: Said.UNKNOWN,
    Truth.NOT_JUDGED: Said.NOT_JUDGED,
}
_LEAVING = {Reason.RECOVERING: "recovering", Reason.PROPOSED: "proposed for removal"}
_NAMED = 6  # how many series are named where there are too many
_SUFFIXES = (".png", ".svg")


@dataclass(frozen=True)
class Picture:
    """Where a picture goes, and which breakdown it shows (None: the only one there is)."""

    file: Path
    breakdown: str | None = None


def picture_of(file: Path | None, breakdown: str | None) -> Picture | None:
    """The picture that is asked for. Raises :class:`UsageError` where it cannot be one."""
    if file is None:
        if breakdown is not None:
            raise UsageError("--breakdown says what a picture shows: give --picture FILE as well")
        return None
    if file.suffix.lower() not in _SUFFIXES:
        raise UsageError(f"--picture {file}: a picture is a .png or a .svg file")
    return Picture(file, breakdown)


def write_picture(picture: Picture, answer: Iterable[Judged], book: Rulebook) -> str:
    """Draw the one series that was asked for; what was drawn, in words.

    Raises :class:`UsageError` where it is not one series, :class:`WorldError` where the file cannot
    be written.
    """
    drawn = timeline(*_only(answer, picture.breakdown), book)
    from watchlist.deliver.charts.rendering import png, svg  # slow to import

    content = png(drawn) if picture.file.suffix.lower() == ".png" else svg(drawn)
    try:
        picture.file.write_bytes(content)
    except OSError as error:
        raise WorldError(f"cannot write the picture {picture.file}: {error.strerror}") from None
    return f"{picture.file}: {drawn.title}. {drawn.words()}"


def timeline(judged: Judged, n: int, book: Rulebook) -> Timeline:
    """What the picture of one series shows, figures as they may be shown."""
    found = judged.found
    series = found.series(n)
    indicator = book.indicators[series.indicator]
    columns = np.flatnonzero(judged.there[n])
    columns = columns[(columns >= judged.columns.start) & (columns < judged.columns.stop)]
    points = tuple(_point(judged, n, int(column), indicator) for column in columns)
    return Timeline(
        title=", ".join(word for word in (indicator.title, series.area, series.breakdown) if word),
        subtitle=f"{found.rule.title} ({found.rule.id})",
        unit=_axis(indicator),
        points=points,
        lines=tuple(lines(judged.found, n, columns, indicator, book)),
        spells=tuple(_spells(judged.stays.get(n, ()), found.panel.first, columns)),
    )


def _only(answer: Iterable[Judged], breakdown: str | None) -> tuple[Judged, int]:
    """The one series that was asked for."""
    asked = [
        (one, n)
        for one in answer
        for n in one.rows()
        if breakdown is None or one.found.series(n).breakdown == breakdown
    ]
    if len(asked) == 1:
        return asked[0]
    if not asked:
        raise UsageError("--picture: there is no figure to draw of what was asked for")
    named = [f"  {_described(one, n)}" for one, n in asked[:_NAMED]]
    rest = [f"  and {len(asked) - _NAMED:,} more"] if len(asked) > _NAMED else []
    first = (
        f"--picture draws one series, and {len(asked):,} were asked for; choose one with --rule, "
        "--indicator, --area and --breakdown:"
    )
    raise UsageError("\n".join([first, *named, *rest]))


def _described(one: Judged, n: int) -> str:
    series = one.found.series(n)
    options = {
        "rule": one.found.rule.id,
        "indicator": series.indicator,
        "area": series.area,
        "breakdown": series.breakdown,
    }
    return " ".join(f"--{name} {quote(word)}" for name, word in options.items())


def _point(judged: Judged, n: int, column: int, indicator: Indicator) -> Point:
    panel, row = judged.found.panel, int(judged.found.rows[n])
    cell = cell_of(panel, row, column)
    drawn = has_figure(cell) and any(sign.isdigit() for sign in shown(cell))
    period, calendar, years = cell.period, panel.calendar, indicator.pooled
    return Point(
        label=label(calendar, period, years),
        spoken=cell.spoken(calendar, years),
        value=at_rate(cell, indicator.unit) if drawn else None,
        figure=cell_figure(cell, indicator.unit),
        said=_said(judged, n, column),
    )


def _said(judged: Judged, n: int, column: int) -> Said:
    """Red and amber go before what is for information; a rule that has only that is judged by it."""
    found = judged.found
    said = _SAID[Verdict(int(found.verdict[n, column]))]
    if found.info is None or said in (Said.RED, Said.AMBER):
        return said
    info = _INFORMS[Truth(int(found.info[n, column]))]
    return info if info is Said.INFO or found.levels.keys() == {Level.INFO} else said


def _axis(indicator: Indicator) -> str:
    return str(indicator.unit)


def _spells(stays: Sequence[Stay], first: int, columns: Ints) -> Iterator[Spell]:
    """The time on the list, cut where it stands otherwise: at another level, or recovering."""
    if not len(columns):
        return
    origin, count = first + int(columns[0]), len(columns)
    for stay in stays:
        end = stay.left if stay.left is not None else origin + count
        listed = [step for step in stay.steps if step.reason is not Reason.CLEARED]
        runs = [next(run) for _, run in groupby(listed, _standing)]
        ends = [*(step.period for step in runs), end]
        for step, (begin, until) in zip(runs, pairwise(ends), strict=True):
            place, stop = max(begin - origin, 0), min(until - origin, count)
            if place < stop:
                yield Spell(place, stop, _standing(step))


def _standing(step: Step) -> str:
    return _LEAVING.get(step.reason) or step.level.word
