"""One entry explained: where each of its breaches stands, for how long, and why it is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from watchlist.account import Standing, also_says, now_says, standings, why
from watchlist.installation import Installation, today_of
from watchlist.model.register import Breach, Entry
from watchlist.register.levels import Duration, Lasting, by_breach, duration
from watchlist.views.as_json import correction_sentence, series_title
from watchlist.views.listed import years_of
from watchlist.views.rule_words import Words


def standings_of(here: Installation, breaches: Sequence[Breach]) -> list[Standing]:
    """Where the live breaches stand; of an entry that has left, where its last ones stood."""
    live = [breach for breach in breaches if breach.track.state.live]
    return standings(here.store, here.book, live or breaches[-1:], today_of(here))


def lasting(here: Installation, entry: Entry, breaches: Sequence[Breach]) -> dict[int, Duration]:
    """How long each live breach has lasted."""
    moves = by_breach(here.store.history(entry.id))
    found = {
        breach.id: duration(breach, moves.get(breach.id, ()), today_of(here))
        for breach in breaches
        if breach.track.state.live
    }
    return {number: lasts for number, lasts in found.items() if lasts is not None}


def lasts_said(here: Installation, breach: Breach, lasts: Duration) -> str:
    """ "Red for 3 months, on the list for 8."."""
    noun = breach.calendar.noun if years_of(here, breach) == 1 else "figure"
    said = f"{lasts.level.word.capitalize()} for {_times(lasts.at_level, noun)}"
    if lasts.listed != lasts.at_level:
        said += f", on the list for {_times(lasts.listed, noun)}"
    return f"{said}."


def _times(lasting: Lasting, noun: str) -> str:
    return f"{lasting.periods} {noun}{'' if lasting.periods == 1 else 's'}"


def explained(here: Installation, standing: Standing, words: Words) -> dict[str, Any]:
    """Why a breach is on the list, in sentences, and its rule as it was written."""
    book, shown = here.book, words.shown
    corrections = here.store.corrections(of={standing.breach.series})
    return {
        "series": series_title(here, standing.breach.series),
        "why": why(standing, book),
        "now": now_says(standing, book),
        "also": also_says(standing, book),
        "by_hand": [correction_sentence(here, one) for one in corrections],
        "rule": standing.breach.rule,
        "place": str(words.now.rule.mark) if words.now else "",
        "words": shown.rule.words if shown else "",
        "words_today": words.now.rule.words if words.now else "",
        "changed_since": words.changed,
    }
