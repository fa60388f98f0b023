"""How people and programs sign in: by a session, by a link that is good once, by a token.

Each has a secret that only its holder has; what is kept is its SHA-256 (`hashed`), so that whoever
reads the database cannot use it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

#: So long somebody stays signed in, and so long without asking for a page.
SESSION_LASTS, SESSION_IDLE = timedelta(hours=12), timedelta(hours=2)

#: So long a link is good.
LINK_LASTS = timedelta(minutes=15)


class Scope(StrEnum):
    """What a token is for."""

    READINGS_WRITE = "readings:write"
    LIST_READ = "list:read"
    DIGESTS_READ = "digests:read"
    EXEMPT_READ = "exempt:read"


class SignInDeed(StrEnum):
    """What the log of signing in tells."""

    LINK_ASKED = "link asked"
    SIGNED_IN = "signed in"
    SIGNED_OUT = "signed out"
    TOKEN_MADE = "token made"  # noqa: S105
    TOKEN_ENDED = "token ended"  # noqa: S105
    REFUSED = "refused"


@dataclass(frozen=True)
class SignInSaid:
    """A line of that log. ``person`` is a number, None where nobody knows who it was; ``how`` a few
    words without any secret or address."""

    at: datetime
    person: str | None
    what: SignInDeed
    how: str = ""


@dataclass(frozen=True)
class Session:
    """Somebody who is signed in: a ``person`` of the configuration, or one whom only his organisation's
    accounts know by a ``name``. ``app_roles`` are what those accounts let him look at."""

    person: str | None
    name: str
    app_roles: tuple[str, ...]
    created_at: datetime
    last_seen: datetime
    expires_at: datetime


@dataclass(frozen=True)
class SignInLink:
    """``id`` is no secret. ``goes_to`` is the page that he wanted when he asked."""

    id: str
    person: str
    goes_to: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None

    def good(self, now: datetime) -> bool:
        return self.used_at is None and now < self.expires_at


@dataclass(frozen=True)
class ApiToken:
    """What a program signs in with. ``made_by`` is a person's number."""

    id: str
    name: str
    scopes: tuple[Scope, ...]
    made_by: str
    made_at: datetime
    expires_at: datetime
    last_used: datetime | None = None
    ended_at: datetime | None = None

    def good(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.expires_at


def hashed(secret: str) -> str:
    """How a secret is kept. It is long and random, so that nothing slower is needed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
