"""What a backtest is asked: which rules, of which series, over which periods, as known on which day.

Raises :class:`UsageError` with a sentence wherever a word means nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from watchlist.model.errors import UsageError
from watchlist.model.labels import PeriodError, parse_period
from watchlist.model.period import Calendar, Period
from watchlist.model.rule import Rule, Rulebook
from watchlist.rulebook.wording import nearest, quote

#: No figure is older than this.
_FIRST_DAY = date(1900, 1, 1)


@dataclass(frozen=True)
class Window:
    """The periods asked for on one calendar, both ends included; None: no limit."""

    first: int | None = None
    last: int | None = None

    @property
    def empty(self) -> bool:
        return self.first is not None and self.last is not None and self.first > self.last

    def columns(self, origin: int, count: int) -> slice:
        """Which of ``count`` columns, the first of which is the period ``origin``."""
        first = 0 if self.first is None else self.first - origin
        end = count if self.last is None else self.last - origin + 1
        return slice(min(max(first, 0), count), min(max(end, 0), count))


@dataclass(frozen=True)
class Question:
    """``rules``, ``indicators`` and ``areas`` are names, none meaning all that the rules stand for;
    ``first`` and ``last`` are periods as people write them ("": no limit); ``breakdown`` is that of one
    series ("": the total; None: all that the rules stand for)."""

    rules: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    as_known: date | None = None
    breakdown: str | None = None

    def judging(self, book: Rulebook) -> tuple[Rule, ...]:
        """The rules asked for, each standing for no more than was asked.

        A rule for the council's own areas is tried on whichever areas are named; one that names its
        areas itself stays with those of them that were asked for."""
        _known("rule", self.rules, book.rules)
        _known("indicator", self.indicators, book.indicators)
        _known("area", self.areas, book.areas)
        asked = [self._narrowed(book.rules[name]) for name in self.rules or book.rules]
        found = {rule.id: rule for rule in asked if rule.selects.indicators and book.areas_of(rule)}
        if not found:
            raise UsageError("no rule stands for what was asked for; see: watchlist check")
        return tuple(found.values())

    def _narrowed(self, rule: Rule) -> Rule:
        selects = rule.selects
        if self.indicators:
            selects = replace(selects, indicators=_both(selects.indicators, self.indicators))
        if self.areas:
            own = selects.areas is None
            areas = self.areas if own else _both(selects.areas or (), self.areas)
            selects = replace(selects, areas=areas)
        if self.breakdown is not None:
            taken = selects.takes(self.breakdown)
            parts = tuple(part.split("=", 1) for part in self.breakdown.split(";") if part)
            exactly = tuple((name, (value,)) for name, value in parts)
            kept = selects.indicators if taken else ()
            selects = replace(selects, indicators=kept, breakdowns=exactly)
        return replace(rule, selects=selects)

    def windows(self, calendars: Collection[Calendar]) -> Mapping[Calendar, Window]:
        """The periods asked for, on each of these calendars. A period that a calendar does not have
        (a month, of yearly figures) means there the period in which it begins or ends."""
        first = _on_each("--from", self.first, calendars, _begins)
        last = _on_each("--to", self.last, calendars, _ends)
        windows = {each: Window(first.get(each), last.get(each)) for each in calendars}
        if any(window.empty for window in windows.values()):
            raise UsageError(f"--from {self.first} comes after --to {self.last}")
        return windows


def read_day(text: str, today: date) -> date:
    """The day of ``--as-known``."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f"{quote(text)} is not a date: write it like 2014-02-04") from None
    if day > today:
        raise UsageError(f"{day} has not come yet: nobody knows what will be known then")
    if day < _FIRST_DAY:
        raise UsageError(f"{day} is too long ago: no figure is older than {_FIRST_DAY.year}")
    return day


def _known(noun: str, names: Iterable[str], known: Collection[str]) -> None:
    for name in names:
        if name not in known:
            raise UsageError(f"there is no {noun} {quote(name)}{nearest(name, known)}")


def _both(some: tuple[str, ...], others: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in some if name in others)


def _begins(period: Period, calendar: Calendar) -> int:
    if period.calendar == calendar:
        return period.ordinal
    return calendar.containing(period.calendar.start(period.ordinal))


def _ends(period: Period, calendar: Calendar) -> int:
    if period.calendar == calendar:
        return period.ordinal + max(period.span, 1) - 1
    return calendar.containing(period.calendar.end(period.ordinal, period.span))


def _on_each(
    option: str,
    label: str,
    calendars: Collection[Calendar],
    edge: Callable[[Period, Calendar], int],
) -> Mapping[Calendar, int]:
    """Where a limit lies on each calendar. One that can read the label reads it itself; the others
    go by the finest that can."""
    if not label:
        return {}
    read: dict[Calendar, Period] = {}
    refusals: list[str] = []
    for calendar in sorted(calendars, key=lambda each: -each.per_year):
        try:
            read[calendar] = parse_period(label, calendar)
        except PeriodError as error:
            refusals.append(str(error))
    if not read:
        raise UsageError(f"{option}: {refusals[0]}")
    finest = next(iter(read.values()))
    return {each: edge(read.get(each, finest), each) for each in calendars}
