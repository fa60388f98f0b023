"""A line of the watch list: what holds an entry there, where its figures stand, who answers for it."""

from __future__ import annotations

from watchlist.deliver.figures import with_unit
from watchlist.installation import Installation
from watchlist.model.corrections import Correction
from watchlist.model.pooled import label
from watchlist.model.register import Breach, Entry, State


def standing(entry: Entry) -> str:
    """An entry's level in a word; "held" where people alone hold it on the list."""
    if entry.level is not None:
        return entry.level.word
    return "left" if entry.left_at else "held"


def latest(here: Installation, breach: Breach) -> str:
    indicator = here.book.indicators.get(breach.series.indicator)
    figure = with_unit(breach.figure, indicator.unit) if indicator else breach.figure
    return f"{figure} in {label(breach.calendar, breach.judged_to, years_of(here, breach))}"


def since(here: Installation, breach: Breach) -> str:
    """The opening period, and how long that is."""
    if breach.track.opened is None:
        return "–"
    periods, years = breach.judged_to - breach.track.opened + 1, years_of(here, breach)
    noun = breach.calendar.noun if years == 1 else "figure"
    opened = label(breach.calendar, breach.track.opened, years)
    return f"since {opened} ({periods} {noun}{'' if periods == 1 else 's'})"


def years_of(here: Installation, about: Breach | Correction) -> int:
    """How many years each of the figures covers that a breach (or a correction) is about."""
    indicator = here.book.indicators.get(about.series.indicator)
    return indicator.pooled if indicator else 1


def state(breach: Breach) -> str:
    track = breach.track
    if track.unmeasured:
        return "last known so"
    if track.proposed:
        return "proposed for removal"
    if track.state is State.RECOVERING:
        return f"recovering, {track.good} good"
    return track.state.name.lower()


def post_title(here: Installation, post: str | None) -> str:
    known = here.config.directory.posts.get(post or "")
    return known.title if known else post or "–"
