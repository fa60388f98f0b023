"""Somebody who is signed in → what he is by the configuration and the rules, today. It is made anew
each time that he asks for a page: whoever has left a post, or was erased, sees nothing more."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from watchlist.cycle import Setting
from watchlist.model.people import Directory, Person
from watchlist.model.rule import Rulebook
from watchlist.model.visitor import Visitor

#: Whoever has these roles alone looks, and changes nothing.
_ONLY_LOOK = frozenset({"auditor"})


def visitor_of(
    setting: Setting, person: str, today: date, app_roles: Collection[str] = ()
) -> Visitor | None:
    """Somebody by his number; None for one whom nobody knows any more, and for one without a post
    where no role of his organisation's own (``app_roles``) lets him look."""
    known = setting.directory.people.get(person)
    if known is None or person in setting.directory.erased:
        return None
    posts = setting.directory.may_act_for(person, today)
    if not posts and not app_roles:
        return None
    own = frozenset(role for post in posts for role in roles_of(setting, post))
    served = frozenset(one for post in posts for one in _served(post, setting))
    reads_only = own <= _ONLY_LOOK
    return Visitor(person, known.name, posts, own | frozenset(app_roles), served, reads_only)


def onlooker(name: str, app_roles: Collection[str]) -> Visitor | None:
    """Somebody whom only his organisation's own accounts know; None where they give him no role."""
    if not app_roles:
        return None
    roles = frozenset(app_roles)
    return Visitor(None, name, (), roles, frozenset(), reads_only=True)


def person_at(directory: Directory, address: str) -> Person | None:
    """Whose address it is, however its letters are written; None where it is nobody's, or that of
    several, for then nobody knows who is there."""
    wanted = address.strip().casefold()
    found = [one for one in directory.people.values() if one.address.casefold() == wanted]
    return found[0] if len(found) == 1 and wanted else None


def roles_of(setting: Setting, post: str) -> frozenset[str]:
    """The roles of a post: those that the configuration gives it, and those that come with what it
    is in the rules."""
    book, roles = setting.book, set(setting.directory.posts[post].roles)
    served = book.committees.values()
    is_so = {
        "keeper": post == setting.directory.keeper,
        "chair": any(post == one.chair for one in served),
        "clerk": any(post == one.clerk for one in served),
        "owner": any(post == one.owner for one in book.indicators.values()),
    }
    return frozenset(roles.union(role for role, so in is_so.items() if so))


def _served(post: str, setting: Setting) -> frozenset[str]:
    """The committees that a post serves: as chair or clerk by the rules; as a member those that the
    configuration names, or the only one that there is."""
    committees, known = setting.book.committees, setting.directory.posts[post]
    served = {name for name, one in committees.items() if post in (one.chair, one.clerk)}
    if "member" in known.roles:
        served.update(known.committees or _only(setting.book))
    return frozenset(served)


def _only(book: Rulebook) -> tuple[str, ...]:
    return tuple(book.committees) if len(book.committees) == 1 else ()
