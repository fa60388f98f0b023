"""How an answer is made: a template with what all pages have, and the headers that keep a page from
doing more than it should."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from watchlist.installation import today_of
from watchlist.model.errors import UsageError
from watchlist.model.visitor import Page, Visitor, may_open
from watchlist.web.csrf import csrf_of
from watchlist.web.site import Site, site_of

#: The pages that every page links to, with what they are called.
_NAVIGATION = (
    (Page.LIST, "/", "Watch list"),
    (Page.INDICATORS, "/indicators", "Indicators"),
    (Page.DIGESTS, "/meetings", "Meetings"),
    (Page.CHECKS, "/checks", "Data and returns"),
    (Page.SUBSCRIPTIONS, "/subscriptions", "My digests"),
    (Page.DELIVERIES, "/deliveries", "Deliveries"),
    (Page.WORKSHOP, "/rules", "Rules"),
    (Page.HEALTH, "/health", "Health"),
    (Page.AUDIT, "/audit", "Audit"),
)

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True)
class Link:
    href: str
    text: str
    here: bool


@dataclass(frozen=True)
class Problem:
    """What is wrong with a form; ``field`` is the id of the field that it is about ("": all of it)."""

    text: str
    field: str = ""


def problem_of(error: UsageError, field: str = "") -> Problem:
    """What could not be done, as a sentence."""
    said = str(error).rstrip(".") or "it could not be done"
    return Problem(f"{said[0].upper()}{said[1:]}.", field)


def page(
    request: Request, template: str, visitor: Visitor | None, status: int = 200, **values: Any
) -> HTMLResponse:
    """A page made of ``templates/web/<template>.html.j2`` with ``values``."""
    site = site_of(request)
    made = site.environment.get_template(f"web/{template}.html.j2").render(
        **common(request, site, visitor), **values
    )
    return HTMLResponse(made, status)


def common(request: Request, site: Site, visitor: Visitor | None) -> dict[str, Any]:
    """What the layout of every page asks for."""
    config = site.config
    return {
        "council": config.council,
        "stylesheet": site.stylesheet,
        "visitor": visitor,
        "csrf": csrf_of(request) if visitor else "",
        "navigation": list(_links(visitor, request.url.path)) if visitor else [],
        "rehearsal": f"{today_of(site.here()):%A %d %B %Y}" if config.rehearse_at else "",
    }


def see(address: str) -> RedirectResponse:
    """After something was done: the page that shows it, so that loading it again does nothing."""
    return RedirectResponse(address, 303)


def _links(visitor: Visitor, path: str) -> Iterator[Link]:
    for kind, href, text in _NAVIGATION:
        if may_open(visitor, kind):
            here = path == href or (href != "/" and path.startswith(f"{href}/"))
            yield Link(href, text, here or (href == "/" and path.startswith("/entries/")))


class Guarded:
    """An application whose every answer says what a browser may do with it."""

    def __init__(self, app: ASGIApp, secure: bool) -> None:
        self._app = app
        self._headers = {
            "Content-Security-Policy": _POLICY,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "X-Frame-Options": "DENY",
            "X-Robots-Tag": "noindex, nofollow",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        }
        if secure:
            self._headers["Strict-Transport-Security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, sent)
