"""A backtest for people: each rule, and under it the series that it signalled, line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from watchlist.backtest import COUNTS, Judged, total
from watchlist.cli.cells import years_of
from watchlist.model.period import Calendar
from watchlist.model.pooled import label
from watchlist.model.rule import Level, Rule, Rulebook
from watchlist.register.stays import Stay

_NAME = 46
_WIDTHS = dict(zip(COUNTS, (8, 9, 8, 9, 9, 12, 9, 9), strict=True))
_LEVELS = {"red": Level.RED, "amber": Level.AMBER, "info": Level.INFO}
_NOTHING = (
    "There is nothing to judge: no figure is known that these rules could be held against here."
)
_FOOT = (
    "Periods by what was said of them; opened: how often a series came onto the list;\n"
    "told: the notices of news, had each period come on its own."
)


def lines(rules: Iterable[list[Judged]], book: Rulebook) -> Iterator[str]:
    """The table as it is judged, given the findings of one rule after the other."""
    sums: Counter[str] = Counter()
    judged_rules = 0
    for judged in rules:
        if not judged_rules:
            yield _line("", {name: name.replace("_", " ") for name in COUNTS})
        judged_rules += 1
        sums.update(total(judged))
        yield from _rule(judged, book)
    if not judged_rules:
        yield _NOTHING
        return
    yield ""
    yield _line(f"{judged_rules:,} rule{'s'[: judged_rules != 1]}", _numbers(sums))
    yield _FOOT


def _rule(judged: list[Judged], book: Rulebook) -> Iterator[str]:
    rule = judged[0].found.rule
    series = [(one, n) for one in judged for n in one.rows()]
    shown = [(one, n) for one, n in series if len(series) == 1 or _signalled(one, n)]
    yield ""
    yield f"{rule.title} ({rule.id})"
    if len(series) > 1:
        yield _line(f"  {len(series):,} series", _numbers(total(judged), rule))
    for one, n in shown:
        yield from _series(one, n, book)
    if shown and len(shown) < len(series):
        yield f"  {len(series) - len(shown):,} other series: nothing was ever wrong"


def _series(one: Judged, n: int, book: Rulebook) -> Iterator[str]:
    yield _line(f"  {_name(one, n)}", _numbers(one.counted(n), one.found.rule))
    calendar, years = one.found.panel.calendar, years_of(one.found.series(n).indicator, book)
    if stays := [_spoken(stay, calendar, years) for stay in one.stays.get(n, ())]:
        yield f"    on the list {'; '.join(stays)}"


def _signalled(one: Judged, n: int) -> bool:
    return n in one.stays or any(one.counts[name][n] for name in _LEVELS)


def _name(one: Judged, n: int) -> str:
    series = one.found.series(n)
    indicator = series.indicator if len(one.found.rule.selects.indicators) > 1 else ""
    return ", ".join(word for word in (indicator, series.area, series.breakdown) if word)


def _spoken(stay: Stay, calendar: Calendar, years: int) -> str:
    """ "2013-10 to 2014-01 (red)", "since 2014-03 (amber)"."""
    opened, left = label(calendar, stay.opened, years), stay.left
    run = f"since {opened}" if left is None else f"{opened} to {label(calendar, left, years)}"
    return f"{run} ({stay.worst.word})"


def _numbers(counts: Mapping[str, int], rule: Rule | None = None) -> dict[str, str]:
    """Counts as they are shown; a dash for a level that the rule does not have."""
    lacking = [name for name, level in _LEVELS.items() if rule and level not in rule.levels]
    return {name: "–" if name in lacking else f"{counts[name]:,}" for name in COUNTS}


def _line(name: str, shown: Mapping[str, str]) -> str:
    if len(name) > _NAME:
        name = f"{name[: _NAME - 1]}…"
    numbers = "".join(f"{shown[count]:>{width}}" for count, width in _WIDTHS.items())
    return f"{name:<{_NAME}}{numbers}".rstrip()
