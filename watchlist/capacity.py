"""In what capacity somebody acts: for which of his posts, and with which roles."""

from __future__ import annotations

from datetime import date

from watchlist.model.acts import ActKind
from watchlist.model.errors import UsageError
from watchlist.model.people import Directory
from watchlist.model.record import Record
from watchlist.model.register import Entry
from watchlist.model.rule import Rulebook
from watchlist.register.refusal import MAY
from watchlist.rulebook.wording import listed, nearest, quote


def capacity(
    directory: Directory, book: Rulebook, who: str, day: date, acting_for: str | None = None,
    *, kind: ActKind | None = None, entry: Entry | None = None, record: Record | None = None,
    committee: str | None = None,
) -> tuple[str | None, frozenset[str]]:  # fmt: skip
    """The post for which somebody acts, and his roles by it. Raises UsageError for a person that
    nobody knows and for a post that he neither holds nor stands in for."""
    if who in directory.erased:
        raise UsageError(f"the name of {who} was erased: nobody acts under that number any more")
    if who not in directory.people:
        raise UsageError(f"there is no person {quote(who)}{nearest(who, directory.people)}")
    able = directory.may_act_for(who, day)
    if acting_for is not None and acting_for not in able:
        raise UsageError(f"{who} neither holds the post {quote(acting_for)} nor stands in for it")
    asked = able if acting_for is None else (acting_for,)
    roles = {post: _roles(post, directory, book, entry, record, committee) for post in asked}
    allowed = MAY[kind] if kind else frozenset[str]()
    chosen = next((post for post in asked if roles[post] & allowed), next(iter(asked), None))
    return chosen, roles[chosen] if chosen else frozenset()


def post_in_role(
    directory: Directory, book: Rulebook, who: str, day: date, acting_for: str | None,
    allowed: frozenset[str], doing: str, *, committee: str | None = None,
) -> str:  # fmt: skip
    """The post by whose role somebody does what is about no one entry ("publish"), or about a
    ``committee``. Raises UsageError for one whose posts do not allow it."""
    capacity(directory, book, who, day, acting_for)
    asked = directory.may_act_for(who, day) if acting_for is None else (acting_for,)
    for post in asked:
        if allowed & _roles(post, directory, book, None, None, committee):
            return post
    raise UsageError(f"{who} may not {doing}: that is for {listed(sorted(allowed), last='or')}")


def may_in_role(
    directory: Directory, book: Rulebook, who: str, day: date, allowed: frozenset[str],
    committee: str | None = None,
) -> bool:  # fmt: skip
    """Whether one of somebody's posts lets him do what is for these roles."""
    try:
        post_in_role(directory, book, who, day, None, allowed, "do it", committee=committee)
    except UsageError:
        return False
    return True


def _roles(
    post: str, directory: Directory, book: Rulebook,
    entry: Entry | None, record: Record | None, committee: str | None,
) -> frozenset[str]:  # fmt: skip
    """The roles of a post: those the configuration gives it, and those that come with what it owns
    or with the committee that it serves."""
    roles = set(directory.posts[post].roles)
    tasks = (*record.actions, *record.requests) if record else ()
    if post in {entry.owner if entry else None, *(task.post for task in tasks if task.open)}:
        roles.add("owner")
    known = book.committees.get(committee or (entry.committee if entry else None) or "")
    if post == directory.keeper:
        roles.add("keeper")
    if known and post == known.chair:
        roles.add("chair")
    if known and post == known.clerk:
        roles.add("clerk")
    return frozenset(roles)
