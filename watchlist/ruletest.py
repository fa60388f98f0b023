"""Rule tests: the cases of ``*.test.yaml`` judged by the very code that judges live. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from watchlist.deliver.findings import wrong_with
from watchlist.evaluate.checks import check
from watchlist.evaluate.engine import evaluate
from watchlist.evaluate.truth import Truth
from watchlist.model.finding import Findings, Verdict
from watchlist.model.indicator import Area
from watchlist.model.panels import laid_out
from watchlist.model.period import Period
from watchlist.model.reading import Floats, Marker, Panels
from watchlist.model.register import DataCheck, Reason
from watchlist.model.rule import Level, Rule, Rulebook
from watchlist.register.stays import Stay, stays
from watchlist.rulebook.case_keys import FOUND, SAID
from watchlist.rulebook.cases import Case
from watchlist.rulebook.expected import Expected
from watchlist.rulebook.given import Given
from watchlist.sources.numbers import Figure
from watchlist.testwhy import why_on_list, why_verdict

#: What a move leaves a series as. One that is not measured for too long stays as it was.
_LISTED = {
    Reason.OPENED: "on",
    Reason.OPENED_AGAIN: "on",
    Reason.WORSENED: "on",
    Reason.EASED: "on",
    Reason.NO_LONGER_SIGNALLED: "on",
    Reason.RELAPSED: "on",
    Reason.RECOVERING: "recovering",
    Reason.PROPOSED: "proposed",
    Reason.CLEARED: "off",
}
_NOTHING = "nothing"


@dataclass(frozen=True)
class Wrong:
    """One expectation that was not met. ``of`` is ``expect``, ``list`` or ``checks``."""

    of: str
    period: int
    expected: str
    came: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """What came of a case; ``came`` says it of each period of its readings."""

    case: Case
    came: Mapping[int, str]
    wrong: tuple[Wrong, ...]

    @property
    def passed(self) -> bool:
        return not self.wrong


def differs(result: Result, one: Wrong) -> str:
    """ "2014-03: expected red, came amber"."""
    of = {"expect": "", "list": " on the list:", "checks": " in the data:"}[one.of]
    return f"{result.case.readings.label(one.period)}:{of} expected {one.expected}, came {one.came}"


def judged(cases: Iterable[Case], book: Rulebook) -> Iterator[Result]:
    """The result of each case, in their order."""
    for case in cases:
        yield _of_rule(case, case.rule, book) if case.rule else _of_data(case, book)


def _of_rule(case: Case, rule: Rule, book: Rulebook) -> Result:
    found, n, book = findings_of(case, rule, book)
    periods = range(case.readings.first, case.readings.end)
    came = {period: _said(found, n, period) for period in periods}
    wrong = _expected(case, came, found, n, book)
    if case.on_list:
        wrong += _listed(case, found, n, book)
    return Result(case, {period: spoken(words) for period, words in came.items()}, tuple(wrong))


def findings_of(case: Case, rule: Rule, book: Rulebook) -> tuple[Findings, int, Rulebook]:
    """What the rule finds in the readings of a case, the row of the series tested among it, and the
    rulebook with what the test brings with it."""
    book, series = _world(case, book), case.readings.series
    selects = replace(rule.selects, indicators=(series.indicator,), areas=(series.area,))
    findings = evaluate([replace(rule, selects=selects)], book, panels_of(case), case.today)
    return *_row(findings, case), book


def _row(findings: Iterable[Findings], case: Case) -> tuple[Findings, int]:
    """The findings of the series tested, and its place among their rows."""
    for found in findings:
        row = found.panel.row(case.readings.series)
        places = [] if row is None else np.flatnonzero(found.rows == row).tolist()
        if places:
            return found, places[0]
    raise LookupError(f"nothing was judged in the test {case.name}")  # the loader saw to it


def spoken(words: Iterable[str]) -> str:
    """Words in the order in which they are always said: "amber, info"."""
    order = (*SAID, *FOUND)
    return ", ".join(sorted(words, key=order.index)) or _NOTHING


def _said(found: Findings, n: int, period: int) -> frozenset[str]:
    """Every word that is said of a period."""
    t = period - found.panel.first
    if not 0 <= t < found.panel.shape[1]:
        return frozenset({"not judged"})
    info = Truth(int(found.info[n, t])) if found.info is not None else None
    words = {_verdict(found, n, t, info)}
    if info is Truth.TRUE:
        words.add("info")
    if found.stale[n] and t == found.anchor[n]:
        words.add("stale")
    return frozenset(words)


def _verdict(found: Findings, n: int, t: int, info: Truth | None) -> str:
    """The verdict's word; a rule that has no level but ``info`` is judged by that."""
    if info is None or found.levels.keys() != {Level.INFO}:
        return Verdict(int(found.verdict[n, t])).name.lower().replace("_", " ")
    only_info = {Truth.TRUE: "info", Truth.FALSE: "clear", Truth.UNKNOWN: "unknown"}
    return only_info.get(info, "not judged")


