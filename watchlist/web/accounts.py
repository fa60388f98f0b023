"""The way to the council's own sign-in page and back."""

from __future__ import annotations

import hmac
from collections.abc import Callable

import structlog
from fastapi import Request, Response

from watchlist.serving import Oidc
from watchlist.web.answering import see
from watchlist.web.cookies import away_cookie, forget_away, keep_away
from watchlist.web.entering import enters_by_account, local_path
from watchlist.web.gate import LONGEST_SECRET, TooManyError, client_of, gate_of
from watchlist.web.oidc import Away, OidcError, account, address_over_there, away_of, away_to, noted
from watchlist.web.refusing import said
from watchlist.web.site import Site, site_of

log = structlog.get_logger("watchlist")

#: Codes are short; what is longer is not sent on.
_LONGEST_CODE = 4000


def goes_away(oidc: Oidc) -> Callable[[Request, str], Response]:
    def goes(request: Request, next: str = "/") -> Response:
        """To sign in over there; what he has to come back with is noted in his browser."""
        site, away = site_of(request), away_to(local_path(next))
        try:
            answer = see(address_over_there(oidc, away, _back(site)))
        except OidcError as error:
            return _failed(request, error)
        keep_away(answer, site, noted(away, site.key))
        return answer

    return goes


def comes_back(oidc: Oidc) -> Callable[[Request, str, str], Response]:
    def comes(request: Request, state: str = "", code: str = "") -> Response:
        """Back from there: let in as whoever they say he is."""
        site = site_of(request)
        answer = _answer(request, oidc, state, code)
        forget_away(answer, site)
        return answer

    return comes


def _answer(request: Request, oidc: Oidc, state: str, code: str) -> Response:
    site, gate, who = site_of(request), gate_of(request), client_of(request)
    if wait := gate.bad_links.wait(who, gate.wall()):
        raise TooManyError(wait)
    away = away_of(away_cookie(request), site.key)
    if away is None or not _is(away, state):
        gate.bad_links.count(who, gate.wall())
        return said(
            request,
            "Please sign in once more",
            "It took too long, or was begun in another window.",
            status=400,
            again=True,
        )
    if not code or len(code) > _LONGEST_CODE:
        sentence = "Your organisation's sign-in page let nobody in. Nothing was changed."
        return said(request, "You are not signed in", sentence, status=403, again=True)
    try:
        found = account(oidc, away, code, _back(site))
    except OidcError as error:
        return _failed(request, error)
    return enters_by_account(request, found.address, found.name, found.roles, away.goes_to)


def _is(away: Away, state: str) -> bool:
    return len(state) <= LONGEST_SECRET and hmac.compare_digest(state.encode(), away.state.encode())


def _back(site: Site) -> str:
    return f"{site.config.web.address if site.config.web else ''}/sign-in/oidc/callback"


def _failed(request: Request, error: OidcError) -> Response:
    """Whatever it was: who signs in cannot mend it, and who looks after the service reads the log."""
    log.error("failed", job="web", about="oidc", error=str(error))
    return said(
        request,
        "Signing in does not work just now",
        "Your organisation's accounts could not be asked. Please try again in a few minutes.",
        status=503,
        again=True,
    )
