"""What is said of one entry when somebody asks: where each of its breaches stands by today's figures,
what put it there, and what else the rules say of the same series."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

import numpy as np

from watchlist.deliver.beside import Second, beside_breach
from watchlist.deliver.beside import sentences as beside_it
from watchlist.deliver.figures import several
from watchlist.deliver.forecasts import forecast
from watchlist.deliver.moves import given_up
from watchlist.deliver.sentences import because
from watchlist.evaluate.engine import evaluate
from watchlist.evaluate.evidence import evidence, holding
from watchlist.evaluate.truth import Truth
from watchlist.model.finding import Cell, Evidence, Findings, Verdict
from watchlist.model.indicator import Indicator, usual_good_readings
from watchlist.model.period import Calendar
from watchlist.model.pooled import spoken
from watchlist.model.reading import Panel, Panels, Series
from watchlist.model.register import Breach, State
from watchlist.model.rule import Level, Rule, Rulebook


class FigureReads(Protocol):
    """Where figures are read from: the store, or what the public may see of it."""

    def panels(
        self, indicators: Collection[str], calendars: Mapping[str, Calendar]
    ) -> dict[Calendar, Panel]: ...

    def forecasts(
        self, wanted: Collection[Series], calendars: Mapping[str, Calendar]
    ) -> dict[Series, tuple[Cell, ...]]: ...


@dataclass(frozen=True)
class Remark:
    """What a rule says of the latest reading for information."""

    rule: Rule
    evidence: Evidence


@dataclass(frozen=True)
class Standing:
    """One breach and the latest reading of its series, as the rules in force see it."""

    breach: Breach
    rule: Rule | None  # None: no longer in the rulebook
    verdict: Verdict
    stale: bool
    latest: Evidence | None
    remarks: tuple[Remark, ...]
    beside: tuple[Second, ...] = ()
    forecasts: tuple[Cell, ...] = ()
    elsewhere: bool = False  # its readings are not in the store: they were judged where they lie


def judged_anew(
    store: FigureReads, book: Rulebook, breaches: Iterable[Breach], today: date
) -> list[Findings]:
    """What the rules say of all that lies together with what these breaches are about."""
    names = {breach.series.indicator for breach in breaches} & book.indicators.keys()
    return [
        found
        for component in book.components(names)
        for found in _findings(store, book, component, today)
    ]


def standings(
    store: FigureReads,
    book: Rulebook,
    breaches: Iterable[Breach],
    today: date,
    findings: list[Findings] | None = None,
) -> list[Standing]:
    """Where these breaches stand; nothing is written. ``findings``: of :func:`judged_anew`, where they
    are known already."""
    breaches = list(breaches)
    names = {breach.series.indicator for breach in breaches} & book.indicators.keys()
    if findings is None:
        findings = judged_anew(store, book, breaches, today)
    others = panels_beside(store, book, breaches)
    expected = store.forecasts(
        {breach.series for breach in breaches},
        {name: book.indicators[name].calendar for name in names},
    )
    return [
        replace(
            _standing(breach, book, findings),
            beside=beside_breach(breach, book, others),
            forecasts=expected.get(breach.series, ()),
        )
        for breach in breaches
    ]


def panels_beside(store: FigureReads, book: Rulebook, breaches: Iterable[Breach]) -> Panels:
    """The figures of every variant of what these breaches are about."""
    names = {breach.series.indicator for breach in breaches} & book.indicators.keys()
    others = {other.id: other.calendar for name in names for other in book.variants(name)}
    return store.panels(others.keys(), others) if others else {}


def remarks(findings: Iterable[Findings], series: Series) -> Iterable[Remark]:
    """What the rules say for information of a series' latest reading."""
    for found in findings:
        n = place_of(found, series)
        if n is None or found.info is None or found.stale[n]:
            continue
        column = int(found.anchor[n])
        if found.info[n, column] == Truth.TRUE:
            for said in holding(found, n, column, Level.INFO):
                yield Remark(found.rule, said)


def _findings(
    store: FigureReads, book: Rulebook, component: frozenset[str], today: date
) -> list[Findings]:
    panels = store.panels(component, {name: book.indicators[name].calendar for name in component})
    rules = [rule for rule in book.rules.values() if rule.looks_at() <= component]
    return evaluate(rules, book, panels, today)


