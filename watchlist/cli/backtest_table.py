"""A backtest for people: each rule, and under it the series that it signalled, line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from textwrap import fill

from watchlist.backtest import COUNTS, Judged, total
from watchlist.behaviour import Behaviour, behaviour
from watchlist.model.rule import Level, Rule, Rulebook
from watchlist.views.backtested import LEVELS, counted_said, messages, spells, spoken_stay
from watchlist.views.cells import years_of

_NAME = 34
_WIDTHS = dict(zip(COUNTS, (7, 8, 7, 9, 8, 11, 8, 8), strict=True))
_WIDTH = _NAME + sum(_WIDTHS.values())
_NOTHING = (
    "There is nothing to judge: no figure is known that these rules could be held against here."
)
_FOOT = (
    "Periods by what was said of them; opened: how often a series came onto the list;\n"
    "told: the notices of news, had each period come on its own. A message: what one post is sent\n"
    "through one channel on one day, had every figure come on the day it was due."
)


def lines(rules: Iterable[list[Judged]], book: Rulebook) -> Iterator[str]:
    """The table as it is judged, given the findings of one rule after the other."""
    sums: Counter[str] = Counter()
    did: dict[str, Behaviour] = {}
    moving: list[str] = []
    for judged in rules:
        if not did:
            yield _line("", {name: name.replace("_", " ") for name in COUNTS})
        rule = judged[0].found.rule.id
        did[rule] = behaviour(judged)
        moving += [rule] if judged[0].found.rule.levels.keys() - {Level.INFO} else []
        sums.update(total(judged))
        yield from _rule(judged, did[rule], book)
    if not did:
        yield _NOTHING
        return
    yield ""
    yield _line(f"{len(did):,} rule{'s'[: len(did) != 1]}", _numbers(sums))
    yield from _together(did, moving)
    yield _FOOT


def _rule(judged: list[Judged], did: Behaviour, book: Rulebook) -> Iterator[str]:
    rule = judged[0].found.rule
    series = [(one, n) for one in judged for n in one.rows()]
    shown = [(one, n) for one, n in series if len(series) == 1 or _signalled(one, n)]
    yield ""
    yield _wrapped(f"{rule.title} ({rule.id})")
    if len(series) > 1:
        yield _line(f"  {len(series):,} series", _numbers(total(judged), rule))
    if behaved := spells(did):
        yield f"  {behaved}"
    for one, n in shown:
        yield from _series(one, n, book)
    if shown and len(shown) < len(series):
        yield f"  {len(series) - len(shown):,} other series: nothing was ever wrong"


def _together(did: Mapping[str, Behaviour], moving: Collection[str]) -> Iterator[str]:
    """What the rules would have sent together; and those among ``moving`` (rules that can put
    something on the list) that tell nothing apart."""
    yield f"{messages(did.values())} in all"
    never = [rule for rule in moving if did[rule].never]
    always = [rule for rule in moving if did[rule].always]
    if never:
        yield _wrapped(f"Never red or amber: {', '.join(never)}")
    if always:
        yield _wrapped(f"Red or amber in every period judged: {', '.join(always)}")
    yield ""


def _series(one: Judged, n: int, book: Rulebook) -> Iterator[str]:
    yield _line(f"  {_name(one, n)}", _numbers(one.counted(n), one.found.rule))
    calendar, years = one.found.panel.calendar, years_of(one.found.series(n).indicator, book)
    if stays := [spoken_stay(stay, calendar, years) for stay in one.stays.get(n, ())]:
        yield _wrapped(f"    on the list {'; '.join(stays)}")


def _signalled(one: Judged, n: int) -> bool:
    return n in one.stays or any(one.counts[name][n] for name in LEVELS)


def _name(one: Judged, n: int) -> str:
    series = one.found.series(n)
    indicator = series.indicator if len(one.found.rule.selects.indicators) > 1 else ""
    return ", ".join(word for word in (indicator, series.area, series.breakdown) if word)


def _numbers(counts: Mapping[str, int], rule: Rule | None = None) -> dict[str, str]:
    """Counts as they are shown; a dash for a level that the rule does not have."""
    levels = rule.levels if rule else LEVELS.values()
    return {name: counted_said(counts[name], name, levels) for name in COUNTS}


def _line(name: str, shown: Mapping[str, str]) -> str:
    if len(name) > _NAME:
        name = f"{name[: _NAME - 1]}…"
    numbers = "".join(f"{shown[count]:>{width}}" for count, width in _WIDTHS.items())
    return f"{name:<{_NAME}}{numbers}".rstrip()


def _wrapped(text: str) -> str:
    """A text as wide as the table; further lines stand deeper."""
    if len(text) <= _WIDTH:
        return text
    indent = " " * (len(text) - len(text.lstrip()) + 2)
    return fill(text, _WIDTH, subsequent_indent=indent, break_on_hyphens=False)
