"""What is doubtful about the data, and which returns are due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from watchlist.installation import today_of
from watchlist.model.calendar import local_date
from watchlist.model.indicator import Indicator
from watchlist.model.visitor import Page, Visitor
from watchlist.rulebook.indicators import CHECKS
from watchlist.views.as_json import check_sentence
from watchlist.views.checks import Asked, outstanding, period_of, series_named
from watchlist.views.listed import post_title
from watchlist.views.seeing import hidden_from, seen
from watchlist.web.allowed import allowed
from watchlist.web.answering import page
from watchlist.web.here import Here
from watchlist.web.site import site_of
from watchlist.web.turning import Turn, address_of, number_of, turned

router = APIRouter()

#: So many findings, and so many returns, are on a page.
_MOST = 50


@dataclass(frozen=True)
class Doubt:
    """What a check found about one series; ``kind`` is the check's name."""

    kind: str
    indicator: str
    series: str
    sentence: str
    owner: str
    since: date


@dataclass(frozen=True)
class Due:
    """A return that is outstanding; ``days`` late it is, 0 where its day has not passed."""

    indicator: str
    series: str
    period: str
    owner: str
    due: date
    overdue: bool
    days: int


@router.get("/checks")
def checks(
    request: Request, visitor: Annotated[Visitor, Depends(allowed(Page.CHECKS))],
    kind: str = "", owner: str = "", indicator: str = "",
    number: Annotated[str, Query(alias="page")] = "",
    returns: str = "",
) -> Response:  # fmt: skip
    site = site_of(request)
    here = site.here()
    hidden = hidden_from(visitor, here.book)
    known = seen(here.book, hidden)
    said = {
        "kind": kind if kind in CHECKS.words else "",
        "owner": owner if owner in {one.owner for one in known.values()} else "",
        "indicator": indicator if indicator in known else "",
    }
    asked = Asked(
        *(((said[name],) if said[name] else ()) for name in ("indicator", "owner", "kind"))
    )
    doubts, due = site.remembered.made(
        here,
        ("checks", asked, hidden),
        lambda: (_doubts(here, asked, known), _due(here, asked, known)),
    )
    pages = number_of(number), number_of(returns)

    def address(first: int, second: int) -> str:
        returned = {"returns": str(second) if second > 1 else ""}
        return address_of("/checks", said | returned, first)

    found: Turn[Doubt] = turned(doubts, _MOST, pages[0], lambda n: address(n, pages[1]))
    outstanding_: Turn[Due] = turned(due, _MOST, pages[1], lambda n: address(pages[0], n))
    return page(
        request, "checks", visitor, asked=said, filtered=any(said.values()),
        many=len(doubts), found=found, due=outstanding_, overdue=sum(one.overdue for one in due),
        waiting=len(due), groups=[(name, list(some)) for name, some in groupby(found.rows, _kind)],
        **_options(here, known),
    )  # fmt: skip


def _kind(one: Doubt) -> str:
    return one.kind


def _doubts(here: Here, asked: Asked, known: Mapping[str, Indicator]) -> list[Doubt]:
    """What stands, by the check that found it, the oldest first."""
    found = []
    for one in here.store.current_checks():
        series, kind = one.check.series, one.check.check
        if series.indicator in known and asked.takes(series.indicator, kind, here.book):
            since = local_date(one.first_seen, here.config.zone)
            named = series_named(here, series.indicator, series.area, series.breakdown)
            owner = post_title(here, known[series.indicator].owner)
            sentence = check_sentence(here, one.check)
            found.append(Doubt(kind, series.indicator, named, sentence, owner, since))
    order = {word: n for n, word in enumerate(CHECKS.words)}
    return sorted(found, key=lambda each: (order.get(each.kind, len(order)), each.kind))


def _due(here: Here, asked: Asked, known: Mapping[str, Indicator]) -> list[Due]:
    today = today_of(here)
    return [
        Due(
            one.indicator.id,
            series_named(here, one.indicator.id, one.area),
            period_of(one),
            post_title(here, one.indicator.owner),
            one.due,
            one.overdue,
            max(0, (today - one.due).days),
        )
        for one in outstanding(here, asked)
        if one.indicator.id in known
    ]


def _options(here: Here, known: Mapping[str, Indicator]) -> dict[str, Any]:
    owners = {one.owner for one in known.values() if one.owner}
    return {
        "kinds": [(word, word) for word in CHECKS.words],
        "owners": sorted(
            ((name, post_title(here, name)) for name in owners), key=lambda one: one[1].casefold()
        ),
        "indicators": sorted(
            ((name, one.title) for name, one in known.items()), key=lambda one: one[1].casefold()
        ),
    }
