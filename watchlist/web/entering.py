"""Somebody is let in, or turned away; both are written down."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

import structlog
from fastapi import Request, Response

from watchlist.model.calendar import local_date
from watchlist.model.sign_in import SESSION_LASTS, Session, SignInDeed, SignInSaid, hashed
from watchlist.visiting import onlooker, person_at, visitor_of
from watchlist.web.answering import see
from watchlist.web.cookies import keep_session, session_cookie
from watchlist.web.gate import gate_of
from watchlist.web.refusing import said
from watchlist.web.site import site_of

log = structlog.get_logger("watchlist")

_LONGEST = 1000


def local_path(text: str) -> str:
    """A path of ours to go on to, or the list: never another site's."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return "/"
    plain = text.isascii() and text.isprintable() and not set(text) & {"\\", " "}
    ours = text.startswith("/") and not text.startswith("//") and not (parts.scheme or parts.netloc)
    return text if plain and ours and len(text) < _LONGEST else "/"


def enters_by_link(request: Request, person: str, goes_to: str) -> Response:
    """Whoever has used a link up, where he is still one of ours."""
    site = site_of(request)
    visitor = visitor_of(site.setting(), person, local_date(site.clock(), site.config.zone))
    if visitor is None:
        return _turned_away(request, person, "by a link, without a post")
    return _let_in(request, person, visitor.name, (), "by a link", goes_to)


def enters_by_account(
    request: Request, address: str, name: str, roles: tuple[str, ...], goes_to: str
) -> Response:
    """Whoever the council's own accounts know: the person whose address it is; nobody's may look where
    a role of theirs lets him."""
    site = site_of(request)
    today = local_date(site.clock(), site.config.zone)
    person = person_at(site.config.directory, address)
    if person and visitor_of(site.setting(), person.id, today, roles):
        return _let_in(request, person.id, person.name, roles, "by oidc", goes_to)
    if person is None and onlooker(name, roles):
        return _let_in(request, None, name, roles, "by oidc, to look only", goes_to)
    return _turned_away(request, person.id if person else None, "by oidc, nobody of ours")


def _let_in(
    request: Request, person: str | None, name: str, roles: tuple[str, ...], how: str, goes_to: str
) -> Response:
    """By a session that nobody had before."""
    site, now, secret = site_of(request), gate_of(request).wall(), secrets.token_urlsafe(32)
    if old := session_cookie(request):
        site.store.end_session(hashed(old), now)
    session = Session(person, name, roles, now, now, now + SESSION_LASTS)
    site.store.begin_session(hashed(secret), session, how)
    log.info("signed in", job="web", person=person, how=how)
    answer = see(local_path(goes_to))
    keep_session(answer, site, secret)
    return answer


def _turned_away(request: Request, person: str | None, how: str) -> Response:
    now = gate_of(request).wall()
    site_of(request).store.say_sign_in(SignInSaid(now, person, SignInDeed.REFUSED, how))
    log.warning("not signed in", job="web", person=person, why=how)
    return said(
        request,
        "You cannot sign in here",
        "This service does not know you, or you hold no post that it knows. Whoever looks after it "
        "can tell you more.",
        status=403,
    )
