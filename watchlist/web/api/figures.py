"""Indicators, their readings, what is doubtful about them, and which returns are due."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Path, Query, Request, Response
from pydantic import Field

from watchlist.model.finding import cell_of, number
from watchlist.model.indicator import Indicator
from watchlist.model.pooled import label
from watchlist.model.reading import Marker, Panel, written
from watchlist.model.sign_in import Scope
from watchlist.rulebook.wording import nearest, quote
from watchlist.views.as_json import check_json
from watchlist.views.checks import Asked, outstanding, return_json
from watchlist.web.api.answers import Asks, Formatted, Sheet, answer
from watchlist.web.api.callers import ReadsList
from watchlist.web.api.described import reads
from watchlist.web.api.problems import ApiProblemError
from watchlist.web.api.shapes import (
    Checks,
    Indicators,
    IndicatorShape,
    Readings,
    ReadingShape,
    Returns,
)

router = APIRouter(tags=["Figures"])

_CHECK = ("check", "indicator", "area", "breakdown", "period", "sentence", "first_seen")
_RETURN = ("indicator", "area", "owner", "period", "due", "overdue")
_INDICATOR = tuple(IndicatorShape.model_fields)
_READING = tuple(ReadingShape.model_fields)

_Id = Annotated[
    str,
    Path(max_length=200, description="An indicator's id.", examples=["assessments-45-days"]),
]


class DoubtsAsked(Formatted):
    indicator: list[str] = Field(
        [], description="Only of this indicator; may be given again.", examples=[["referrals"]]
    )
    owner: list[str] = Field([], description="Only of what this post answers for.")


class ChecksAsked(DoubtsAsked):
    check: list[
        Literal["overdue", "missing", "inconsistent", "impossible", "parts", "restated", "retired"]
    ] = Field([], description="Only this check; may be given again.")


class ReadingsAsked(Formatted):
    area: list[str] = Field([], description="Only of this area; may be given again.")


@router.get(
    "/checks",
    summary="What is doubtful about the data",
    description="What the data checks found that still stands, the oldest first.",
    **reads(
        Checks,
        Scope.LIST_READ,
        example=f"{','.join(_CHECK)}\noverdue,referrals,Saltmarsh,,2026-10,It was due on 20 "
        "November.,2026-11-21T09:00:00+00:00\n",
    ),
)
def checks(request: Request, asker: ReadsList, asked: Annotated[ChecksAsked, Query()]) -> Response:
    here = asker.here
    wanted = Asked(tuple(asked.indicator), tuple(asked.owner), tuple(asked.check))
    wanted.check(here.book, here.config.directory.posts)
    told = [
        check_json(here, one)
        for one in here.store.current_checks()
        if wanted.takes(one.check.series.indicator, one.check.check, here.book)
    ]
    return answer(request, asked, {"checks": told}, Sheet(_CHECK, told))


@router.get(
    "/returns",
    summary="Which returns are due",
    description="For each indicator and area the oldest figure that is outstanding.",
    **reads(
        Returns,
        Scope.LIST_READ,
        example=f"{','.join(_RETURN)}\nreferrals,Saltmarsh,performance-team,2026-11,2026-12-21,false\n",
    ),
)
def returns(request: Request, asker: ReadsList, asked: Annotated[DoubtsAsked, Query()]) -> Response:
    here = asker.here
    wanted = Asked(tuple(asked.indicator), tuple(asked.owner))
    wanted.check(here.book, here.config.directory.posts)
    told = [return_json(one) for one in outstanding(here, wanted)]
    return answer(request, asked, {"returns": told}, Sheet(_RETURN, told))


@router.get(
    "/indicators",
    summary="What is watched",
    description="Every indicator of the rules in force, by its id.",
    **reads(
        Indicators,
        Scope.LIST_READ,
        example=f"{','.join(_INDICATOR)}\nreferrals,Referrals,count,neither,month,performance-team,"
        "children-and-families,social-care,internal,,,false,\n",
    ),
)
def indicators(request: Request, asker: ReadsList, asked: Asks) -> Response:
    known = asker.here.book.indicators
    told = [_indicator(known[name]) for name in sorted(known)]
    rows = ({**one, "tags": " ".join(one["tags"])} for one in told)
    return answer(request, asked, {"indicators": told}, Sheet(_INDICATOR, rows))


@router.get(
    "/indicators/{id}/readings",
    summary="The readings of an indicator",
    description="Every reading that stands (not what was said before), as officers see it: no "
    "small number is withheld. A reading over several periods stands at the last of them.",
    **reads(
        Readings,
        Scope.LIST_READ,
        example=f"{','.join(_READING)}\nSaltmarsh,,2026-10,88.9,88.9,,80,90,85,,final\n",
        more=(404,),
    ),
)
def readings(
    request: Request, asker: ReadsList, id: _Id, asked: Annotated[ReadingsAsked, Query()]
) -> Response:
    here = asker.here
    known = here.book.indicators.get(id)
    if known is None:
        raise HTTPException(404)
    for area in asked.area:
        if area not in here.book.areas:
            said = f"there is no area {quote(area)}{nearest(area, here.book.areas)}"
            raise ApiProblemError(422, said)
    panel = here.store.panels([id], {id: known.calendar}).get(known.calendar)
    told = list(_readings(panel, known, asked.area)) if panel else []
    return answer(request, asked, {"indicator": id, "readings": told}, Sheet(_READING, told))


def _indicator(one: Indicator) -> dict[str, Any]:
    retired = None if one.retired is None else label(one.calendar, one.retired, one.pooled)
    return {
        "id": one.id,
        "title": one.title,
        "unit": str(one.unit),
        "better": one.better.value,
        "every": one.calendar.frequency.value,
        "owner": one.owner,
        "committee": one.committee,
        "tags": sorted(one.tags),
        "publication": one.publication.value,
        "number": one.number,
        "variant_of": one.variant_of,
        "candidate": one.candidate,
        "retired": retired,
    }


def _readings(panel: Panel, known: Indicator, areas: list[str]) -> Iterator[dict[str, Any]]:
    rows, columns = panel.shape
    for row in range(rows):
        series = panel.series(row)
        if areas and series.area not in areas:
            continue
        for column in range(columns):
            if panel.marker[row, column] != Marker.NONE:
                yield {
                    "area": series.area,
                    "breakdown": series.breakdown,
                    **_reading(panel, row, column, known),
                }


def _reading(panel: Panel, row: int, column: int, known: Indicator) -> dict[str, Any]:
    cell = cell_of(panel, row, column)
    target = number(panel.target.item(row, column))
    figure = cell.value is not None and cell.marker is Marker.FIGURE
    return {
        "period": _period(panel, column, cell.span, known),
        "value": cell.value,
        "figure": written(cell.value or 0.0, cell.digits) if figure else "",
        "marker": None if cell.marker is Marker.FIGURE else cell.marker.symbol,
        "numerator": cell.numerator,
        "denominator": cell.denominator,
        "target": known.target_at(cell.period) if target is None else target,
        "growth": number(panel.growth.item(row, column)),
        "status": cell.status.name.lower(),
    }


def _period(panel: Panel, column: int, span: int, known: Indicator) -> str:
    """As a file would write it."""
    at = panel.first + column
    if span == 1:
        return label(panel.calendar, at, known.pooled)
    return panel.calendar.label(at - max(span, 1) + 1, span)
