"""Who is there: a visitor by his session, a program by its token. A visitor is made anew at each
request, of the configuration as it is: whoever left a post or was erased is out at once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from fastapi import BackgroundTasks, Depends, Request

from watchlist.model.calendar import local_date
from watchlist.model.errors import WorldError
from watchlist.model.sign_in import Scope, Session, hashed
from watchlist.model.visitor import Visitor
from watchlist.signing_in import TOKEN_PREFIX
from watchlist.store.sessions import NOTED_EVERY
from watchlist.visiting import onlooker, visitor_of
from watchlist.web.cookies import session_cookie
from watchlist.web.limits import Window
from watchlist.web.site import Site, site_of

_QUARTER = timedelta(minutes=15)

#: No secret of ours is as long; what is, is not looked at.
LONGEST_SECRET = 200


class NotSignedInError(Exception):
    """Nobody is signed in, or nobody who may be."""


class ForbiddenError(Exception):
    """A form that did not come from one of our pages, or somebody who may not: its text is for him."""


class TooManyError(Exception):
    """He tried too often; ``wait`` until he may again."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__("too many tries")
        self.wait = wait


class ApiRefusedError(Exception):
    """A program that may not: 401, 403 or 429, and a sentence."""

    def __init__(self, status: int, sentence: str, **headers: str) -> None:
        super().__init__(sentence)
        self.status, self.headers = status, headers


def _real_time() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Gate:
    """What is counted while the service runs. ``wall`` is the real clock: what a session and a link are
    good by, also in a rehearsal."""

    wall: Callable[[], datetime] = _real_time
    links_for: Window = field(default_factory=lambda: Window(5, _QUARTER))  # an address
    links_from: Window = field(default_factory=lambda: Window(30, _QUARTER))  # a machine
    bad_links: Window = field(default_factory=lambda: Window(20, _QUARTER))
    bad_tokens: Window = field(default_factory=lambda: Window(20, _QUARTER))
    notes: Window = field(default_factory=lambda: Window(1, NOTED_EVERY))  # that somebody was there


@dataclass(frozen=True)
class ApiCaller:
    """A program. ``id`` is that of its token."""

    id: str
    name: str
    scopes: frozenset[Scope]


def gate_of(request: Request) -> Gate:
    gate: Gate = request.app.state.gate
    return gate


def signed_in(request: Request, background: BackgroundTasks) -> Visitor:
    """The visitor, for pages that are for nobody else. Raises NotSignedInError."""
    site, secret, now = site_of(request), session_cookie(request), gate_of(request).wall()
    if not secret or len(secret) > LONGEST_SECRET:
        raise NotSignedInError
    hash = hashed(secret)
    session = site.store.session(hash, now)
    visitor = visitor_in(session, site) if session else None
    if session is None or visitor is None:
        raise NotSignedInError
    if session.last_seen <= now - NOTED_EVERY and gate_of(request).notes.enter(hash, now) is None:
        background.add_task(_note, site.store.session_seen, hash, now)
    return visitor


def visitor_in(session: Session, site: Site) -> Visitor | None:
    """Who somebody is today; None where he is nobody of ours any more."""
    roles = [role for role in session.app_roles if role in _mapped(site)]
    if session.person is None:
        return onlooker(session.name, roles)
    today = local_date(site.clock(), site.config.zone)
    return visitor_of(site.setting(), session.person, today, roles)


def token_of(request: Request, background: BackgroundTasks) -> ApiCaller:
    """The program, by its bearer token. Raises ApiRefusedError."""
    gate, who = gate_of(request), client_of(request)
    now = gate.wall()
    if wait := gate.bad_tokens.wait(who, now):
        after = {"Retry-After": seconds(wait)}
        raise ApiRefusedError(429, "Too many tokens were tried that are none.", **after)
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret:
        raise _unknown("A token is needed: send it as Authorization: Bearer …")
    fits = secret.startswith(TOKEN_PREFIX) and len(secret) <= LONGEST_SECRET
    token = site_of(request).store.api_token(hashed(secret), now) if fits else None
    if token is None:
        gate.bad_tokens.count(who, now)
        raise _unknown("This is no token, or one that has ended.", error="invalid_token")
    if gate.notes.enter(token.id, now) is None:
        background.add_task(_note, site_of(request).store.api_token_used, token.id, now)
    return ApiCaller(token.id, token.name, frozenset(token.scopes))


def scoped(scope: Scope) -> Callable[[ApiCaller], ApiCaller]:
    """A dependency: the program, where its token is for this. Raises ApiRefusedError."""

    def caller(caller: ApiCaller = Depends(token_of)) -> ApiCaller:  # noqa: B008
        if scope not in caller.scopes:
            needed = {"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{scope}"'}
            raise ApiRefusedError(403, f"This token is not for that: it has no {scope}.", **needed)
        return caller

    return caller


def client_of(request: Request) -> str:
    """Which machine asks: by the word of the web server before us, where one is configured."""
    web = site_of(request).config.web
    host = request.client.host if request.client else ""
    if web and web.proxy and host == web.proxy:
        last = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        return last[:LONGEST_SECRET] or host
    return host


def seconds(wait: timedelta) -> str:
    """For Retry-After: whole ones, and never too few."""
    return str(int(wait.total_seconds()) + 1)


def _mapped(site: Site) -> frozenset[str]:
    """The roles that the council's own accounts can give today."""
    oidc = site.config.web.sign_in.oidc if site.config.web else None
    return frozenset(oidc.app_roles.values()) if oidc else frozenset()


def _note(noted: Callable[[str, datetime], None], who: str, now: datetime) -> None:
    """After the answer, for no page waits for a writer; where that takes too long the next one notes
    it."""
    with suppress(WorldError):
        noted(who, now)


def _unknown(sentence: str, error: str = "") -> ApiRefusedError:
    said = f'Bearer realm="watchlist"{f", error={error!r}" if error else ""}'
    return ApiRefusedError(401, sentence, **{"WWW-Authenticate": said.replace("'", '"')})
