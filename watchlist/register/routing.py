"""Transitions → notices: which post is told, through which channel, now or in a digest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from enum import Enum
from types import MappingProxyType

from watchlist.model.calendar import local_date
from watchlist.model.message import Notice, Purpose
from watchlist.model.people import Directory
from watchlist.model.register import Breach, DataCheck, Moves, Reason, State, Transition
from watchlist.model.rule import Rule, Rulebook

#: How a post that names no channel is told: what every installation has.
DEFAULT_CHANNEL = "mailbox"

_NOBODY: Mapping[int, str] = MappingProxyType({})


class Told(Enum):
    """Who hears of a transition, and when."""

    OWNERS = "those the rule tells, now"
    OWNERS_IF_WORSE = "those the rule tells, when the level is worse than it was"
    KEEPER_IF_QUIET = "the keeper where the start is quiet, else those the rule tells"
    KEEPER = "the keeper of the rulebook, now"
    DIGEST = "subscribers, in their digest"
    SHOWN = "nobody; it is shown"


TOLD: Mapping[Reason, Told] = {
    Reason.OPENED: Told.OWNERS,
    Reason.ALREADY_SO: Told.KEEPER_IF_QUIET,
    Reason.OPENED_AGAIN: Told.OWNERS,
    Reason.WORSENED: Told.OWNERS,
    Reason.EASED: Told.DIGEST,
    Reason.NO_LONGER_SIGNALLED: Told.SHOWN,
    Reason.RECOVERING: Told.DIGEST,
    Reason.RELAPSED: Told.OWNERS,
    Reason.PROPOSED: Told.DIGEST,
    Reason.CLEARED: Told.DIGEST,
    Reason.AGREED: Told.DIGEST,  # the act itself is what the owner is told of
    Reason.UNMEASURED: Told.DIGEST,
    Reason.RETIRED: Told.KEEPER,
    Reason.CORRECTED: Told.OWNERS_IF_WORSE,
    Reason.WITHDRAWN: Told.OWNERS,
    Reason.RULE_CHANGED: Told.KEEPER,
    Reason.RULE_REMOVED: Told.KEEPER,
}
if untold := set(Reason) - set(TOLD):
    raise TypeError(f"nothing says who is told of {sorted(untold)}")


def route(
    moves: Moves,
    book: Rulebook,
    directory: Directory,
    *,
    quiet: bool,
    kept_back: Collection[int] = (),
    owners: Mapping[int, str] = _NOBODY,
    now: datetime,
    zone: str = "Europe/London",
) -> list[Notice]:
    """The notices of one cycle. Several transitions of one breach make one notice for a purpose:
    the last that is told at all. What opened and cleared within one cycle is not told.

    ``kept_back`` are breaches of which only the keeper was told: he hears that they are withdrawn.
    ``owners`` are the posts that own entries instead of their indicators' owners.
    """
    breaches = {breach.id: breach for breach in moves.breaches}
    net: dict[tuple[int | None, Purpose], Transition] = {}
    for transition in moves.transitions:
        purpose = purpose_of(transition, quiet=quiet, kept_back=kept_back)
        if purpose and not _over(breaches.get(transition.breach or 0), purpose):
            net[transition.breach, purpose] = transition
    told = ((transition, purpose) for (_, purpose), transition in net.items())
    return _told(told, breaches, book, directory, now, zone, owners)


def release(
    transitions: Iterable[Transition],
    breaches: Mapping[int, Breach],
    book: Rulebook,
    directory: Directory,
    now: datetime,
    zone: str = "Europe/London",
    owners: Mapping[int, str] = _NOBODY,
) -> list[Notice]:
    """What only the keeper was told of, as news to those whom the rules tell."""
    told = ((transition, Purpose.NEWS) for transition in transitions)
    return _told(told, breaches, book, directory, now, zone, owners)


def _told(
    moves: Iterable[tuple[Transition, Purpose]],
    breaches: Mapping[int, Breach],
    book: Rulebook,
    directory: Directory,
    now: datetime,
    zone: str,
    owners: Mapping[int, str],
) -> list[Notice]:
    """A notice of each move for every post that is meant, each once."""
    day = local_date(now, zone)
    told: dict[Notice, None] = {}
    for transition, purpose in moves:
        meant = _of_transition(transition, purpose, now)
        owner = owners.get(transition.entry or 0)
        for post in _posts(transition, purpose, breaches, book, directory, owner):
            told |= dict.fromkeys(addressed(replace(meant, post=post), directory, day))
    return list(told)


def hearers(
    rule: Rule, indicator: str, book: Rulebook, directory: Directory, day: date
) -> tuple[tuple[str, str], ...]:
    """Who hears the news of a rule about an indicator: posts that can be told on a day, each with a
    channel by which it is. Of a candidate nobody hears anything."""
    if book.indicators[indicator].candidate:
        return ()
    told = _owners(rule, indicator, book, directory)
    return tuple(dict.fromkeys(one for post in told for one in _reached(post, directory, day)))


def route_checks(
    checks: Iterable[DataCheck], directory: Directory, now: datetime, zone: str = "Europe/London"
) -> list[Notice]:
    """Findings about data go to the keeper, and to nobody else."""
    day = local_date(now, zone)
    told: list[Notice] = []
    for check in checks:
        meant = Notice(
            f"check:{check.key}", directory.keeper, "", Purpose.CHECKS, now, check=check.key
        )
        told.extend(addressed(meant, directory, day))
    return told


def route_faults(
    faults: Iterable[int],
    mended: int | None,
    directory: Directory,
    now: datetime,
    zone: str = "Europe/London",
) -> list[Notice]:
    """Faults of the rule files (by number), and that they are well again, go to the keeper."""
    meant = [(f"fault:{number}", Purpose.FAULTS, number) for number in faults]
    meant += [] if mended is None else [(f"mended:{mended}", Purpose.MENDED, mended)]
    day = local_date(now, zone)
    told: list[Notice] = []
    for subject, purpose, number in meant:
        notice = Notice(subject, directory.keeper, "", purpose, now, fault=number)
        told.extend(addressed(notice, directory, day))
    return told


def purpose_of(
    transition: Transition, *, quiet: bool, kept_back: Collection[int] = ()
) -> Purpose | None:
    """Why somebody is told of a transition now; None where nobody is."""
    if transition.reason is Reason.WITHDRAWN and transition.breach in kept_back:
        return Purpose.QUIET_START
    match TOLD[transition.reason]:
        case Told.OWNERS:
            return Purpose.NEWS
        case Told.OWNERS_IF_WORSE:
            return Purpose.NEWS if _worse(transition) else None
        case Told.KEEPER_IF_QUIET:
            return Purpose.QUIET_START if quiet else Purpose.NEWS
        case Told.KEEPER:
            return Purpose.KEEPER
        case Told.DIGEST | Told.SHOWN:
            return None


def _worse(transition: Transition) -> bool:
    before, level = transition.level_before, transition.level
    return level is not None and (before is None or level > before)


def _over(breach: Breach | None, purpose: Purpose) -> bool:
    """Whether there is no news left to tell: the figures cleared the breach in the same cycle."""
    return (
        purpose is not Purpose.KEEPER and breach is not None and breach.track.state is State.CLEARED
    )


def _posts(
    transition: Transition, purpose: Purpose, breaches: Mapping[int, Breach],
    book: Rulebook, directory: Directory, owner: str | None,
) -> list[str]:  # fmt: skip
    """The posts that are meant. A rule or an owner that is not there means the keeper."""
    rule, breach = book.rules.get(transition.rule or ""), breaches.get(transition.breach or 0)
    if purpose is not Purpose.NEWS or rule is None:
        return [directory.keeper]
    return _owners(rule, breach.series.indicator if breach else "", book, directory, owner)


def _owners(
    rule: Rule, name: str, book: Rulebook, directory: Directory, instead: str | None = None
) -> list[str]:
    """The posts that a rule tells of an indicator; ``instead`` owns the entry in place of the
    indicator's owner."""
    indicator = book.indicators.get(name)
    owner = instead or (indicator.owner if indicator else None) or directory.keeper
    named = [owner if post == "owner" else post for post in rule.tell]
    return list(dict.fromkeys(named)) or [directory.keeper]


def _of_transition(transition: Transition, purpose: Purpose, now: datetime) -> Notice:
    return Notice(
        subject=f"transition:{transition.id}",
        post="",
        channel="",
        purpose=purpose,
        created_at=now,
        transition=transition.id,
        breach=transition.breach,
        entry=transition.entry,
    )


def addressed(meant: Notice, directory: Directory, day: date) -> list[Notice]:
    """A notice for each channel of whoever is really told. Where not even the keeper can be, the
    notice stays with the post that was meant and no channel: its silence is stated, not lost."""
    reached = _reached(meant.post, directory, day)
    return [replace(meant, post=post, channel=channel) for post, channel in reached] or [meant]


def _reached(post: str, directory: Directory, day: date) -> list[tuple[str, str]]:
    """The post that really hears for a post, with each of its channels; none where nobody does."""
    recipient = directory.recipient(post, day)
    if recipient is None:
        return []
    channels = recipient.channels or (DEFAULT_CHANNEL,)
    return [(recipient.post, channel) for channel in channels]
