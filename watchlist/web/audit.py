"""The audit: everything that happened between two days, and whether history is as it was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from watchlist.days import day_of
from watchlist.deliver.names import Names
from watchlist.installation import Installation, today_of
from watchlist.model.acts import WATCHLIST
from watchlist.model.errors import UsageError
from watchlist.model.visitor import Page, Visitor
from watchlist.views.auditing import COLUMNS, Row, audited, verified_said
from watchlist.views.spreadsheets import as_csv
from watchlist.web.allowed import allowed
from watchlist.web.answering import Problem, page, problem_of
from watchlist.web.site import site_of
from watchlist.web.turning import Turn, address_of, number_of, turned

router = APIRouter()

_Reader = Annotated[Visitor, Depends(allowed(Page.AUDIT))]

#: So many days are shown where nobody says which.
_USUAL = 30

#: So many rows a page.
_ROWS = 100


@dataclass(frozen=True)
class Days:
    """From one day to another, as they were asked for."""

    first: date
    last: date

    def address(self, path: str, number: int = 1) -> str:
        return address_of(path, {"first": str(self.first), "last": str(self.last)}, number)


@router.get("/audit")
def audit(
    request: Request, visitor: _Reader, first: str = "", last: str = "",
    number: Annotated[str, Query(alias="page")] = "",
) -> Response:  # fmt: skip
    here = site_of(request).here()
    days, problems = _days(here, first, last)
    rows: list[Row] = []
    if days:
        try:
            rows = list(audited(here, days.first, days.last))
        except UsageError as error:
            problems = (problem_of(error, "first"),)
    turn: Turn[Row] = turned(
        rows, _ROWS, number_of(number), lambda n: days.address("/audit", n) if days else ""
    )
    names = Names.of(here.config.directory, here.book)
    return page(
        request, "audit", visitor, 422 if problems else 200, days=days, problems=problems,
        asked={"first": first or (_day(days.first) if days else ""),
               "last": last or (_day(days.last) if days else "")},
        number=len(rows), turn=turn, who=lambda who: _who(names, who),
        download=days.address("/audit.csv") if days else "",
    )  # fmt: skip


@router.get("/audit.csv")
def download(request: Request, _visitor: _Reader, first: str = "", last: str = "") -> Response:
    here = site_of(request).here()
    days, problems = _days(here, first, last)
    if days is None or days.first > days.last:
        return Response("\n".join(one.text for one in problems), 422, media_type="text/plain")
    rows = (row.values() for row in audited(here, days.first, days.last))
    named = f"audit-{days.first}-{days.last}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{named}"'}
    return Response(as_csv(COLUMNS, rows), media_type="text/csv", headers=headers)


@router.get("/audit/history")
def history(request: Request, visitor: _Reader) -> Response:
    """Whether history holds: looked at anew, for what was kept of it proves nothing."""
    found = site_of(request).store.verify()
    said = verified_said(found).splitlines()
    return page(request, "audit-history", visitor, found=found, said=said)


def _days(here: Installation, first: str, last: str) -> tuple[Days | None, tuple[Problem, ...]]:
    """The days that are meant, or what is wrong with them."""
    problems = tuple(_unread(first, "first")) + tuple(_unread(last, "last"))
    if problems:
        return None, problems
    until = day_of(last) if last else today_of(here)
    return Days(day_of(first) if first else until - timedelta(days=_USUAL), until), ()


def _unread(text: str, field: str) -> Iterator[Problem]:
    try:
        if text:
            day_of(text)
    except UsageError as error:
        yield problem_of(error, field)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _who(names: Names, who: str) -> str:
    """History has a number; of one whose name was erased only that."""
    if who == WATCHLIST or not who:
        return "the program"
    return f"{names.people[who]} ({who})" if who in names.people else who
