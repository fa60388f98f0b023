"""The cookies: what somebody's browser keeps while he is signed in, and while he is away at his
organisation's sign-in page. They are not for scripts, and go to nobody else."""

from __future__ import annotations

from fastapi import Request, Response

from watchlist.web.site import Site, site_of

_SESSION, _AWAY = "watchlist", "watchlist-oidc"

#: Seconds that somebody has to sign in over there.
AWAY_SECONDS = 600


def session_cookie(request: Request) -> str:
    """The secret of a session; "" where there is none."""
    return request.cookies.get(_called(_SESSION, site_of(request)), "")


def keep_session(response: Response, site: Site, secret: str) -> None:
    """It ends with the browser, if not before."""
    _keep(response, site, _SESSION, secret, None)


def forget_session(response: Response, site: Site) -> None:
    _keep(response, site, _SESSION, "", 0)


def away_cookie(request: Request) -> str:
    """What was noted before somebody was sent away to sign in."""
    return request.cookies.get(_called(_AWAY, site_of(request)), "")


def keep_away(response: Response, site: Site, noted: str) -> None:
    _keep(response, site, _AWAY, noted, AWAY_SECONDS)


def forget_away(response: Response, site: Site) -> None:
    _keep(response, site, _AWAY, "", 0)


def _called(name: str, site: Site) -> str:
    """By https no other site of the same domain can set it."""
    return f"__Host-{name}" if site.secure else name


def _keep(response: Response, site: Site, name: str, value: str, seconds: int | None) -> None:
    response.set_cookie(
        _called(name, site), value, max_age=seconds, path="/", secure=site.secure,
        httponly=True, samesite="lax",
    )  # fmt: skip
