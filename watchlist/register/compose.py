"""Notices → drafts: settle, drop what was overtaken or withdrawn meanwhile, group by recipient.

No notice is lost: each one that has settled comes out in exactly one draft or one silence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from watchlist.model.message import Draft, Notice, Purpose, Silence
from watchlist.model.register import Breach, State

_Group = tuple[str, str, Purpose, str]

#: What goes at its own time: it has not to settle, and no hour is too late for it.
AT_ONCE = frozenset({Purpose.DIGEST, Purpose.CONFIRM, Purpose.SIGN_IN})

#: Each of these is a message of its own.
ALONE = frozenset({Purpose.DIGEST, Purpose.SIGN_IN})

#: What is one message to a recipient; it is called after the first of these that is in it.
TOGETHER = (Purpose.NEWS, Purpose.ACTS, Purpose.REMINDERS)


@dataclass(frozen=True)
class Composed:
    """What becomes of notices, by their ids."""

    drafts: tuple[Draft, ...]
    silences: Mapping[int, Silence]


def compose(
    notices: Iterable[Notice],
    breaches: Mapping[int, Breach],
    *,
    settle: timedelta,
    now: datetime,
    muted: Collection[int] = (),
    quiet: bool = False,
) -> Composed:
    """One draft a recipient and channel of what moved, what people did and what fell due; one more for
    each other purpose. ``notices`` are all that wait, those made a
    moment ago too: they are not sent before ``settle`` has passed, but they can overtake others.
    ``breaches`` are those that the notices speak of, as they stand now. News of ``muted`` entries
    waits, and comes out merged when the mute has ended; while it is ``quiet`` all waits so, but for
    what goes at its own time.
    """
    waiting = sorted(notices, key=lambda notice: (notice.transition or 0, notice.id))
    silences = {notice.id: Silence.NOBODY for notice in waiting if not notice.channel}
    for told in _grouped(notice for notice in waiting if notice.channel).values():
        silences |= _silenced(told, breaches)
    ready = [
        notice
        for notice in waiting
        if notice.id not in silences
        and (notice.purpose in AT_ONCE or (notice.created_at + settle <= now and not quiet))
        and not (notice.purpose is Purpose.NEWS and notice.entry in muted)
    ]
    drafts = (
        Draft(post, channel, purpose_of(told), tuple(sorted(notice.id for notice in told)))
        for (post, channel, *_), told in _grouped(ready).items()
    )
    return Composed(tuple(drafts), silences)


def purpose_of(told: Iterable[Notice]) -> Purpose:
    """What a message of these notices is for."""
    found = {notice.purpose for notice in told}
    return next((purpose for purpose in TOGETHER if purpose in found), next(iter(found)))


def _grouped(notices: Iterable[Notice]) -> dict[_Group, list[Notice]]:
    """By recipient, channel and purpose."""
    groups: dict[_Group, list[Notice]] = {}
    for notice in notices:
        alone = notice.subject if notice.purpose in ALONE else ""
        purpose = TOGETHER[0] if notice.purpose in TOGETHER else notice.purpose
        group = (notice.post, notice.channel, purpose, alone)
        groups.setdefault(group, []).append(notice)
    return groups


def _silenced(told: Iterable[Notice], breaches: Mapping[int, Breach]) -> dict[int, Silence]:
    """What one recipient need not hear; ``told`` is in the order in which it happened."""
    of_breach: dict[int, list[Notice]] = {}
    for notice in told:
        if notice.breach is not None and notice.transition is not None:
            of_breach.setdefault(notice.breach, []).append(notice)
    silences: dict[int, Silence] = {}
    for number, about in of_breach.items():
        breach = breaches.get(number)
        if breach and _never_was(breach, about[0]):
            silences |= {notice.id: Silence.WITHDRAWN for notice in about}
        else:
            silences |= {notice.id: Silence.OVERTAKEN for notice in about[:-1]}
    return silences


def _never_was(breach: Breach, oldest: Notice) -> bool:
    """Whether the breach is gone again, not by good readings, and the news of its opening still
    waits: then nobody was told, and nobody needs to be."""
    gone = breach.track.state in (State.WITHDRAWN, State.CLOSED)
    return gone and oldest.created_at <= breach.opened_at and oldest.purpose is not Purpose.KEEPER
