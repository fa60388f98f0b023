"""What the rules say of every period, by the very code that judges live; nothing is written.

Components are judged one after the other, so that memory is bounded by the largest of them. Only
``as_known`` claims what would have been said *then*: it takes the figures as they had been published
by the end of that day, and what was stale on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np

from watchlist.cycle import Progress, Setting
from watchlist.evaluate.engine import evaluate
from watchlist.evaluate.rows import pick
from watchlist.evaluate.truth import Truth
from watchlist.model.calendar import local_date
from watchlist.model.finding import Findings, Verdict
from watchlist.model.period import Calendar
from watchlist.model.reading import Bools, Ints
from watchlist.model.rule import Level, Rule
from watchlist.question import Question, Window
from watchlist.register.routing import TOLD, Told, hearers
from watchlist.register.stays import Stay, stays
from watchlist.store.store import Store

#: What is counted: periods by what was said of them (`info` stands beside the others), how often a
#: series came onto the list, and the notices of news.
COUNTS = ("red", "amber", "info", "clear", "unknown", "not_judged", "opened", "told")


@dataclass(frozen=True, eq=False)
class Judged:
    """What one rule says of the series of one calendar; ``columns`` are those of the panel that were
    asked for. What is not asked of it is not worked out."""

    found: Findings
    columns: slice
    setting: Setting
    now: datetime

    @cached_property
    def there(self) -> Bools:
        """``bool [N, T]``: where a series has begun and not ended; outside is nothing to judge."""
        return pick(self.found.panel.live, self.found.rows)

    @cached_property
    def stays(self) -> Mapping[int, tuple[Stay, ...]]:
        """By row, when the series was on the list within the columns; rows without are left out."""
        known = stays(self.found, self.setting.book)
        kept = {n: tuple(filter(self._overlaps, some)) for n, some in known.items()}
        return {n: some for n, some in kept.items() if some}

    @cached_property
    def counts(self) -> Mapping[str, Ints]:
        """Of each of COUNTS how often within the columns (``int [N]``); told as if each period had
        come on its own."""
        said = {name: where & self.there for name, where in _said(self.found).items()}
        counts = {name: where[:, self.columns].sum(axis=1) for name, where in said.items()}
        counts["opened"] = self._per_row(self._opened)
        counts["told"] = self._per_row(self._news) * _hearers(self.found, self.setting, self.now)
        return counts

    def rows(self) -> list[int]:
        """The rows with a period to judge among those asked for."""
        rows: list[int] = np.flatnonzero(self.there[:, self.columns].any(axis=1)).tolist()
        return rows

    def counted(self, n: int) -> dict[str, int]:
        """The counts of one row."""
        return {name: int(self.counts[name][n]) for name in COUNTS}

    @property
    def _within(self) -> range:
        first = self.found.panel.first
        return range(first + self.columns.start, first + self.columns.stop)

    def _overlaps(self, stay: Stay) -> bool:
        within = self._within
        lasts = stay.left is None or stay.left >= within.start
        return bool(within) and stay.opened < within.stop and lasts

    def _per_row(self, count: Callable[[Stay], int]) -> Ints:
        numbers = np.zeros(len(self.found.rows), dtype=np.int64)
        for n, some in self.stays.items():
            numbers[n] = sum(map(count, some))
        return numbers

    def _opened(self, stay: Stay) -> int:
        return stay.opened in self._within

    def _news(self, stay: Stay) -> int:
        news = (step.period for step in stay.steps if TOLD[step.reason] is Told.OWNERS)
        return sum(period in self._within for period in news)


def total(judged: Sequence[Judged]) -> dict[str, int]:
    """The counts over all series of all of these."""
    return {name: sum(int(one.counts[name].sum()) for one in judged) for name in COUNTS}


def backtest(
    store: Store,
    setting: Setting,
    question: Question,
    now: datetime,
    progress: Progress | None = None,
) -> Iterator[Judged]:
    """Rule by rule what is said of the periods asked for. Raises :class:`UsageError` at once where
    the question asks for what is not there."""
    rules = question.judging(setting.book)
    indicators = setting.book.indicators
    selected = (name for rule in rules for name in rule.selects.indicators)
    windows = question.windows({indicators[name].calendar for name in selected})
    return _judged(store, setting, rules, windows, question.as_known, now, progress)


def _judged(
    store: Store,
    setting: Setting,
    rules: Iterable[Rule],
    windows: Mapping[Calendar, Window],
    as_known: date | None,
    now: datetime,
    progress: Progress | None,
) -> Iterator[Judged]:
    book = setting.book
    today = as_known or local_date(now, setting.zone)
    before = _end_of(as_known, setting.zone) if as_known else None
    components = book.components({name for rule in rules for name in rule.selects.indicators})
    for done, component in enumerate(components, start=1):
        calendars = {name: book.indicators[name].calendar for name in component}
        panels = store.panels(component, calendars, before=before)
        mine = [rule for rule in rules if component.issuperset(rule.selects.indicators)]
        for found in evaluate(mine, book, panels, today):
            panel = found.panel
            columns = windows[panel.calendar].columns(panel.first, panel.shape[1])
            yield Judged(found, columns, setting, now)
        if progress:
            progress(done, len(components))


def _end_of(day: date, zone: str) -> datetime:
    """The first moment after a day, where the council is."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))


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


def _hearers(found: Findings, setting: Setting, now: datetime) -> Ints:
    """``int [N]``: how many notices one piece of news about each series makes, as it is routed live."""
    panel, book, today = found.panel, setting.book, local_date(now, setting.zone)
    each = np.zeros(len(panel.indicators), dtype=np.int64)
    for code in np.unique(panel.indicator[found.rows]).tolist():
        heard = hearers(found.rule, panel.indicators[code], book, setting.directory, today)
        each[code] = len(heard)
    return each[panel.indicator[found.rows]]
