"""One entry whole: what people made of it, where each of its figures stands and why, and what happened
to it. As officers and members see it; who may see it at all is asked before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from watchlist.account import Standing, also_says, judged_anew, now_says, standings, why
from watchlist.cycle import Setting
from watchlist.deliver.charts.timeline import Timeline
from watchlist.deliver.names import Names
from watchlist.deliver.tables import recent_rows
from watchlist.drawn import timeline_of
from watchlist.installation import Installation, today_of
from watchlist.model.calendar import local_date
from watchlist.model.finding import Findings
from watchlist.model.indicator import Publication
from watchlist.model.message import Row
from watchlist.model.record import Record
from watchlist.model.register import Breach, Entry
from watchlist.register.parts import part_of
from watchlist.views.as_json import correction_sentence, series_title
from watchlist.views.explained import lasting, lasts_said
from watchlist.views.history import Happened, happened
from watchlist.views.listed import post_title, standing
from watchlist.views.past_levels import PastLevel, past_levels
from watchlist.views.record_lines import in_full
from watchlist.views.rule_words import Words, words_of


@dataclass(frozen=True)
class Figure:
    """One breach: the series that it is about, in words, in a chart and in a table of the same
    figures. ``number`` is the breach's."""

    number: int
    indicator: str
    title: str
    level: str
    now: tuple[str, ...]
    why: tuple[str, ...]
    also: tuple[str, ...]
    by_hand: tuple[str, ...]
    rows: tuple[Row, ...]
    chart: Timeline | None
    words: Words


@dataclass(frozen=True)
class EntryView:
    """``part`` says into which part of a paper it goes, ``said`` what people made of it, each line
    after what it is; ``history`` has the newest first."""

    entry: Entry
    record: Record
    part: Publication
    level: str
    owner: str
    owner_post: str | None
    committee: str
    opened: date
    left: date | None
    said: tuple[tuple[str, str], ...]
    past: tuple[PastLevel, ...]
    figures: tuple[Figure, ...]
    history: tuple[Happened, ...]
    proposed: bool  # the figures propose one of its breaches for removal


def entry_view(here: Installation, setting: Setting, entry: Entry) -> EntryView:
    """Everything that is shown of an entry; nothing is written."""
    breaches = here.store.breaches_of(entry.id)
    record = here.store.record_of(entry.id)
    live = [breach for breach in breaches if breach.track.state.live]
    names, zone = Names.of(here.config.directory, here.book), here.config.zone
    owner = record.owner or entry.owner
    return EntryView(
        entry,
        record,
        part_of(entry, record, breaches, here.book),
        standing(entry),
        post_title(here, owner),
        owner,
        names.committees.get(entry.committee or "", ""),
        local_date(entry.opened_at, zone),
        local_date(entry.left_at, zone) if entry.left_at else None,
        tuple(in_full(here, entry, record, live)),
        tuple(past_levels(here, entry, breaches)),
        tuple(_figures(here, setting, entry, breaches)),
        tuple(reversed(list(happened(here, entry, breaches)))),
        any(breach.track.proposed for breach in live),
    )


def _figures(
    here: Installation, setting: Setting, entry: Entry, breaches: Sequence[Breach]
) -> list[Figure]:
    """Those of the live breaches; of an entry that has left, its last one's."""
    shown = [breach for breach in breaches if breach.track.state.live] or breaches[-1:]
    findings = judged_anew(here.store, here.book, shown, today_of(here))
    found = standings(here.store, here.book, shown, today_of(here), findings)
    history, lasts = here.store.history(entry.id), lasting(here, entry, breaches)
    made = []
    for one in found:
        breach = one.breach
        how_long = lasts.get(breach.id)
        said = (lasts_said(here, breach, how_long),) if how_long else ()
        made.append(_figure(here, setting, one, said, findings, words_of(here, breach, history)))
    return made


def _figure(
    here: Installation, setting: Setting, one: Standing, lasts: tuple[str, ...],
    findings: Sequence[Findings], words: Words,
) -> Figure:  # fmt: skip
    breach, book = one.breach, here.book
    now = now_says(one, book)
    drawn = (timeline_of(breach, found, setting, here.clock()) for found in findings)
    corrections = here.store.corrections(of={breach.series})
    return Figure(
        breach.id,
        breach.series.indicator,
        series_title(here, breach.series),
        breach.track.level.word if breach.track.level else "",
        (*now, *lasts),
        why(one, book),
        tuple(said for said in also_says(one, book) if said not in now),
        tuple(correction_sentence(here, each) for each in corrections),
        _rows(here, breach),
        next(filter(None, drawn), None),
        words,
    )


def _rows(here: Installation, breach: Breach) -> tuple[Row, ...]:
    series, known = breach.series, here.book.indicators.get(breach.series.indicator)
    panels = here.store.panels([series.indicator], {series.indicator: breach.calendar})
    panel = panels.get(breach.calendar)
    return recent_rows(panel, series, known) if panel and known else ()
