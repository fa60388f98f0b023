"""The application: every address that is answered, and what is said where something goes wrong."""

from __future__ import annotations

import structlog
from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from watchlist.model.errors import WorldError
from watchlist.web import (
    audit,
    checks,
    deeds,
    deliveries,
    entry,
    health,
    indicators,
    links,
    listing,
    meetings,
    openly,
    subscriptions,
    workshop,
)
from watchlist.web.answering import Guarded
from watchlist.web.api.application import add_api
from watchlist.web.link_pages import LATER, NOTHING, REFUSED, REMOVED
from watchlist.web.links import link_page
from watchlist.web.metrics import add_metrics
from watchlist.web.probes import add_probes
from watchlist.web.signing_in import admit
from watchlist.web.site import Site, site_of

log = structlog.get_logger("watchlist")

#: Seconds after which a program may try again where the database is busy.
_TRY_AGAIN = 60

_A_YEAR = "public, max-age=31536000, immutable"


def make_app(site: Site) -> FastAPI:
    """The application, without any page about itself."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.site = site
    admit(app, site)
    app.add_middleware(Guarded, secure=site.secure)
    add_probes(app, site.store)
    add_metrics(app, site)
    app.add_api_route(site.stylesheet, _style, methods=["GET", "HEAD"])
    for part in (
        links, listing, entry, deeds, indicators, meetings, checks, deliveries, subscriptions, audit,
        health, workshop, openly,
    ):  # fmt: skip
        app.include_router(part.router)
    add_api(app)
    app.add_exception_handler(HTTPException, _refuses)
    app.add_exception_handler(WorldError, _fails)
    app.add_exception_handler(Exception, _fails)
    return app


def _style(request: Request) -> Response:
    headers = {"Cache-Control": _A_YEAR}
    return Response(site_of(request).style, media_type="text/css", headers=headers)


def _refuses(request: Request, error: Exception) -> Response:
    """An address that means nothing, one that somebody may not see (which looks the same), or a method
    that it does not have."""
    status = error.status_code if isinstance(error, HTTPException) else 404
    pages = {404: NOTHING, 410: REMOVED}
    said = link_page(request, pages.get(status, REFUSED), status)
    if isinstance(error, HTTPException):
        said.headers.update(error.headers or {})
    return said


def _fails(request: Request, error: Exception) -> Response:
    """Never the address in the log: whoever reads it there could follow it."""
    log.error("failed", job="web", error=str(error), kind=type(error).__name__)
    said = link_page(request, LATER, 503)
    said.headers["Retry-After"] = str(_TRY_AGAIN)
    return said
