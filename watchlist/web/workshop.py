"""The rule workshop: rule files are read, tried and taken away as files. Nothing is written here, so
that the folders have one writer."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from threading import Semaphore
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, HTTPException, Request, Response

from watchlist.kept import in_force
from watchlist.model.errors import UsageError
from watchlist.model.visitor import SEE_EXEMPT, Page, Visitor
from watchlist.preview import Edited, Moved, Preview, Standing
from watchlist.views.previewed import SIGNS, Books, compared, done_said, since_said, totals
from watchlist.views.workshop import (
    YEARS,
    Folders,
    Trial,
    backtested_rule,
    difference,
    folders,
    previewed,
    tested,
    tried,
)
from watchlist.web.allowed import allowed
from watchlist.web.answering import Problem, page, problem_of
from watchlist.web.csrf import checked_form
from watchlist.web.here import Here
from watchlist.web.site import site_of

router = APIRouter()

_Maker = Annotated[Visitor, Depends(allowed(Page.WORKSHOP))]
_Sent = Annotated[Mapping[str, str], Depends(checked_form)]

#: One edit is judged at a time: others read their pages meanwhile.
_ONE, _WAITS = Semaphore(), 5.0

#: How many series of one rule are written out.
_MOST = 40


@router.get("/rules")
def rules(request: Request, visitor: _Maker) -> Response:
    here = site_of(request).here()
    known = folders(here)
    return page(
        request, "rules", visitor, in_force=in_force(here), files=known.seen(),
        faults=[one for one in known.faults if not one.warning],
        warnings=[one for one in known.faults if one.warning],
        address=_address,
    )  # fmt: skip


@router.get("/rules/file")
def file(request: Request, visitor: _Maker, name: str = "") -> Response:
    here = site_of(request).here()
    known = folders(here)
    text = known.text(name)
    if text is None:
        raise HTTPException(404)
    return _shown(request, visitor, here, known, name, text, "", {})


@router.post("/rules/file")
def tries(request: Request, visitor: _Maker, sent: _Sent, name: str = "") -> Response:
    here = site_of(request).here()
    known = folders(here)
    if known.text(name) is None:
        raise HTTPException(404)
    text, do = sent.get("text", "").replace("\r\n", "\n"), sent.get("do", "check")
    if do == "download":
        return _handed_back(name, text)
    return _shown(request, visitor, here, known, name, text, do, sent)


def _shown(
    request: Request, visitor: Visitor, here: Here, known: Folders, name: str, text: str, do: str,
    sent: Mapping[str, str],
) -> Response:  # fmt: skip
    """The file in its form, and beneath it what was asked of it."""
    answer: dict[str, Any] = {"trial": None, "difference": (), "tests": (), "preview": None,
                              "tried": None, "judged": ""}  # fmt: skip
    problem: tuple[Problem, ...] = ()
    try:
        trial = tried(here, known, name, text)
        answer |= {"trial": trial, "difference": difference(known, name, text)}
        if trial.book is not None and do:
            answer |= {"judged": do} | _judged(visitor, here, trial, do, sent.get("rule", ""))
    except UsageError as error:
        problem = (problem_of(error, "text"),)
    found: Trial | None = answer["trial"]
    wrong = [one for one in found.faults if not one.fault.warning] if found else []
    return page(
        request, "rule-file", visitor, 422 if problem else 200, name=name, text=text, do=do,
        sent=sent, may_judge=_may_judge(visitor), problems=problem, wrong=wrong,
        warnings=[one for one in found.faults if one.fault.warning and one.here] if found else [],
        rules=[(rule.id, rule.title) for rule in found.rules] if found else [],
        rule_picked=sent.get("rule", ""), address=_address(name), years=YEARS, **answer,
    )  # fmt: skip


def _judged(visitor: Visitor, here: Here, trial: Trial, do: str, rule: str) -> dict[str, Any]:
    """What takes the figures, and therefore time."""
    book = trial.book
    if book is None or do == "check":
        return {"tests": tested(here, trial)}
    if do not in ("preview", "backtest") or not _may_judge(visitor):
        raise HTTPException(404)
    if not _ONE.acquire(timeout=_WAITS):
        raise UsageError("another edit is being judged just now: try again in a minute")
    try:
        if do == "backtest":
            if rule not in book.rules:
                raise UsageError("choose a rule of this file")
            return {"tried": backtested_rule(here, book, rule)}
        found, before = previewed(here, book)
        return {"preview": _preview(found, Books(before, book))}
    finally:
        _ONE.release()


def _may_judge(visitor: Visitor) -> bool:
    """Judging shows figures of every indicator, exempt ones too."""
    return bool(SEE_EXEMPT & visitor.roles)


def _preview(found: Preview, books: Books) -> dict[str, Any]:
    return {
        "totals": list(totals(found, books, YEARS)),
        "edits": [_edit(one, books) for one in found.edits],
    }


def _edit(one: Edited, books: Books) -> dict[str, Any]:
    headings, rows = compared(one, YEARS)
    return {
        "title": one.rule.title, "id": one.rule.id, "done": done_said(one),
        "headings": headings, "rows": rows,
        "moved": [_moved(each, books) for each in one.moved[:_MOST]],
        "more": max(0, len(one.moved) - _MOST),
    }  # fmt: skip


def _moved(one: Moved, books: Books) -> dict[str, Any]:
    before, after = _level(one.before), _level(one.after)
    stands = one.after if one.after and one.after.level else one.before
    return {
        "sign": SIGNS[one.move], "move": str(one.move), "before": before, "after": after,
        "series": f"{books.name(one.series)}{since_said(stands)}", "why": books.why(one),
    }  # fmt: skip


def _level(standing: Standing | None) -> str:
    return standing.level.word if standing and standing.level else ""


def _handed_back(name: str, text: str) -> Response:
    """The edited text as a file; its letters are those of the form."""
    plain = "".join(sign for sign in PurePath(name).name if sign.isalnum() or sign in "-_.")
    headers = {"Content-Disposition": f'attachment; filename="{plain or "rules.yaml"}"'}
    return Response(text.encode(), media_type="application/yaml", headers=headers)


def _address(name: str) -> str:
    return f"/rules/file?{urlencode({'name': name})}"
