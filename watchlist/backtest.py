"""What the rules say of every period, by the very code that judges live; nothing is written.

Components are judged one after the other, so that memory is bounded by the largest of them. Only
``as_known`` claims what would have been said *then*: it takes the figures as they had been published
by the end of that day, and what was stale on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from watchlist.cycle import Setting
from watchlist.evaluate.engine import evaluate
from watchlist.evaluate.rows import begun
from watchlist.evaluate.truth import Truth
from watchlist.model.calendar import local_date
from watchlist.model.finding import Findings, Verdict
from watchlist.model.period import Calendar
from watchlist.model.reading import Bools, Ints
from watchlist.model.register import Breach, Moves, Reason, State, Track, Transition
from watchlist.model.rule import Level, Rule
from watchlist.question import Question, Window
from watchlist.register.routing import TOLD, Told, route
from watchlist.register.stays import Stay, stays
from watchlist.store.store import Store

#: What is counted: periods by what was said of them (`info` stands beside the others), how often a
#: series came onto the list, and the notices of news.
COUNTS = ("red", "amber", "info", "clear", "unknown", "not_judged", "opened", "told")


@dataclass(frozen=True, eq=False)
class Judged:
    """What one rule says of the series of one calendar.

    ``columns`` are those of the panel that were asked for, ``there`` (``bool [N, T]``) is where a
    series has begun and not ended: outside there is nothing to judge. ``counts`` says of each of
    COUNTS how often within these columns (``int [N]``), told as if each period had come on its own.
    ``stays`` has, by row, when the series was on the list within them; rows without are left out.
    """

    found: Findings
    columns: slice
    there: Bools
    counts: Mapping[str, Ints]
    stays: Mapping[int, tuple[Stay, ...]]

    def rows(self) -> list[int]:
        """The rows with a period to judge among those asked for."""
        rows: list[int] = np.flatnonzero(self.there[:, self.columns].any(axis=1)).tolist()
        return rows

    def counted(self, n: int) -> dict[str, int]:
        """The counts of one row."""
        return {name: int(self.counts[name][n]) for name in COUNTS}


def total(judged: Sequence[Judged]) -> dict[str, int]:
    """The counts over all series of all of these."""
    return {name: sum(int(one.counts[name].sum()) for one in judged) for name in COUNTS}


def backtest(store: Store, setting: Setting, question: Question, now: datetime) -> Iterator[Judged]:
    """Rule by rule what is said of the periods asked for. Raises :class:`UsageError` at once where
    the question asks for what is not there."""
    rules = question.judging(setting.book)
    indicators = setting.book.indicators
    selected = (name for rule in rules for name in rule.selects.indicators)
    windows = question.windows({indicators[name].calendar for name in selected})
    return _judged(store, setting, rules, windows, question.as_known, now)


def _judged(
    store: Store,
    setting: Setting,
    rules: Iterable[Rule],
    windows: Mapping[Calendar, Window],
    as_known: date | None,
    now: datetime,
) -> Iterator[Judged]:
    book = setting.book
    today = as_known or local_date(now, setting.zone)
    before = _end_of(as_known, setting.zone) if as_known else None
    for component in book.components({name for rule in rules for name in rule.selects.indicators}):
        calendars = {name: book.indicators[name].calendar for name in component}
        panels = store.panels(component, calendars, before=before)
        mine = [rule for rule in rules if component.issuperset(rule.selects.indicators)]
        for found in evaluate(mine, book, panels, today):
            yield _counted(found, setting, windows[found.panel.calendar], now)


def _end_of(day: date, zone: str) -> datetime:
    """The first moment after a day, where the council is."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))


def _counted(found: Findings, setting: Setting, window: Window, now: datetime) -> Judged:
    panel = found.panel
    columns = window.columns(panel.first, panel.shape[1])
    there = begun(panel, found.rows) & (np.arange(panel.shape[1]) <= found.anchor[:, None])
    within = range(panel.first + columns.start, panel.first + columns.stop)
    kept = _stays_within(stays(found, setting.book), within)
    counts = {name: (said & there)[:, columns].sum(axis=1) for name, said in _said(found).items()}
    counts["opened"] = _per_row(found, {n: _opened(some, within) for n, some in kept.items()})
    counts["told"] = _per_row(found, {n: _news(some, within) for n, some in kept.items()})
    counts["told"] *= _hearers(found, setting, now)
    return Judged(found, columns, there, counts, kept)


def _said(found: Findings) -> dict[str, Bools]:
    """Where each word holds. A rule that has no level but ``info`` is clear where that is false."""
    info = np.zeros_like(found.verdict) if found.info is None else found.info
    verdict = info if found.levels.keys() == {Level.INFO} else found.verdict
    only_info = verdict is info
    return {
        "red": (verdict == Verdict.RED) & (not only_info),
        "amber": (verdict == Verdict.AMBER) & (not only_info),
        "info": info == Truth.TRUE,
        "clear": verdict == Verdict.CLEAR,
        "unknown": verdict == Verdict.UNKNOWN,
        "not_judged": verdict == Verdict.NOT_JUDGED,
    }


def _stays_within(
    known: Mapping[int, tuple[Stay, ...]], within: range
) -> dict[int, tuple[Stay, ...]]:
    def overlaps(stay: Stay) -> bool:
        return stay.opened < within.stop and (stay.left is None or stay.left >= within.start)

    kept = {n: tuple(filter(overlaps, some)) for n, some in known.items() if within}
    return {n: some for n, some in kept.items() if some}


def _opened(some: Iterable[Stay], within: range) -> int:
    return sum(stay.opened in within for stay in some)


def _news(some: Iterable[Stay], within: range) -> int:
    steps = (step for stay in some for step in stay.steps)
    return sum(step.period in within and TOLD[step.reason] is Told.OWNERS for step in steps)


def _per_row(found: Findings, numbers: Mapping[int, int]) -> Ints:
    spread = np.zeros(len(found.rows), dtype=np.int64)
    spread[list(numbers)] = list(numbers.values())
    return spread


def _hearers(found: Findings, setting: Setting, now: datetime) -> Ints:
    """``int [N]``: how many notices one piece of news about each series makes, as it is routed live."""
    names, place = np.unique(found.panel.indicator[found.rows], return_index=True)
    each = np.zeros(len(found.panel.indicators), dtype=np.int64)
    each[names] = [_notices(found, int(n), setting, now) for n in place]
    return each[found.panel.indicator[found.rows]]


def _notices(found: Findings, n: int, setting: Setting, now: datetime) -> int:
    """The notices that reach somebody, of a breach that opens now."""
    rule, level = found.rule, max(found.levels)
    track = Track(State.OPEN, level, found.panel.first)
    breach = Breach(
        1,
        rule.id,
        rule.hash,
        found.series(n),
        found.panel.calendar,
        track,
        found.panel.first,
        "",
        now,
    )
    opened = Transition(
        1,
        1,
        None,
        now,
        Reason.OPENED,
        found.panel.first,
        None,
        level,
        State.OPEN,
        rule.id,
        rule.hash,
    )
    directory, moves = setting.directory, Moves((breach,), (opened,))
    notices = route(moves, setting.book, directory, quiet=False, now=now, zone=setting.zone)
    return sum(bool(notice.channel) for notice in notices)
