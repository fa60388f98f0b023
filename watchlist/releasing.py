"""A draft of a digest that somebody lets go as he has read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from watchlist.capacity import may_in_role, post_in_role
from watchlist.digest_round import drafted
from watchlist.installation import Installation
from watchlist.model.calendar import local_date
from watchlist.model.errors import UsageError
from watchlist.store.codec import encode
from watchlist.store.results import KeptDigest

#: Who may release a digest.
RELEASERS = frozenset({"officer", "clerk", "administrator", "keeper"})


def may_release(here: Installation, who: str, committee: str | None, now: datetime) -> bool:
    """Whether one of somebody's posts lets him release a digest (of a committee)."""
    setting, today = here.setting, local_date(now, here.setting.zone)
    return may_in_role(setting.directory, setting.book, who, today, RELEASERS, committee)


def release(
    here: Installation, kept: KeptDigest, who: str, acting_for: str | None, now: datetime
) -> str:
    """Let a draft go, as it is now; the post that released it. Raises UsageError where somebody may
    not, and where there is nothing to release."""
    post = _releaser(here, who, acting_for, kept.edition.topic.committee, now)
    with here.store.begin(now) as tx:
        digest = replace(drafted(here, tx, kept.edition, now), confirmed_by=_title(here, post))
        if not tx.release_digest(kept.id, post, now, encode(digest)):
            raise UsageError(f"{kept.edition.name} is {kept.state} already")
    return post


def _releaser(
    here: Installation, who: str, acting_for: str | None, committee: str | None, now: datetime
) -> str:
    """The post for which somebody releases. Raises UsageError where none of his may."""
    setting = here.setting
    return post_in_role(
        setting.directory, setting.book, who, local_date(now, setting.zone), acting_for, RELEASERS,
        "release a digest", committee=committee,
    )  # fmt: skip


def _title(here: Installation, post: str) -> str:
    known = here.config.directory.posts.get(post)
    return known.title if known else post
