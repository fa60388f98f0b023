"""An entry: its figures, why it is on the list, what people made of it, and what happened."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response

from watchlist.asked import number_of
from watchlist.model.acts import ActKind
from watchlist.model.visitor import Visitor, may_see
from watchlist.views.entry import EntryView, entry_view
from watchlist.web.answering import page
from watchlist.web.deed_forms import ADDED, FORMS, offered
from watchlist.web.gate import signed_in
from watchlist.web.site import Site, site_of

router = APIRouter()

_SignedIn = Annotated[Visitor, Depends(signed_in)]


@router.get("/entries/{reference}")
def entry(request: Request, visitor: _SignedIn, reference: str, done: str = "") -> Response:
    site = site_of(request)
    found = seen(site, visitor, reference)
    return page(
        request, "entry", visitor, one=found, deeds=offered(site.here(), visitor, found),
        done=_said(done),
    )  # fmt: skip


def _said(done: str) -> str:
    """What is said after something was done; "" for a word that means nothing."""
    if done == ActKind.ADDED:
        return ADDED
    kind = next((kind for kind in FORMS if kind == done), None)
    return FORMS[kind].done if kind else ""


@router.get("/entries/{reference}/figures/{number}.svg")
def chart(request: Request, visitor: _SignedIn, reference: str, number: int) -> Response:
    """The picture of one of its figures; drawn once for the same numbers."""
    from watchlist.deliver.charts.rendering import svg  # slow to import

    found = seen(site_of(request), visitor, reference)
    drawn = next((one.chart for one in found.figures if one.number == number), None)
    if drawn is None:
        raise HTTPException(404)
    return picture(request, svg(drawn))


def picture(request: Request, content: bytes) -> Response:
    """An SVG picture, sent again only where it is another one."""
    tag = f'"{sha256(content).hexdigest()[:20]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if request.headers.get("If-None-Match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="image/svg+xml", headers=headers)


def seen(site: Site, visitor: Visitor, reference: str) -> EntryView:
    """The entry that is meant, as somebody may see it. One that he may not see is answered as one that
    is not there."""
    here, number = site.here(), number_of(reference) or 0
    entry = here.store.entry(number)
    if entry is None:
        raise HTTPException(410 if here.store.removed_entry(number) else 404)
    made = site.remembered.made(
        here, ("entry", entry.id, entry.version), lambda: entry_view(here, here.setting, entry)
    )
    if not may_see(visitor, made.part, entry.committee, made.owner_post):
        raise HTTPException(404)
    return made
