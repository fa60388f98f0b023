"""Whose subscriptions somebody may see to: those of the posts that he holds or stands in for; as an
officer or a clerk those of a committee's posts as well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from watchlist.capacity import capacity
from watchlist.cycle import Setting
from watchlist.model.errors import UsageError
from watchlist.rulebook.wording import listed, nearest, quote
from watchlist.visiting import roles_of

#: Whose post may read digests.
READERS = frozenset(
    {"chair", "member", "clerk", "officer", "owner", "auditor", "administrator", "keeper"}
)

_FOR_OTHERS = frozenset({"officer", "clerk", "administrator", "keeper"})

#: Who may see what everybody reads.
SEE_ALL = _FOR_OTHERS | {"auditor"}
_OF_A_COMMITTEE = frozenset({"chair", "member", "clerk"})


@dataclass(frozen=True)
class By:
    """Who asks: a person's number, and the post that he means where he says which."""

    who: str
    post: str | None = None


def own_posts(setting: Setting, who: str, today: date) -> tuple[str, ...]:
    """The posts that somebody holds or stands in for. Raises UsageError for a person that nobody
    knows."""
    capacity(setting.directory, setting.book, who, today)
    return setting.directory.may_act_for(who, today)


def subscriber(setting: Setting, by: By, today: date) -> tuple[str, str]:
    """The post that is to read, and the post for which he who asks acts. Raises UsageError."""
    own = own_posts(setting, by.who, today)
    if by.post is not None:
        acting_for = seeing_to(setting, by.who, by.post, today)
        if not READERS & roles_of(setting, by.post):
            raise UsageError(
                f"the post {quote(by.post)} has no role by which it may read digests: that is for "
                f"{listed(sorted(READERS), last='or')}"
            )
        return by.post, acting_for
    for post in own:
        if READERS & roles_of(setting, post):
            return post, post
    raise UsageError(
        f"no post of {by.who} may read digests: that is for {listed(sorted(READERS), last='or')}"
    )


def seeing_to(setting: Setting, who: str, post: str, today: date) -> str:
    """The post by which somebody may see to what another post (or his own) reads. Raises UsageError
    where none of his does."""
    own = own_posts(setting, who, today)
    known = setting.directory.posts
    if post not in known:
        raise UsageError(f"there is no post {quote(post)}{nearest(post, known)}")
    if post in own:
        return post
    if _OF_A_COMMITTEE & roles_of(setting, post):
        for helper in own:
            if _FOR_OTHERS & roles_of(setting, helper):
                return helper
    raise UsageError(
        f"{who} neither holds the post {quote(post)} nor stands in for it, and only an officer or a "
        "clerk sees to what a committee's posts read"
    )


def readers_seen_to(setting: Setting, who: str, today: date) -> tuple[str, ...]:
    """The posts for which somebody may subscribe, his own first."""
    own = own_posts(setting, who, today)
    helps = any(_FOR_OTHERS & roles_of(setting, post) for post in own)
    others = (post for post in setting.directory.posts if helps and post not in own)
    return (
        *(post for post in own if READERS & roles_of(setting, post)),
        *(post for post in others if _OF_A_COMMITTEE & roles_of(setting, post)),
    )


def sees_all(setting: Setting, who: str, today: date) -> bool:
    """Whether he may see what everybody reads."""
    return any(SEE_ALL & roles_of(setting, post) for post in own_posts(setting, who, today))
