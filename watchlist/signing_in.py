"""What people and programs sign in with: links that are mailed or printed, tokens that officers make.

``now`` is by the service's own clock, which a rehearsal sets; ``wall`` is by the real one, by which a
link and a token are good.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from watchlist.capacity import post_in_role
from watchlist.config import Config
from watchlist.cycle import Setting
from watchlist.deliver.links import Links
from watchlist.model.calendar import at_local, local_date
from watchlist.model.errors import UsageError
from watchlist.model.message import Notice, Purpose
from watchlist.model.people import Directory
from watchlist.model.sign_in import (
    LINK_LASTS,
    ApiToken,
    Scope,
    SignInDeed,
    SignInLink,
    SignInSaid,
    hashed,
)
from watchlist.rulebook.wording import listed, nearest, quote
from watchlist.store.sessions import SIGN_IN
from watchlist.store.store import Store
from watchlist.visiting import person_at, visitor_of

#: Who may make and end tokens; who may make one that reads what is exempt, for he reads it himself.
_MAY = frozenset({"officer", "administrator", "keeper"})
_MAY_EXEMPT = frozenset({"officer", "keeper"})

#: A token has an end: usually after a year, and after two at most.
_USUAL, _LONGEST = timedelta(days=365), timedelta(days=731)

#: By which a token is known for one, wherever it turns up by mistake.
TOKEN_PREFIX = "swl_"  # noqa: S105

_LONGEST_NAME = 80


@dataclass(frozen=True)
class By:
    """Who acts: a person's number, and the post he acts for where he says which."""

    who: str
    acting_for: str | None = None


@dataclass(frozen=True)
class Wish:
    """The token that somebody wants: what for, and up to and with which day."""

    name: str
    scopes: Collection[str]
    until: date | None = None


def mail_link(
    store: Store, setting: Setting, links: Links, address: str, goes_to: str,
    now: datetime, wall: datetime,
) -> bool:  # fmt: skip
    """Have a link mailed to whoever has an address, where he is one of ours who holds a post or stands
    in for one; whether he is. Nobody but the log is told that he is not."""
    person = person_at(setting.directory, address)
    visitor = visitor_of(setting, person.id, local_date(now, setting.zone)) if person else None
    if visitor is None or visitor.person is None:
        known = person.id if person else None
        how = "a link was asked for, by nobody of ours"
        store.say_sign_in(SignInSaid(wall, known, SignInDeed.REFUSED, how))
        return False
    link = _new_link(visitor.person, goes_to, wall)
    subject, post = f"{SIGN_IN}{link.id}", visitor.posts[0]
    with store.begin(now) as tx:
        tx.keep_sign_in_link(hashed(links.sign_in_token(link.id)), link, "by mail")
        tx.notify([Notice(subject, post, "mailbox", Purpose.SIGN_IN, now)])
    return True


def print_link(
    store: Store, setting: Setting, links: Links, person: str, now: datetime, wall: datetime
) -> str:
    """The address of the page by which somebody signs in once. Raises UsageError for one who could not
    sign in, and where there are no pages."""
    people = setting.directory.people
    if not links.address:
        raise UsageError("there are no pages to sign in to: `web:` is not in the configuration")
    if person in setting.directory.erased or person not in people:
        raise UsageError(f"there is no person {quote(person)}{nearest(person, people)}")
    if visitor_of(setting, person, local_date(now, setting.zone)) is None:
        raise UsageError(f"{person} neither holds a post today nor stands in for one")
    return _kept_link(store, links, person, "printed by a command", wall)


def first_link(
    store: Store, config: Config, links: Links, now: datetime, wall: datetime
) -> str | None:
    """On a trial, where the pages are on this machine alone and nobody ever signed in: a link for
    whoever administers the service or, where nobody does, keeps the rules."""
    if config.web is None or not config.web.loopback or store.signed_in_ever():
        return None
    person = _first(config.directory, local_date(now, config.zone))
    return _kept_link(store, links, person, "printed at a start", wall) if person else None


def make_token(
    store: Store, setting: Setting, by: By, wish: Wish, now: datetime, wall: datetime
) -> tuple[ApiToken, str]:
    """A token for a program, and its secret, which nobody can look up afterwards. Raises UsageError
    where somebody may not make it or it cannot be."""
    name, scopes = " ".join(wish.name.split()), _scopes(wish.scopes)
    exempt = Scope.EXEMPT_READ in scopes
    doing = "make a token that reads exempt entries" if exempt else "make a token"
    _must(setting, by, _MAY_EXEMPT if exempt else _MAY, doing, now)
    if not name or len(name) > _LONGEST_NAME:
        raise UsageError(f"say in up to {_LONGEST_NAME} letters what the token is for")
    end = _end(wish.until, setting.zone, wall)
    token = ApiToken(secrets.token_hex(4), name, scopes, by.who, wall, end)
    secret = f"{TOKEN_PREFIX}{secrets.token_urlsafe(32)}"
    store.keep_api_token(hashed(secret), token)
    return token, secret


def end_token(
    store: Store, setting: Setting, by: By, id: str, now: datetime, wall: datetime
) -> ApiToken:
    """It is good no more. Raises UsageError."""
    _must(setting, by, _MAY, "end a token", now)
    known = {token.id: token for token in store.api_tokens()}
    if id not in known:
        raise UsageError(f"there is no token {quote(id)}{nearest(id, known)}")
    if not store.end_api_token(id, by.who, wall):
        raise UsageError(f"the token {id} has ended already")
    return known[id]


def tokens(store: Store, setting: Setting, by: By, now: datetime) -> list[ApiToken]:
    """All of them, for those who look after them and for auditors. Raises UsageError."""
    _must(setting, by, _MAY | {"auditor"}, "see the tokens", now)
    return store.api_tokens()


def _must(setting: Setting, by: By, allowed: frozenset[str], doing: str, now: datetime) -> str:
    day = local_date(now, setting.zone)
    directory, book = setting.directory, setting.book
    return post_in_role(directory, book, by.who, day, by.acting_for, allowed, doing)


def _scopes(words: Collection[str]) -> tuple[Scope, ...]:
    unknown = [word for word in words if word not in list(Scope)]
    if unknown or not words:
        known = listed([quote(one) for one in Scope], last="or")
        said = f"there is no scope {quote(unknown[0])}" if unknown else "say what it may do"
        raise UsageError(f"{said}: a scope is {known}")
    return tuple(one for one in Scope if one in words)


def _end(until: date | None, zone: str, wall: datetime) -> datetime:
    """The end of the last day."""
    today = local_date(wall, zone)
    last = until or today + _USUAL
    if last < today:
        raise UsageError(f"{last} is over: a token cannot end before it is made")
    if last > today + _LONGEST:
        raise UsageError("a token is good for two years at most; then make another")
    return at_local(last + timedelta(days=1), time.min, zone)


def _first(directory: Directory, day: date) -> str | None:
    """Who holds a post of an administrator, or else the keeper's."""
    posts = [name for name, post in directory.posts.items() if "administrator" in post.roles]
    holders = (directory.holder(post, day) for post in (*posts, directory.keeper))
    return next((person.id for person in holders if person), None)


def _new_link(person: str, goes_to: str, wall: datetime) -> SignInLink:
    return SignInLink(secrets.token_hex(16), person, goes_to, wall, wall + LINK_LASTS)


def _kept_link(store: Store, links: Links, person: str, how: str, wall: datetime) -> str:
    link = _new_link(person, "/", wall)
    store.keep_sign_in_link(hashed(links.sign_in_token(link.id)), link, how)
    return links.sign_in(link.id)
