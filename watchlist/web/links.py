"""The links in messages. Looking never changes anything, for mail scanners open every link; a POST does
what the link asks for: the button's, or a mail program's by RFC 8058. There is no login and no cookie;
what a link may do is in its signature."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from fastapi import APIRouter, Request, Response

from watchlist.cycle import Setting
from watchlist.deliver.links import Followed, Intent
from watchlist.deliver.names import Names
from watchlist.model.subscription import Subscription
from watchlist.store.store import Store
from watchlist.subscribing import Standing, follow, looked_at
from watchlist.web.answering import page
from watchlist.web.link_pages import NOTHING, Page, page_of
from watchlist.web.site import site_of

_Found = tuple[Subscription, Standing] | None
_Ask = Callable[[Store, Setting, Intent, Followed, datetime], _Found]

router = APIRouter()


def link_page(request: Request, said: Page, status: int = 200) -> Response:
    """A page that says one thing to whoever is not signed in."""
    return page(request, "link", None, status, page=said)


def _answers(intent: Intent, ask: _Ask) -> Callable[[Request, str], Response]:
    def answer(request: Request, token: str) -> Response:
        site = site_of(request)
        setting = site.setting()
        followed = site.links.followed(intent, token)
        found = ask(site.store, setting, intent, followed, site.clock()) if followed else None
        if found is None:
            return link_page(request, NOTHING, 404)
        return link_page(
            request, page_of(intent, *found, Names.of(setting.directory, setting.book))
        )

    return answer


for _intent in Intent:
    _path = f"/{_intent}/{{token}}"
    router.add_api_route(_path, _answers(_intent, looked_at), methods=["GET", "HEAD"])
    router.add_api_route(_path, _answers(_intent, follow), methods=["POST"])
