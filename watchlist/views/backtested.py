"""What a rule says of one series, period by period, and how it behaved, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from watchlist.backtest import COUNTS, Judged, backtest
from watchlist.behaviour import Behaviour, Sending, behaviour
from watchlist.deliver.charts.timeline import Timeline
from watchlist.drawn import timeline
from watchlist.installation import Installation
from watchlist.model.period import Calendar
from watchlist.model.pooled import label
from watchlist.model.reading import Series
from watchlist.model.rule import Level
from watchlist.question import Question
from watchlist.register.stays import Stay
from watchlist.views.durations import spoken_days

#: Of COUNTS those that are levels, which not every rule has.
LEVELS = {"red": Level.RED, "amber": Level.AMBER, "info": Level.INFO}


@dataclass(frozen=True)
class Backtested:
    """``counts``: each of COUNTS with how often ("–": the rule has no such level); ``behaved``: how
    long it was on the list, how many messages that makes ("": never); ``stays``: each time on it."""

    counts: tuple[tuple[str, str], ...]
    behaved: str
    stays: tuple[str, ...]
    chart: Timeline


def backtested(here: Installation, rule: str, series: Series) -> Backtested | None:
    """What the rule says of every period of a series, by the same code as the command; None where there
    is nothing to judge. Raises UsageError where the rule does not stand for it."""
    question = Question((rule,), (series.indicator,), (series.area,), breakdown=series.breakdown)
    for judged in backtest(here.store, here.setting, question, here.clock()):
        for n in judged.rows():
            if judged.found.series(n) == series:
                return _of(here, judged, n)
    return None


def _of(here: Installation, judged: Judged, n: int) -> Backtested:
    found, one = judged.found, judged.found.series(n)
    counted, levels = judged.counted(n), found.rule.levels
    known = here.book.indicators[one.indicator]
    return Backtested(
        tuple(
            (name.replace("_", " "), counted_said(counted[name], name, levels)) for name in COUNTS
        ),
        spells(behaviour([judged])),
        tuple(
            spoken_stay(stay, found.panel.calendar, known.pooled)
            for stay in judged.stays.get(n, ())
        ),
        timeline(judged, n, here.book),
    )


def counted_said(many: int, name: str, levels: Iterable[Level]) -> str:
    """How often; a dash for a level that the rule does not have."""
    lacking = name in LEVELS and LEVELS[name] not in levels
    return "–" if lacking else f"{many:,}"


def spells(did: Behaviour) -> str:
    """ "on the list 5 times, 3 months at the median, 14 months at the longest; 7 messages"."""
    if did.median_days is None or did.longest_days is None:
        return ""
    median, longest = spoken_days(did.median_days), spoken_days(did.longest_days)
    times = f"{len(did.days):,} times, {median} at the median, {longest} at the longest"
    once = f"once, {median}"
    return f"on the list {times if len(did.days) > 1 else once}; {messages([did])}"


def messages(did: Iterable[Behaviour]) -> str:
    """How many messages all of these make; the news of one day is one message."""
    sent = frozenset[Sending]().union(*(one.messages for one in did))
    return f"{len(sent):,} message{'s'[: len(sent) != 1]}"


def spoken_stay(stay: Stay, calendar: Calendar, years: int) -> str:
    """ "2013-10 to 2014-01 (red)", "since 2014-03 (amber)"."""
    opened, left = label(calendar, stay.opened, years), stay.left
    run = f"since {opened}" if left is None else f"{opened} to {label(calendar, left, years)}"
    return f"{run} ({stay.worst.word})"
