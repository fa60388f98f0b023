"""How the service is, for those who look after it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from watchlist.deliver.names import Names
from watchlist.model.sign_in import ApiToken, SignInSaid
from watchlist.model.visitor import Page, Visitor
from watchlist.views.health import health
from watchlist.web.allowed import allowed
from watchlist.web.answering import page
from watchlist.web.gate import gate_of
from watchlist.web.site import site_of

router = APIRouter()

#: So many lines of the sign-in log are shown.
_LINES = 50


@router.get("/health")
def how_it_is(
    request: Request, visitor: Annotated[Visitor, Depends(allowed(Page.HEALTH))]
) -> Response:
    site, now = site_of(request), gate_of(request).wall()
    here = site.here()
    found, names = health(here), Names.of(here.config.directory, here.book)
    tokens = site.store.api_tokens()
    return page(
        request, "health", visitor, found=found,
        size=_megabytes(found.database.bytes),
        sessions=site.store.sessions_now(now),
        tokens=[_token(one, one.good(now)) for one in tokens],
        log=[_said(one, names) for one in site.store.sign_in_log(_LINES)],
    )  # fmt: skip


def _megabytes(many: int) -> str:
    return f"{many / 1e6:,.1f} MB"


def _token(one: ApiToken, good: bool) -> dict[str, object]:
    """What is known of a token; its secret is not."""
    state = "good" if good else "ended" if one.ended_at else "has run out"
    return {"name": one.name, "scopes": one.scopes, "state": state,
            "until": one.expires_at, "used": one.last_used}  # fmt: skip


def _said(one: SignInSaid, names: Names) -> tuple[object, str, str, str]:
    return one.at, names.person(one.person) if one.person else "", one.what, one.how
