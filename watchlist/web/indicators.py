"""The indicators, and each of them with its figures, what is doubtful of them, and the rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response

from watchlist.model.indicator import Indicator
from watchlist.model.reading import Series
from watchlist.model.visitor import Page, Visitor
from watchlist.views.backtested import Backtested, backtested
from watchlist.views.indicator import (
    About,
    IndicatorView,
    Revised,
    indicator_view,
    place_of,
    places_of,
    rule_of,
)
from watchlist.views.indicators import By, Wanted, found, options
from watchlist.views.lines import shut_to
from watchlist.views.seeing import hidden_from, seen
from watchlist.web.allowed import allowed
from watchlist.web.answering import page
from watchlist.web.entry import picture
from watchlist.web.here import Here
from watchlist.web.site import Site, site_of
from watchlist.web.turning import Turn, address_of, number_of, turn_at, turned

router = APIRouter()

_SignedIn = Annotated[Visitor, Depends(allowed(Page.INDICATORS))]
_Number = Annotated[str, Query(alias="page")]

#: So many revised figures, entries, and periods of a backtest are on a page.
_REVISED, _ENTRIES, _PERIODS = 20, 20, 60

#: Nobody searches for more letters.
_LONGEST = 200


@dataclass(frozen=True)
class Asked:
    """What the address of the list asks for."""

    wanted: Wanted

    @property
    def filtered(self) -> bool:
        return bool(self.wanted.words or self.wanted.committee or self.wanted.tag)

    def address(self, number: int) -> str:
        """That of another page of the same."""
        one = self.wanted
        said = {
            "words": one.words, "committee": one.committee, "theme": one.tag,
            "by": "" if one.by is By.COMMITTEE else str(one.by),
        }  # fmt: skip
        return address_of("/indicators", said, number)


@router.get("/indicators")
def indicators(
    request: Request, visitor: _SignedIn, words: str = "", committee: str = "", theme: str = "",
    by: str = "", number: _Number = "",
) -> Response:  # fmt: skip
    site = site_of(request)
    here = site.here()
    hidden, shut = hidden_from(visitor, here.book), shut_to(visitor, here.book)
    known = seen(here.book, hidden)
    grouped = By(by) if by in set(By) else By.COMMITTEE
    wanted = Wanted(
        " ".join(words[:_LONGEST].split()), committee[:_LONGEST], theme[:_LONGEST], grouped,
        number_of(number),
    )  # fmt: skip
    lines = site.remembered.made(
        here, ("indicators", wanted, hidden, shut), lambda: found(here, known, wanted, shut)
    )
    asked = Asked(wanted)
    turn: Turn[None] = turn_at((), lines.number, lines.last, asked.address)
    committees, themes = options(here, list(known.values()))
    return page(
        request, "indicators", visitor, found=lines, asked=asked, turn=turn,
        committees=committees, themes=themes, ways=[(str(one), f"by {one}") for one in By],
    )  # fmt: skip


@router.get("/indicators/{name}")
def indicator(
    request: Request, visitor: _SignedIn, name: str, area: str = "", breakdown: str = "",
    number: Annotated[str, Query(alias="revised")] = "", entries: str = "",
) -> Response:  # fmt: skip
    one = _view(request, visitor, name, area, breakdown)
    series = _series_words(one.places.shown)
    revised: Turn[Revised] = turned(
        one.revised, _REVISED, number_of(number), lambda n: _address(name, series, revised=str(n))
    )
    about: Turn[About] = turned(
        one.entries, _ENTRIES, number_of(entries), lambda n: _address(name, series, entries=str(n))
    )
    return page(
        request, "indicator", visitor, one=one, revised=revised, about=about, series=series,
        chart=_address(f"{name}/chart.svg", series), breakdown_said=_breakdown_said,
        backtest=lambda rule: _address(f"{name}/backtest/{quote(rule, safe='')}", series),
        **_choices(one.places.areas, one.places.breakdowns),
    )  # fmt: skip


@router.get("/indicators/{name}/chart.svg")
def chart(
    request: Request, visitor: _SignedIn, name: str, area: str = "", breakdown: str = ""
) -> Response:
    from watchlist.deliver.charts.rendering import svg  # slow to import

    drawn = _view(request, visitor, name, area, breakdown).course
    if drawn is None:
        raise HTTPException(404)
    return picture(request, svg(drawn))


@router.get("/indicators/{name}/backtest/{rule}")
def backtest(
    request: Request, visitor: _SignedIn, name: str, rule: str, area: str = "",
    breakdown: str = "", number: _Number = "",
) -> Response:  # fmt: skip
    here = site_of(request).here()
    one = _known(here, visitor, name)
    known = rule_of(here, one, rule, hidden_from(visitor, here.book))
    if known is None:
        raise HTTPException(404)
    panels = here.store.panels([name], {name: one.calendar})
    places = places_of(here, one, panels, area, breakdown)
    made = _judged(site_of(request), here, known.id, places.shown)
    series, path = _series_words(places.shown), f"{name}/backtest/{quote(rule, safe='')}"
    rows = list(reversed(made.chart.rows())) if made else []
    turn: Turn[tuple[str, ...]] = turned(
        rows, _PERIODS, number_of(number), lambda n: _address(path, series, page=str(n))
    )
    return page(
        request, "backtest", visitor, indicator=one, rule=known, place=place_of(known),
        places=places, made=made, turn=turn, series=series, breakdown_said=_breakdown_said,
        chart=_address(f"{path}/chart.svg", series), back=_address(name, series),
        **_choices(places.areas, places.breakdowns),
    )  # fmt: skip


@router.get("/indicators/{name}/backtest/{rule}/chart.svg")
def backtest_chart(
    request: Request, visitor: _SignedIn, name: str, rule: str, area: str = "", breakdown: str = ""
) -> Response:
    from watchlist.deliver.charts.rendering import svg  # slow to import

    here = site_of(request).here()
    one = _known(here, visitor, name)
    known = rule_of(here, one, rule, hidden_from(visitor, here.book))
    made = known and _judged(site_of(request), here, known.id, Series(name, area, breakdown))
    if not made:
        raise HTTPException(404)
    return picture(request, svg(made.chart))


def _known(here: Here, visitor: Visitor, name: str) -> Indicator:
    """The indicator; one of which somebody may not know is not there."""
    one = here.book.indicators.get(name)
    if one is None or name in hidden_from(visitor, here.book):
        raise HTTPException(404)
    return one


def _view(
    request: Request, visitor: Visitor, name: str, area: str, breakdown: str
) -> IndicatorView:
    site = site_of(request)
    here = site.here()
    one = _known(here, visitor, name)
    hidden, shut = hidden_from(visitor, here.book), shut_to(visitor, here.book)
    return site.remembered.made(
        here,
        ("indicator", name, area[:_LONGEST], breakdown[:_LONGEST], hidden, shut),
        lambda: indicator_view(here, one, (area, breakdown), hidden, shut),
    )


def _judged(site: Site, here: Here, rule: str, series: Series | None) -> Backtested | None:
    known = here.book.rules[rule]
    if series is None or series.area not in here.book.areas or not _stands_for(here, rule, series):
        return None
    return site.remembered.made(
        here, ("backtest", known.hash, series), lambda: backtested(here, rule, series)
    )


def _stands_for(here: Here, rule: str, series: Series) -> bool:
    """Whether a rule may be asked of a series: one for the council's own areas is tried on any."""
    selects = here.book.rules[rule].selects
    where = selects.areas is None or series.area in selects.areas
    return where and selects.takes(series.breakdown)


def _series_words(series: Series | None) -> dict[str, str]:
    if series is None:
        return {}
    said = {"area": series.area, "breakdown": series.breakdown}
    return {name: value for name, value in said.items() if value}


def _address(path: str, series: dict[str, str], **more: str) -> str:
    words = urlencode(series | {name: value for name, value in more.items() if value != "1"})
    return f"/indicators/{path}?{words}" if words else f"/indicators/{path}"


def _choices(areas: tuple[str, ...], breakdowns: tuple[str, ...]) -> dict[str, Any]:
    """What can be chosen among."""
    return {
        "areas": [(one, one) for one in areas],
        "breakdowns": [(one, _breakdown_said(one)) for one in breakdowns],
    }


def _breakdown_said(breakdown: str) -> str:
    """ "sex girls, age 16 to 17"; the total where there are no parts."""
    return breakdown.replace("=", " ").replace(";", ", ") if breakdown else "Total"