def _expected(case: Case, came: Expected, found: Findings, n: int, book: Rulebook) -> list[Wrong]:
    """The verdicts that were not what was expected, each with why the levels differ."""
    wrong = []
    for period, words in sorted(case.expect.items()):
        if (said := came[period]) != words:
            differ = [level for level in found.levels if level.word in words ^ said]
            why = why_verdict(found, n, period - found.panel.first, differ, book.indicators)
            wrong.append(Wrong("expect", period, spoken(words), spoken(said), why))
    return wrong


def _listed(case: Case, found: Findings, n: int, book: Rulebook) -> list[Wrong]:
    known = stays(found, book).get(n, ())
    came = {period: _standing(known, period) for period in case.on_list}
    return [
        Wrong("list", period, word, came[period], (why_on_list(known, case.readings.label),))
        for period, word in sorted(case.on_list.items())
        if not (came[period] == word or (word == "on" and came[period] != "off"))
    ]


def _standing(known: Iterable[Stay], period: int) -> str:
    """Where a series stands once a period is in."""
    word = "off"
    for step in (step for stay in known for step in stay.steps if step.period <= period):
        word = _LISTED.get(step.reason, word)
    return word


def _of_data(case: Case, book: Rulebook) -> Result:
    """Everything that is found in the data of the series tested must be expected, and found."""
    book, expected = _world(case, book), case.checks or {}
    found: dict[int, list[DataCheck]] = {}
    for one in check(book, panels_of(case), case.today):
        if one.series == case.readings.series:
            found.setdefault(one.period, []).append(one)
    came = {period: frozenset(one.check for one in some) for period, some in found.items()}
    wrong = [
        Wrong(
            "checks",
            period,
            spoken(expected.get(period, ())),
            spoken(came.get(period, ())),
            tuple(
                word for one in found.get(period, ()) for word in wrong_with(one, case.indicator)
            ),
        )
        for period in sorted({*expected, *came})
        if expected.get(period, frozenset()) != came.get(period, frozenset())
    ]
    periods = sorted({*range(case.readings.first, case.readings.end), *came, *expected})
    return Result(case, {each: spoken(came.get(each, ())) for each in periods}, tuple(wrong))


def _world(case: Case, book: Rulebook) -> Rulebook:
    """The rulebook with the area and the neighbours that the test brings with it."""
    name = case.readings.series.area
    own = book.areas.get(name) or Area(name, own=True)
    if case.neighbours:
        own = replace(own, neighbours=((date.min, case.neighbours),))
    return replace(book, areas={**book.areas, name: own})


def panels_of(case: Case) -> Panels:
    """The readings side by side, as they come out of the store: where nothing was ever given there
    is nothing, not even a mark that it is missing."""
    given = [one for one in (case.readings, *case.beside) if one.latest >= one.first]
    panels = {}
    for calendar in dict.fromkeys(one.indicator.calendar for one in given):
        together = [one for one in given if one.indicator.calendar == calendar]
        named = [(s.indicator, s.area, s.breakdown) for s in (one.series for one in together)]
        panels[calendar] = laid_out(calendar, named, _cells(together))
    return panels


def _cells(given: Iterable[Given]) -> Floats:
    return np.array(
        [
            _cell(place, *reading)
            for place, one in enumerate(given)
            for reading in _readings(one)
            if reading[1].marker is not Marker.MISSING
        ],
        dtype=np.float64,
    )


def _readings(given: Given) -> Iterator[tuple[Period, Figure, float]]:
    """What each covers, its figure, and the target that came with it."""
    calendar = given.indicator.calendar
    for n, figure in enumerate(given.figures):
        yield Period(calendar, given.first + n), figure, given.targets[n]
    for one in given.also:
        yield one.period, one.figure, float("nan")


def _cell(place: int, period: Period, figure: Figure, target: float) -> tuple[float, ...]:
    nothing = float("nan")
    return (
        place,
        period.ordinal,
        figure.value,
        figure.numerator,
        figure.denominator,
        target,
        nothing,
        nothing if figure.digits is None else figure.digits,
        figure.marker,
        0,
        period.span,
    )
