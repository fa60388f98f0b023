"""The addresses that are answered. Looking never changes anything, for mail scanners open every link;
a POST does what the link asks for: the button's, or a mail program's by RFC 8058. There is no login and
no cookie; what a link may do is in its signature.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse
from jinja2 import Environment
from starlette.exceptions import HTTPException

from watchlist.cycle import Setting
from watchlist.deliver.links import Followed, Intent, Links
from watchlist.deliver.names import Names
from watchlist.model.errors import WorldError
from watchlist.model.subscription import Subscription
from watchlist.store.store import Store
from watchlist.subscribing import Standing, follow, looked_at
from watchlist.web.pages import LATER, NOTHING, REFUSED, Page, drawn, page_of

log = structlog.get_logger("watchlist")

#: Seconds after which a mail program may try again where the database is busy.
_TRY_AGAIN = 60

_Found = tuple[Subscription, Standing] | None


@dataclass(frozen=True)
class Site:
    """What the pages are made with. ``setting`` gives what holds at the moment: rules change while the
    service runs."""

    store: Store
    setting: Callable[[], Setting]
    links: Links
    council: str
    environment: Environment
    clock: Callable[[], datetime]


def make_app(site: Site) -> FastAPI:
    """The application, without any page about itself."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    answers = _Answers(site)
    for intent in Intent:
        path = f"/{intent}/{{token}}"
        app.add_api_route(path, answers.looks(intent), methods=["GET", "HEAD"])
        app.add_api_route(path, answers.acts(intent), methods=["POST"])
    app.add_api_route("/healthz", _well, methods=["GET", "HEAD"])
    app.add_exception_handler(HTTPException, answers.refuses)
    app.add_exception_handler(WorldError, answers.fails)
    app.add_exception_handler(Exception, answers.fails)
    return app


def _well() -> Response:
    return PlainTextResponse("well\n", headers=dict(_headers("")))


class _Answers:
    """Pages as responses, each with the headers that keep it from doing more than it should."""

    def __init__(self, site: Site) -> None:
        self._site = site
        style = site.environment.get_template("web/style.css").render()
        digest = b64encode(sha256(style.encode()).digest()).decode()
        self._headers = dict(_headers(f"style-src 'sha256-{digest}'; "))

    def looks(self, intent: Intent) -> Callable[[str], Response]:
        def look(token: str) -> Response:
            return self._answer(intent, token, looked_at)

        return look

    def acts(self, intent: Intent) -> Callable[[str], Response]:
        def act(token: str) -> Response:
            return self._answer(intent, token, follow)

        return act

    def refuses(self, _request: Request, error: Exception) -> Response:
        """An address that means nothing, or a method that it does not have."""
        status = error.status_code if isinstance(error, HTTPException) else 404
        headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
        return self._page(NOTHING if status == 404 else REFUSED, status, headers)

    def fails(self, _request: Request, error: Exception) -> Response:
        """Never the address in the log: whoever reads it there could follow it."""
        log.error("failed", job="web", error=str(error), kind=type(error).__name__)
        return self._page(LATER, 503, {"Retry-After": str(_TRY_AGAIN)})

    def _answer(
        self,
        intent: Intent,
        token: str,
        ask: Callable[[Store, Setting, Intent, Followed, datetime], _Found],
    ) -> Response:
        site, setting = self._site, self._site.setting()
        followed = site.links.followed(intent, token)
        found = ask(site.store, setting, intent, followed, site.clock()) if followed else None
        if found is None:
            return self._page(NOTHING, 404)
        names = Names.of(setting.directory, setting.book)
        return self._page(page_of(intent, *found, names))

    def _page(
        self, page: Page, status: int = 200, headers: dict[str, str] | None = None
    ) -> Response:
        html = drawn(page, self._site.council, self._site.environment)
        return HTMLResponse(html, status, {**self._headers, **(headers or {})})


def _headers(style: str) -> Iterable[tuple[str, str]]:
    policy = (
        f"default-src 'none'; {style}form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    yield "Content-Security-Policy", policy
    yield "Cache-Control", "no-store"
    yield "X-Content-Type-Options", "nosniff"
    yield "Referrer-Policy", "no-referrer"
    yield "X-Frame-Options", "DENY"
    yield "X-Robots-Tag", "noindex, nofollow"
