"""Who looks at the pages, and what he may see there. What somebody may *do* is decided by the act
itself, from the posts that he holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from watchlist.model.indicator import Publication


@dataclass(frozen=True)
class Visitor:
    """Somebody who is signed in. ``person`` is his number, None for one whom only his organisation's
    own accounts know: history must name a person, so he changes nothing. ``posts`` are those that he
    holds or stands in for, ``committees`` those that he serves. ``reads_only``: there is nothing that
    he could change."""

    person: str | None
    name: str
    posts: tuple[str, ...]
    roles: frozenset[str]
    committees: frozenset[str]
    reads_only: bool


class Page(StrEnum):
    """The kinds of pages that ask who is there."""

    LIST = "list"
    ENTRY = "entry"
    INDICATORS = "indicators"
    DIGESTS = "digests"
    SUBSCRIPTIONS = "subscriptions"
    CHECKS = "checks"
    RETURNS = "returns"
    DELIVERIES = "deliveries"
    WORKSHOP = "workshop"
    HEALTH = "health"
    AUDIT = "audit"


_KEEPERS = frozenset({"officer", "keeper", "administrator", "auditor"})

#: Which roles may open a page; None: everybody who is signed in.
OPEN_TO: Mapping[Page, frozenset[str] | None] = {
    Page.LIST: None,
    Page.ENTRY: None,
    Page.INDICATORS: None,
    Page.DIGESTS: None,
    Page.SUBSCRIPTIONS: None,
    Page.CHECKS: None,
    Page.RETURNS: None,
    Page.DELIVERIES: _KEEPERS,
    Page.WORKSHOP: _KEEPERS,
    Page.HEALTH: frozenset({"keeper", "administrator", "auditor"}),
    Page.AUDIT: frozenset({"officer", "keeper", "auditor"}),
}
if unsaid := set(Page) - set(OPEN_TO):
    raise TypeError(f"nothing says who may open {sorted(unsaid)}")

#: Whoever has one of these roles sees exempt material of every committee.
SEE_EXEMPT = frozenset({"officer", "keeper", "auditor"})


def may_open(visitor: Visitor, page: Page) -> bool:
    """Whether a page is for somebody."""
    roles = OPEN_TO[page]
    return roles is None or bool(roles & visitor.roles)


def may_see(visitor: Visitor, part: Publication, committee: str | None, owner: str | None) -> bool:
    """Whether somebody may see an entry: ``part`` is where it goes in a paper, ``committee`` whom it
    concerns, ``owner`` the post that answers for it."""
    if part is not Publication.EXEMPT:
        return True
    return (
        bool(SEE_EXEMPT & visitor.roles)
        or owner in visitor.posts
        or committee in visitor.committees
    )