def _standing(breach: Breach, book: Rulebook, findings: list[Findings]) -> Standing:
    rule = book.rules.get(breach.rule)
    also = tuple(remarks(findings, breach.series))
    for found in findings:
        n = place_of(found, breach.series) if found.rule is rule else None
        if n is not None and found.anchor[n] >= 0:
            column = int(found.anchor[n])
            verdict = Verdict(int(found.verdict[n, column]))
            latest = evidence(found, n, column)
            return Standing(breach, rule, verdict, bool(found.stale[n]), latest, also)
    known = any(found.panel.row(breach.series) is not None for found in findings)
    elsewhere = rule is not None and not known
    return Standing(breach, rule, Verdict.NOT_JUDGED, True, None, also, elsewhere=elsewhere)


def place_of(findings: Findings, series: Series) -> int | None:
    """The place of a series among the findings' rows."""
    row = findings.panel.row(series)
    places = [] if row is None else np.flatnonzero(findings.rows == row).tolist()
    return places[0] if places else None


def why(standing: Standing, book: Rulebook) -> tuple[str, ...]:
    """What put it on the list: the rule's title and the figures of the opening period."""
    breach, rule = standing.breach, standing.rule
    indicator = book.indicators.get(breach.series.indicator)
    title = (f"{rule.title.rstrip('. ')}.",) if rule else ()
    if not breach.evidence or not indicator:
        return title
    return (*title, *because(breach.evidence, indicator, book.indicators))


def now_says(standing: Standing, book: Rulebook) -> tuple[str, ...]:
    """What the latest reading says, and how far the breach is from leaving."""
    indicator = book.indicators.get(standing.breach.series.indicator)
    figures: tuple[str, ...] = ()
    if standing.latest and indicator:
        holds = standing.verdict >= Verdict.AMBER
        figures = because(standing.latest, indicator, book.indicators, holds=holds)
    return (
        *figures,
        *_forecast(standing, indicator),
        *beside_it(standing.beside),
        *_stands(standing, indicator),
    )


def _forecast(standing: Standing, indicator: Indicator | None) -> tuple[str, ...]:
    """What the officers themselves expect."""
    if indicator is None:
        return ()
    latest = standing.latest.cells[-1] if standing.latest else None
    return tuple(forecast(standing.forecasts, latest, indicator))


def also_says(standing: Standing, book: Rulebook) -> tuple[str, ...]:
    """What rules say of the latest reading for information."""
    indicator = book.indicators.get(standing.breach.series.indicator)
    if indicator is None:
        return ()
    others = book.indicators
    said = [because(remark.evidence, indicator, others) for remark in standing.remarks]
    return tuple(dict.fromkeys(sentence for each in said for sentence in each))


def _stands(standing: Standing, indicator: Indicator | None) -> tuple[str, ...]:
    track = standing.breach.track
    level = track.level.word if track.level else "listed"
    if track.unmeasured:
        return (f"For longer than usual nothing could be judged; it was last known {level}.",)
    if indicator and indicator.retired is not None and track.proposed:
        return (given_up(indicator), "The committee may take it off the list.")
    if standing.elsewhere:
        return (_judged_last(standing.breach, indicator),)
    if standing.stale:
        return ("The figures that should follow have not come: stale is not well.",)
    if track.state is State.RECOVERING and track.proposed:
        return ("It has recovered; the committee may take it off the list.",)
    if track.state is State.RECOVERING:
        good = several(track.good, "good reading")
        return (f"It is recovering: {good} of the {_needed(standing)} it needs to leave.",)
    if standing.verdict is Verdict.CLEAR:
        return ("The rule is no longer met, but this is not yet as good as it was before.",)
    return ()


def _judged_last(breach: Breach, indicator: Indicator | None) -> str:
    """Of readings that are judged where they lie nothing newer is known here."""
    years = indicator.pooled if indicator else 1
    period = spoken(breach.calendar, breach.judged_to, years)
    return f"It was judged last for {period}. Its readings lie elsewhere and are judged there."


def _needed(standing: Standing) -> int:
    after = standing.rule.leaves.after if standing.rule else None
    usual = usual_good_readings(standing.breach.calendar.frequency)
    return max(1, usual if after is None else after)
