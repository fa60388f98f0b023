"""Signing in and out: by a link that is mailed, by the council's own accounts. Looking at a link
changes nothing, for mail scanners open every link; its button uses it up. Whoever asks for one is told
the same whether we know him or not, and before anybody looks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

import structlog
from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, Request, Response

from watchlist.model.errors import UsageError, WorldError
from watchlist.model.sign_in import hashed
from watchlist.serving import Oidc, SignIn
from watchlist.signing_in import mail_link
from watchlist.web.answering import Problem, page, see
from watchlist.web.cookies import forget_session, session_cookie
from watchlist.web.csrf import checked_form, form_of, refuse_crossed
from watchlist.web.entering import enters_by_link, local_path
from watchlist.web.gate import Gate, TooManyError, client_of, gate_of, signed_in
from watchlist.web.refusing import said, with_refusals
from watchlist.web.site import Site, site_of

__all__ = ["admit", "signed_in", "signing_in"]

log = structlog.get_logger("watchlist")

#: An address is never longer.
_LONGEST = 320


def admit(app: FastAPI, site: Site, gate: Gate | None = None) -> None:
    """Have an application ask who is there. Raises UsageError where what signs people in is missing."""
    app.state.gate = gate or Gate()
    app.include_router(signing_in(site))
    with_refusals(app)


def signing_in(site: Site) -> APIRouter:
    """The addresses by which somebody signs in and out."""
    router, ways = APIRouter(), _ways(site)
    router.add_api_route("/sign-in", _asks, methods=["GET", "HEAD"])
    if ways.links:
        router.add_api_route("/sign-in", _mails, methods=["POST"])
    if ways.oidc:
        _add_accounts(router, ways.oidc)
    router.add_api_route("/sign-in/{token}", _looks, methods=["GET", "HEAD"])
    router.add_api_route("/sign-in/{token}", _uses, methods=["POST"])
    router.add_api_route("/sign-out", _leaves, methods=["POST"])
    return router


def _ways(site: Site) -> SignIn:
    return site.config.web.sign_in if site.config.web else SignIn()


def _add_accounts(router: APIRouter, oidc: Oidc) -> None:
    try:
        from watchlist.web.accounts import comes_back, goes_away
    except ImportError:
        raise UsageError(
            "signing in by the council's accounts (oidc) needs Authlib, which is not installed; "
            "run: pip install 'scrutiny-watchlist[oidc]'"
        ) from None
    router.add_api_route("/sign-in/oidc", goes_away(oidc), methods=["GET"])
    router.add_api_route("/sign-in/oidc/callback", comes_back(oidc), methods=["GET"])


async def _sent(request: Request) -> Mapping[str, str]:
    """The form of somebody who is not signed in yet."""
    refuse_crossed(request)
    return await form_of(request)


_Sent = Annotated[Mapping[str, str], Depends(_sent)]


def _asks(request: Request, next: str = "/") -> Response:
    return _form(request, local_path(next))


def _mails(request: Request, sent: _Sent, background: BackgroundTasks) -> Response:
    address, goes_to = sent.get("address", "").strip(), local_path(sent.get("next", "/"))
    if "@" not in address or len(address) > _LONGEST:
        problem = "Enter your e-mail address, such as name@council.example"
        return _form(request, goes_to, problem, address[:_LONGEST])
    gate = gate_of(request)
    for window, key in (
        (gate.links_from, client_of(request)),
        (gate.links_for, address.casefold()),
    ):
        if wait := window.enter(key, gate.wall()):
            raise TooManyError(wait)
    background.add_task(_mail, site_of(request), gate, address, goes_to)
    return said(
        request,
        "Look into your mail",
        "If we know this address, a link is on its way. It can take a few minutes.",
        "The link is good once, and for a quarter of an hour.",
    )


def _mail(site: Site, gate: Gate, address: str, goes_to: str) -> None:
    """After the answer, so that nobody sees by the time it takes whether we know him."""
    try:
        mail_link(
            site.store, site.setting(), site.links, address, goes_to, site.clock(), gate.wall()
        )
    except WorldError as error:
        log.error("failed", job="web", error=str(error), kind=type(error).__name__)


def _looks(request: Request, token: str) -> Response:
    store, now = site_of(request).store, _may_try(request)
    link = store.sign_in_link_at(hashed(token))
    if link is None or not link.good(now):
        return _gone(request)
    return page(request, "sign-in-link", None)


def _uses(request: Request, token: str, _fields: _Sent) -> Response:
    store, now = site_of(request).store, _may_try(request)
    link = store.use_sign_in_link(hashed(token), now)
    if link is None:
        return _gone(request)
    return enters_by_link(request, link.person, link.goes_to)


def _leaves(
    request: Request, _fields: Annotated[Mapping[str, str], Depends(checked_form)]
) -> Response:
    site = site_of(request)
    site.store.end_session(hashed(session_cookie(request)), gate_of(request).wall())
    answer = see("/sign-in")
    forget_session(answer, site)
    return answer


def _may_try(request: Request) -> datetime:
    """Now, where somebody may try a link. Raises TooManyError."""
    gate = gate_of(request)
    now = gate.wall()
    if wait := gate.bad_links.wait(client_of(request), now):
        raise TooManyError(wait)
    return now


def _gone(request: Request) -> Response:
    gate = gate_of(request)
    gate.bad_links.count(client_of(request), gate.wall())
    return said(
        request,
        "This link is good no more",
        "A link is good once, and for a quarter of an hour. Nothing was changed.",
        status=404,
        again=True,
    )


def _form(request: Request, goes_to: str, problem: str = "", address: str = "") -> Response:
    ways = _ways(site_of(request))
    return page(
        request,
        "sign-in",
        None,
        422 if problem else 200,
        goes_to=goes_to,
        links=ways.links,
        accounts=ways.oidc is not None,
        address=address,
        problems=[Problem(problem, "address")] if problem else [],
    )
