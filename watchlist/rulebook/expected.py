"""What a rule test expects: the words of verdicts, of the watch list and of the data checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from watchlist.model.indicator import Indicator
from watchlist.model.rule import Level, Rule
from watchlist.rulebook.case_keys import FOUND, LISTED, SAID, VERDICTS
from watchlist.rulebook.given import Given, period_of
from watchlist.rulebook.reader import Value
from watchlist.rulebook.wording import quote

#: Words by the ordinal of the period that they are said of.
Expected = Mapping[int, frozenset[str]]


def read_expect(value: Value, rule: Rule | None, indicator: Indicator, readings: Given) -> Expected:
    """``{2013-12: amber, 2014-02: [red, info]}``"""
    expected = {}
    for period, said in _by_period(value, indicator, readings):
        words = _words(said, SAID)
        if words and rule:
            _sensible(said, words, rule)
            _latest(said, words, period, readings)
        expected[period] = words
    return expected


def _sensible(said: Value, words: frozenset[str], rule: Rule) -> None:
    """One verdict that the rule can give; ``info`` and ``stale`` stand beside it."""
    levels = {level.word for level in rule.levels}
    if lacking := sorted(words & {level.word for level in Level} - levels):
        said.fault(f"{said.key}: rule {quote(rule.id)} has no level {lacking[0]}")
        return
    only_info = levels == {Level.INFO.word}
    verdicts = words & {*VERDICTS, *([Level.INFO.word] if only_info else [])}
    if len(verdicts) != 1:
        example = f"[clear, {next(iter(words - verdicts), 'info')}]"
        what = "two verdicts; a period has one" if verdicts else f"no verdict; write {example}"
        said.fault(f"{said.key}: {what}")


def _latest(said: Value, words: frozenset[str], period: int, readings: Given) -> None:
    if "stale" in words and period != readings.latest:
        said.fault(f"{said.key}: only the latest reading can be stale")


def read_list(value: Value, indicator: Indicator, readings: Given) -> Mapping[int, str]:
    """``{2013-12: on, 2014-06: off}``"""
    found = {p: said.choice(*LISTED) for p, said in _by_period(value, indicator, readings)}
    return {period: word for period, word in found.items() if word}


def read_checks(value: Value, indicator: Indicator, readings: Given) -> Expected:
    """``{2013-11: inconsistent, 2014-01: [overdue]}``; a return can be overdue after the last
    reading."""
    return {
        period: _words(said, FOUND)
        for period, said in _by_period(value, indicator, readings, beyond=True)
    }


def _words(value: Value, known: tuple[str, ...]) -> frozenset[str]:
    items = value.items() if value.is_list else [value]
    if not items:
        value.fault(f"{value.key}: names no word; leave the period out if nothing is asked of it")
    return frozenset(word for item in items if (word := item.choice(*known)))


def _by_period(
    value: Value, indicator: Indicator, readings: Given, *, beyond: bool = False
) -> Iterator[tuple[int, Value]]:
    """The periods named, each once and each among the readings (``beyond``: or after them)."""
    seen = dict[int, str]()
    for label, said in value.entries():
        period = period_of(said.of_key(), indicator)
        if period is None:
            continue
        if period in seen:
            sentence = f"{quote(label)} is the same period as {quote(seen[period])}"
            said.fault(sentence, said.place)
        elif period < readings.first or (period >= readings.end and not beyond):
            until = f"{readings.label(readings.first)} to {readings.label(readings.end - 1)}"
            said.fault(f"{quote(label)} lies outside of the readings, {until}", said.place)
        else:
            seen[period] = label
            yield period, said
