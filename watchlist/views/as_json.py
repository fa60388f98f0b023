"""The watch list, and how rules behaved, as JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from watchlist.account import panels_beside
from watchlist.behaviour import Behaviour
from watchlist.deliver.beside import Second, beside_breach
from watchlist.deliver.corrected import told_correction
from watchlist.deliver.findings import wrong_with
from watchlist.deliver.names import Names
from watchlist.installation import Installation
from watchlist.model.corrections import Correction
from watchlist.model.finding import Cell
from watchlist.model.pooled import label
from watchlist.model.reading import Panels, Series
from watchlist.model.register import Breach, DataCheck, Entry
from watchlist.register.disclosure import shown
from watchlist.store.results import FoundCheck


def entry_json(
    here: Installation, entry: Entry, breaches: Sequence[Breach], others: Panels | None = None
) -> dict[str, Any]:
    """``others``: the figures of variants; left out, they are looked up."""
    if others is None:
        others = panels_beside(here.store, here.book, breaches)
    return {
        "reference": entry.reference,
        "title": entry.title,
        "level": entry.level.word if entry.level else None,
        "owner": entry.owner,
        "committee": entry.committee,
        "opened_at": entry.opened_at,
        "left_at": entry.left_at,
        "breaches": [breach_json(here, breach, others) for breach in breaches],
    }


def breach_json(here: Installation, breach: Breach, others: Panels) -> dict[str, Any]:
    track, calendar = breach.track, breach.calendar
    rule, indicator = (
        here.book.rules.get(breach.rule),
        here.book.indicators.get(breach.series.indicator),
    )
    years = indicator.pooled if indicator else 1
    return {
        "rule": breach.rule,
        "rule_title": rule.title if rule else None,
        "indicator": breach.series.indicator,
        "area": breach.series.area,
        "breakdown": breach.series.breakdown,
        "level": track.level.word if track.level else None,
        "state": track.state.name.lower(),
        "since": label(calendar, track.opened, years) if track.opened is not None else None,
        "latest": {"period": label(calendar, breach.judged_to, years), "figure": breach.figure},
        "beside": [_beside_json(one) for one in beside_breach(breach, here.book, others)],
        "good_readings": track.good,
        "proposed": track.proposed,
        "unmeasured": track.unmeasured,
    }


def _beside_json(one: Second) -> dict[str, Any]:
    """Another figure for the same thing at the same period."""
    return {
        "indicator": one.indicator.id,
        "title": one.indicator.title,
        "figure": shown(one.cell) if one.known else None,
        "says": str(one),
    }


def check_json(here: Installation, found: FoundCheck) -> dict[str, Any]:
    check = found.check
    indicator = here.book.indicators.get(check.series.indicator)
    years = indicator.pooled if indicator else 1
    return {
        "check": check.check,
        "indicator": check.series.indicator,
        "area": check.series.area,
        "breakdown": check.series.breakdown,
        "period": label(check.calendar, check.period, years),
        "figures": check.figures,
        "sentence": check_sentence(here, check),
        "first_seen": found.first_seen,
    }


def check_sentence(here: Installation, check: DataCheck) -> str:
    """What a data check found, in words."""
    indicator = here.book.indicators.get(check.series.indicator)
    if indicator is None:
        return ""
    return " ".join(wrong_with(check, indicator, Names.of(here.config.directory, here.book)))


def correction_json(here: Installation, one: Correction) -> dict[str, Any]:
    """A figure put right by hand; what stood and what stands, as read."""
    indicator = here.book.indicators.get(one.series.indicator)
    return {
        "at": one.at,
        "who": one.by.who,
        "acting_for": one.by.acting_for,
        "reason": one.by.reason,
        "indicator": one.series.indicator,
        "area": one.series.area,
        "breakdown": one.series.breakdown,
        "period": label(one.calendar, one.period, indicator.pooled if indicator else 1),
        "before": _figure(one.before),
        "after": _figure(one.after),
    }


def _figure(cell: Cell) -> dict[str, Any]:
    """A figure with its counts; of one that is not there, the marker."""
    return {
        "value": cell.value,
        "numerator": cell.numerator,
        "denominator": cell.denominator,
        "marker": cell.marker,
    }


def correction_sentence(here: Installation, one: Correction) -> str:
    """What stood, what stands, who put it right and why."""
    indicator = here.book.indicators.get(one.series.indicator)
    return told_correction(one, indicator, Names.of(here.config.directory, here.book))


def series_title(here: Installation, series: Series) -> str:
    """ "Assessments on time, Thorpe, sex=girls"."""
    indicator = here.book.indicators.get(series.indicator)
    parts = (indicator.title if indicator else series.indicator, series.area, series.breakdown)
    return ", ".join(part for part in parts if part)


def behaviour_json(did: Behaviour) -> dict[str, Any]:
    return {
        "messages": len(did.messages),
        "opened": did.opened,
        "median_days_on_the_list": did.median_days,
        "longest_days_on_the_list": did.longest_days,
        "periods_signalled": did.signalled,
        "periods_clear": did.clear,
        "never": did.never,
        "always": did.always,
    }
