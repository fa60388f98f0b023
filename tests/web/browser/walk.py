"""Every page that somebody may open, found by following its links: one address for each kind of page,
and so whatever page is added is looked at as well."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import urldefrag, urlsplit

import httpx
from starlette.routing import BaseRoute, Match, Route

from tests.web.browser.stage import Stage

#: Where a walk begins; what no page links to is named.
_DOORS = (
    "/", "/sign-in", "/accessibility", "/public", "/nothing-is-here", "/entries/WL-0003",
    "/indicators/assessments-45-days",
)  # fmt: skip

#: Parts of an address that make it another kind of page.
_KINDS = ("slug",)

#: So many pages are asked for at most.
_MOST = 400

_LINK = re.compile(r'<a [^>]*href="(/[^"]*)"')


def pages_for(stage: Stage, role: str) -> list[str]:
    """One address for each kind of page that somebody comes to."""
    found: dict[object, str] = {}
    waiting, asked = deque(_DOORS), set(_DOORS)
    with httpx.Client(base_url=stage.at, cookies={"watchlist": stage.key(role)}) as client:
        while waiting and len(asked) < _MOST:
            address = waiting.popleft()
            kind = kind_of(stage, address)
            if kind in found:
                continue
            answer = client.get(address)
            if not answer.headers.get("content-type", "").startswith("text/html"):
                found[kind] = ""
                continue
            found[kind] = address
            for link in map(unescape, _LINK.findall(answer.text)):
                link = urldefrag(link).url
                if link not in asked and kind_of(stage, link) not in found:
                    asked.add(link)
                    waiting.append(link)
    return [address for address in found.values() if address]


def kind_of(stage: Stage, address: str) -> object:
    """The route that answers an address, and what of it makes another page. What is asked for after
    the question mark makes none."""
    path = urlsplit(address).path
    scope = {"type": "http", "method": "GET", "path": path, "root_path": "", "headers": []}
    for route in routes_of(stage.web.routes):
        match, child = route.matches(scope)
        if match is Match.FULL:
            parts = child.get("path_params", {})
            return route.path, *(parts[name] for name in _KINDS if name in parts)
    return None


def pages_of(stage: Stage) -> set[str]:
    """The routes of all pages that can be asked for."""
    return {route.path for route in routes_of(stage.web.routes) if "GET" in (route.methods or ())}


def routes_of(routes: Iterable[BaseRoute]) -> Iterator[Route]:
    """The routes of an application and of the routers that it includes."""
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is not None:
            yield from routes_of(included.routes)
        elif isinstance(route, Route):
            yield route
