"""One series of a backtest as a picture: its figures, what the rule said of each, and when it was on
the list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby, pairwise

import numpy as np

from watchlist.backtest import Judged
from watchlist.cycle import Setting
from watchlist.deliver.charts.timeline import Point, Said, Spell, Timeline
from watchlist.deliver.figures import at_rate, cell_figure, has_figure
from watchlist.drawn_lines import lines
from watchlist.evaluate.truth import Truth
from watchlist.model.finding import Findings, Verdict, cell_of
from watchlist.model.indicator import Indicator
from watchlist.model.pooled import label
from watchlist.model.reading import Ints
from watchlist.model.register import Breach, Reason
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
#: So many periods, up to the newest, are drawn of what is on the list.
_PERIODS = 36

_LEAVING = {Reason.RECOVERING: "recovering", Reason.PROPOSED: "proposed for removal"}


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


def timeline_of(
    breach: Breach, found: Findings, setting: Setting, now: datetime
) -> Timeline | None:
    """The picture of a breach's series up to its newest period, by what its rule found; None where
    ``found`` are another rule's, or of other series."""
    row = found.panel.row(breach.series) if found.rule.id == breach.rule else None
    places = [] if row is None else (found.rows == row).nonzero()[0].tolist()
    if not places:
        return None
    last = found.panel.shape[1]
    judged = Judged(found, slice(max(0, last - _PERIODS), last), setting, now)
    drawn = timeline(judged, places[0], setting.book)
    return drawn if drawn.points else None


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
