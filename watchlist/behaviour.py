"""How a rule behaved over some periods: how often it spoke, whom it told, how long things stayed on
the list.

A *message* is what one post receives through one channel on one day, had every figure come on the
day its return was due: all the news of that day makes one message, as it does live. Posts are held as
they are today.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import NamedTuple

import numpy as np

from watchlist.backtest import Judged
from watchlist.evaluate.truth import Truth
from watchlist.model.calendar import due_date, local_date
from watchlist.model.finding import Findings, Verdict
from watchlist.model.reading import Bools
from watchlist.model.rule import Level
from watchlist.register.routing import TOLD, Told, hearers
from watchlist.register.stays import Stay


class Sending(NamedTuple):
    """One message of news: to which post, through which channel, on which day."""

    post: str
    channel: str
    day: date


@dataclass(frozen=True)
class Behaviour:
    """``signalled`` and ``clear`` count periods over all series (what could not be judged is in
    neither), ``opened`` the times a series came onto the list; ``days`` has, for each time a series
    was on it, for how long: from the beginning of the period that opened it to that of the period
    that cleared it, or to the end of the latest one."""

    signalled: int = 0
    clear: int = 0
    opened: int = 0
    messages: frozenset[Sending] = frozenset()
    days: tuple[int, ...] = ()

    def __add__(self, other: Behaviour) -> Behaviour:
        return Behaviour(
            self.signalled + other.signalled,
            self.clear + other.clear,
            self.opened + other.opened,
            self.messages | other.messages,
            self.days + other.days,
        )

    @property
    def never(self) -> bool:
        """Whether the rule was judged and never said anything."""
        return not self.signalled and self.clear > 0

    @property
    def always(self) -> bool:
        """Whether the rule spoke in every period that could be judged."""
        return self.signalled > 0 and not self.clear

    @property
    def median_days(self) -> float | None:
        return median(self.days) if self.days else None

    @property
    def longest_days(self) -> int | None:
        return max(self.days, default=None)


def behaviour(judged: Iterable[Judged]) -> Behaviour:
    """How one rule behaved within the columns of these, each of another calendar."""
    return sum((_of(one, one.columns) for one in judged), Behaviour())


def behaviour_since(judged: Judged, since: date) -> Behaviour:
    """The same from the period in which a day lies; ``judged`` has all columns."""
    panel = judged.found.panel
    first = panel.calendar.containing(since) - panel.first
    count = panel.shape[1]
    return _of(judged, slice(min(max(first, 0), count), count))


def _of(judged: Judged, columns: slice) -> Behaviour:
    found = judged.found
    signalled, clear = _said(found)
    there = judged.there[:, columns]
    first = found.panel.first
    periods = range(first + columns.start, first + columns.stop)
    known = [
        (n, stay) for n, some in judged.stays.items() for stay in some if _overlaps(stay, periods)
    ]
    return Behaviour(
        signalled=int((signalled[:, columns] & there).sum()),
        clear=int((clear[:, columns] & there).sum()),
        opened=sum(stay.opened in periods for _, stay in known),
        messages=frozenset(_messages(judged, known, periods)),
        days=tuple(_days(found, n, stay) for n, stay in known),
    )


def _said(found: Findings) -> tuple[Bools, Bools]:
    """Where the rule speaks and where it is satisfied; with no level but ``info``, by that."""
    if found.levels.keys() == {Level.INFO} and found.info is not None:
        return found.info == Truth.TRUE, found.info == Truth.FALSE
    return found.verdict >= Verdict.AMBER, found.verdict == Verdict.CLEAR


def _overlaps(stay: Stay, periods: range) -> bool:
    if not periods or stay.opened >= periods.stop:
        return False
    return stay.left is None or stay.left >= periods.start


def _days(found: Findings, n: int, stay: Stay) -> int:
    calendar = found.panel.calendar
    end = found.panel.first + int(found.anchor[n]) + 1 if stay.left is None else stay.left
    return (calendar.start(end) - calendar.start(stay.opened)).days


def _messages(
    judged: Judged, known: Iterable[tuple[int, Stay]], periods: range
) -> Iterator[Sending]:
    """What the news of these stays would have sent, had each figure come when it was due."""
    found, setting = judged.found, judged.setting
    panel, today = found.panel, local_date(judged.now, setting.zone)
    codes = panel.indicator[found.rows]
    news = {
        (int(codes[n]), step.period)
        for n, stay in known
        for step in stay.steps
        if step.period in periods and TOLD[step.reason] is Told.OWNERS
    }
    reached = {
        code: hearers(found.rule, panel.indicators[code], setting.book, setting.directory, today)
        for code in np.unique(codes).tolist()
    }
    for code, period in news:
        day = due_date(setting.book.indicators[panel.indicators[code]], period)
        yield from (Sending(post, channel, day) for post, channel in reached[code])
