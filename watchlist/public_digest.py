"""The public part of a committee's paper: the public's list, cut to the committee, as a digest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from watchlist.cycle import Setting
from watchlist.deliver.digest_item import measured
from watchlist.deliver.measures import measures
from watchlist.deliver.names import Names
from watchlist.digesting import CLEAR_DAYS, Occasion
from watchlist.disclosing import PublicFigures
from watchlist.model.calendar import clear_days_before, local_date
from watchlist.model.digest import Digest, DigestItem, Part
from watchlist.model.reading import Series
from watchlist.public_list import WITHHELD, PublicEntry, PublicList, public_list

#: What people said in public that has a place of its own in an item.
_FIELDS = frozenset({"Cause", "Being done", "Back on track"})

#: What the public is told of how it came about.
MADE_OF = (
    "This is made of public figures alone. Small numbers are withheld, and with them whatever could "
    "give them away; what is then not known counts neither way."
)


def public_digest(
    figures: PublicFigures, setting: Setting, council: str, occasion: Occasion, now: datetime
) -> tuple[Digest, PublicList]:
    """The public part for an occasion, and the list that it tells of; nothing is written."""
    listed = public_list(figures, setting, now)
    committee = occasion.topic.committee
    mine = [one for one in listed.entries if committee in (None, one.committee)]
    mine.sort(key=lambda one: one.state.endswith("recovering"))  # they are read last
    items = [_item(one, n, figures, setting) for n, one in enumerate(mine, 1)]
    recovering = tuple(one for one in items if one.change == "recovering")
    still = tuple(one for one in items if one.change != "recovering")
    names = Names.of(setting.directory, setting.book)
    meeting = occasion.meeting
    made = Digest(
        name=occasion.topic.name,
        title="Scrutiny watch list" + (f": {names.committee(committee)}" if committee else ""),
        council=council,
        made_at=now,
        part=Part.PUBLIC,
        lead=_lead(items, len(recovering)),
        since=None if committee is None else local_date(occasion.since, setting.zone),
        committee=names.committee(committee) if committee else "",
        meeting=meeting,
        confirmed_by=occasion.confirmed_by,
        still=still,
        recovering=recovering,
        held_back=(MADE_OF,),
        papers_by=None if meeting is None else clear_days_before(meeting, CLEAR_DAYS),
    )
    return made, replace(listed, entries=tuple(mine))


def _lead(items: list[DigestItem], recovering: int) -> str:
    if not items:
        return "Nothing is on the public list."
    rest = f", {recovering} of them recovering" if recovering else ""
    return f"{len(items)} on the public list{rest}."


def _item(one: PublicEntry, number: int, figures: PublicFigures, setting: Setting) -> DigestItem:
    said = {line.label: line.text for line in one.said}
    shown = DigestItem(
        reference=one.reference or f"No. {number}",
        title=one.title,
        level=one.level.word if one.level else "",
        change="recovering" if one.state.endswith("recovering") else one.state,
        why=(WITHHELD,) if one.withheld else tuple(_rules(one, setting)),
        cause=said.get("Cause", ""),
        remedy=said.get("Being done", ""),
        back_on_track=said.get("Back on track", ""),
        due=tuple(f"{line.label}: {line.text}" for line in one.said if line.label not in _FIELDS),
    )
    series = _series(one)
    if series is None or one.withheld:
        return shown
    book = setting.book
    (component,) = book.components({series.indicator})
    calendars = {name: book.indicators[name].calendar for name in component}
    return measured(shown, measures(series, book, figures.panels(component, calendars)))


def _rules(one: PublicEntry, setting: Setting) -> Iterator[str]:
    rules = (setting.book.rules.get(breach.rule) for breach in one.breaches)
    return iter(dict.fromkeys(rule.title for rule in rules if rule))


def _series(one: PublicEntry) -> Series | None:
    """The series of the worst breach; else the whole of the indicator that it is about."""
    worst = max(one.breaches, key=lambda breach: breach.track.level or 0, default=None)
    if worst is not None:
        return worst.series
    if one.key.indicator and one.key.area:
        return Series(one.key.indicator, one.key.area)
    return None
