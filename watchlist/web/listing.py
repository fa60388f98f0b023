"""The watch list: what is asked for, the worst first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from watchlist.model.visitor import Visitor
from watchlist.store.listed import Order, Shut
from watchlist.views.choosing import Choice
from watchlist.views.lines import last_meeting, lines, shut_to
from watchlist.web.answering import page
from watchlist.web.deed_forms import may_add
from watchlist.web.gate import signed_in
from watchlist.web.here import Here
from watchlist.web.remembering import Remembered
from watchlist.web.site import site_of
from watchlist.web.turning import address_of, number_of, turn_at

router = APIRouter()

_ORDERS = (
    (Order.WORST, "the worst first"),
    (Order.NEWEST, "the newest first"),
    (Order.LONGEST, "the longest on the list first"),
    (Order.TITLE, "by title"),
)
_LEVELS = (("red", "red"), ("amber", "amber"), ("held", "held by people alone"))


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what it does not understand it passes over."""

    committee: str = ""
    owner: str = ""
    level: str = ""
    theme: str = ""
    order: Order = Order.WORST
    since: bool = False
    page: int = 1

    @property
    def choice(self) -> Choice:
        committees, owners, levels, themes = (
            (name,) if name else () for name in (self.committee, self.owner, self.level, self.theme)
        )
        return Choice(committees, owners, levels, themes, self.page)

    @property
    def filtered(self) -> bool:
        return replace(self, order=Order.WORST, page=1) != Asked()

    def address(self, number: int) -> str:
        """That of another page of the same."""
        said = {
            "committee": self.committee, "owner": self.owner, "level": self.level,
            "theme": self.theme, "order": "" if self.order is Order.WORST else str(self.order),
            "since": "meeting" if self.since else "",
        }  # fmt: skip
        return address_of("/", said, number)


@router.get("/")
def watch_list(
    request: Request,
    visitor: Annotated[Visitor, Depends(signed_in)],
    committee: str = "",
    owner: str = "",
    level: str = "",
    theme: str = "",
    order: str = "",
    since: str = "",
    number: Annotated[str, Query(alias="page")] = "",
) -> Response:
    site = site_of(request)
    here, remembered = site.here(), site.remembered
    asked = _understood(
        Asked(
            committee, owner, level, theme, _order(order), since == "meeting", number_of(number)
        )
    )  # fmt: skip
    meeting = last_meeting(here, _committees(asked, visitor))
    after = meeting.begins if meeting and asked.since else None
    shut = shut_to(visitor, here.book)
    found = remembered.made(
        here,
        ("lines", asked, shut, after),
        lambda: lines(here, asked.choice, shut, asked.order, after),
    )
    turn = turn_at(found.lines, found.number, found.last, asked.address)
    return page(
        request, "list", visitor, asked=asked, found=found, turn=turn, meeting=meeting,
        options=_options(here, remembered, shut), may_add=may_add(visitor),
        orders=_ORDERS, levels=_LEVELS,
    )  # fmt: skip


def _committees(asked: Asked, visitor: Visitor) -> tuple[str, ...]:
    return (asked.committee,) if asked.committee else tuple(sorted(visitor.committees))


def _order(word: str) -> Order:
    return Order(word) if word in set(Order) else Order.WORST


def _understood(asked: Asked) -> Asked:
    """Names that nobody knows are not asked for: an address may be older than the rules."""
    known = set(dict(_LEVELS))
    return replace(
        asked,
        level=asked.level if asked.level in known else "",
        committee=asked.committee[:200],
        owner=asked.owner[:200],
        theme=asked.theme[:200],
    )


def _options(here: Here, remembered: Remembered, shut: Shut) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen among: what the rules know and what stands on the list that he may see."""

    def made() -> dict[str, list[tuple[str, str]]]:
        posts, store = here.config.directory.posts, here.store
        titles = {name: one.title for name, one in here.book.committees.items()}
        owners = {
            name: posts[name].title if name in posts else name
            for name in store.names_listed("owner")
        }
        committees = {
            name: titles.get(name, name)
            for name in {*titles, *store.names_listed("committee", shut)}
        }
        themes = store.names_listed("theme")
        return {
            "committee": _sorted((name, titles.get(name, name)) for name in committees),
            "owner": _sorted(
                (name, posts[name].title if name in posts else name) for name in owners
            ),
            "theme": _sorted((name, name) for name in themes),
        }

    return remembered.made(here, ("options", shut), made)


def _sorted(options: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(options, key=lambda one: one[1].casefold())
