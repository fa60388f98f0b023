"""Rule tests for people: a line for each file, and of each test that failed its readings, what was
expected, what came and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from textwrap import wrap

from watchlist.model.errors import Fault
from watchlist.model.reading import Marker, written
from watchlist.rulebook.given import Given
from watchlist.ruletest import Result, differs, spoken
from watchlist.sources.numbers import Figure

_WIDTH = 98
_HEADING = 26
#: Periods shown before the first one that is wrong: a year and the same month of the year before.
_BEFORE = 13


def lines(
    results: Sequence[Result], faults: Sequence[Fault], untested: Sequence[str]
) -> Iterator[str]:
    """The whole answer, line by line."""
    yield from map(str, faults)
    for path, of_file in groupby(results, lambda result: result.case.mark.path):
        yield _file(path, list(of_file))
    for result in results:
        if not result.passed:
            yield ""
            yield from told(result)
    if untested:
        yield ""
        yield from _folded(f"No test yet: {', '.join(untested)}.")
    yield ""
    yield _summary(results, faults)


def told(result: Result) -> Iterator[str]:
    """A test that failed."""
    case = result.case
    of = f"rule {case.rule.id}" if case.rule else f"data of {case.indicator.id}"
    yield f"✗ {case.name}"
    yield f"  {case.mark}: {of}"
    yield ""
    yield from (f"    {line}" for line in _table(result))
    for one in result.wrong:
        yield ""
        yield f"  {differs(result, one)}"
        for sentence in one.why:
            yield from _folded(sentence, "    ")


def _folded(text: str, indent: str = "") -> list[str]:
    return wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )


def headline(result: Result) -> str:
    """What is wrong first, on one line."""
    return differs(result, result.wrong[0])


def _file(path: str, results: Sequence[Result]) -> str:
    failed = sum(not result.passed for result in results)
    also = f", {failed} failed" if failed else ""
    return f"{path:<52} {counted(len(results), 'test')}{also}"


def _summary(results: Sequence[Result], faults: Sequence[Fault]) -> str:
    failed = sum(not result.passed for result in results)
    said = [f"{failed} of {counted(len(results), 'test')} failed" if failed else ""]
    said += [counted(len(faults), "fault")] if faults else []
    wrong = " and ".join(part for part in said if part)
    if wrong:
        return f"✗ {wrong}."
    rules = len({result.case.rule.id for result in results if result.case.rule})
    return f"{counted(len(results), 'test')} of {counted(rules, 'rule')}, all as expected."


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _table(result: Result) -> Iterator[str]:
    """The readings from a year before the first wrong period to the last, a line each."""
    case = result.case
    beside = [one for one in case.beside if one.indicator.calendar == case.indicator.calendar]
    periods = _shown(result)
    columns = [
        ["period", *(case.readings.label(period) for period in periods)],
        ["reading", *(_at(case.readings, period) for period in periods)],
        *([_heading(one, case.readings), *(_at(one, p) for p in periods)] for one in beside),
        *_expectations(result, periods),
        ["", *("✗" if any(one.period == p for one in result.wrong) else "" for p in periods)],
    ]
    widths = [max(map(len, column)) for column in columns]
    for row in zip(*columns, strict=True):
        padded = (f"{text:<{width}}" for text, width in zip(row, widths, strict=True))
        yield "  ".join(padded).rstrip()
    for one in case.beside:
        if one not in beside:
            figures = ", ".join(map(figure, one.figures))
            yield f"beside: {_heading(one, case.readings)}, from {one.label(one.first)}: {figures}"


def _shown(result: Result) -> list[int]:
    wrong = [one.period for one in result.wrong]
    return [p for p in result.came if min(wrong) - _BEFORE <= p <= max(wrong)]


def _expectations(result: Result, periods: Sequence[int]) -> Iterator[list[str]]:
    case = result.case
    expected = case.expect if case.rule else case.checks or {}
    if expected or not case.rule:
        yield ["expected", *(spoken(expected[p]) if p in expected else "" for p in periods)]
    yield ["came", *(result.came[period] for period in periods)]
    if case.on_list:
        yield ["on the list", *(case.on_list.get(period, "") for period in periods)]


def _heading(one: Given, tested: Given) -> str:
    series = one.series
    parts = [
        series.indicator if series.indicator != tested.series.indicator else "",
        series.area if series.area != tested.series.area else "",
    ]
    heading = ", ".join(part for part in parts if part)
    return heading if len(heading) <= _HEADING else f"{heading[: _HEADING - 1]}…"


def _at(given: Given, period: int) -> str:
    n = period - given.first
    own = figure(given.figures[n]) if 0 <= n < len(given.figures) else ""
    longer = (f"{figure(one.figure)} in {one.period}" for one in given.also if one.last == period)
    return ", ".join((own, *longer) if own else longer)


def figure(one: Figure) -> str:
    """A figure as a test writes it."""
    if one.marker is not Marker.FIGURE:
        return one.marker.symbol
    value = written(one.value, 1 if one.digits is None else one.digits)
    if one.numerator != one.numerator:
        return value
    return f"{value} ({one.numerator:g}/{one.denominator:g})"
