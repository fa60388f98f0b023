"""What the rules say, period by period, by the very code that judges live; nothing is written."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from watchlist.backtest import backtest
from watchlist.model.errors import UsageError
from watchlist.model.sign_in import Scope
from watchlist.question import Question
from watchlist.views.cells import COLUMNS, cells
from watchlist.web.api.answers import Formatted, Sheet, answer
from watchlist.web.api.callers import Asker, ReadsList
from watchlist.web.api.described import reads
from watchlist.web.api.problems import ApiProblemError
from watchlist.web.api.shapes import FindingsShape

router = APIRouter(tags=["What the rules say"])

#: So many findings are answered at most.
_MOST = 100_000

_Period = Annotated[str, Field(max_length=40)]


class FindingsAsked(Formatted):
    rule: list[str] = Field(
        [],
        description="What this rule says; may be given again.",
        examples=[["assessments-on-time"]],
    )
    indicator: list[str] = Field([], description="What is said of this indicator.")
    area: list[str] = Field([], description="Of this area; left out, of those the rules stand for.")
    first: _Period = Field("", alias="from", description="No period before this one.")
    last: _Period = Field("", alias="to", description="No period after this one.")


@router.get(
    "/findings",
    summary="What the rules say of each period",
    description="Of every period that could be judged, by the rules and figures of now. One "
    f"rule or one indicator must be named at least; where there are more than {_MOST:,} "
    "findings, ask for less. A period is written as in a file: 2026-10, 2025/26 Q2, 2025/26.",
    **reads(
        FindingsShape,
        Scope.LIST_READ,
        example=f"{','.join(COLUMNS)}\nassessments-on-time,assessments-45-days,Saltmarsh,,2026-10,red,,88.9,85\n",
    ),
)
def findings(
    request: Request, asker: ReadsList, asked: Annotated[FindingsAsked, Query()]
) -> Response:
    if not asked.rule and not asked.indicator:
        raise ApiProblemError(422, "Name a rule or an indicator: all of them would be too much.")
    question = Question(
        tuple(asked.rule), tuple(asked.indicator), tuple(asked.area), asked.first, asked.last
    )
    found = _found(asker, question)
    return answer(request, asked, {"findings": found}, Sheet(COLUMNS, found))


def _found(asker: Asker, question: Question) -> list[dict[str, Any]]:
    here = asker.here
    found: list[dict[str, Any]] = []
    try:
        for judged in backtest(here.store, here.setting, question, here.clock()):
            rows = zip(*cells(judged, here.book), strict=True)
            found += (dict(zip(COLUMNS, row, strict=True)) for row in rows)
            if len(found) > _MOST:
                said = f"That is more than {_MOST:,} findings: name areas, or from and to."
                raise ApiProblemError(422, said)
    except UsageError as error:  # which names options as a command does
        said = str(error).replace("--from", "from").replace("--to", "to")
        raise ApiProblemError(422, said.removesuffix("; see: watchlist check")) from None
    return found
