"""One meeting of a committee: what became of its digest, and what each part of it says. Who may read
which part is asked here as well, for it hangs on what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from watchlist.deliver.names import Names
from watchlist.digest_round import current, drafted, new_since
from watchlist.digesting import CLEAR_DAYS, Occasion
from watchlist.installation import Installation, today_of
from watchlist.model.calendar import at_local, clear_days_before, local_date
from watchlist.model.digest import Digest, Part
from watchlist.model.indicator import Committee, Publication
from watchlist.model.meetings import PreElection, pre_election_on
from watchlist.model.subscription import Edition, Topic, When
from watchlist.model.visitor import Visitor, may_see
from watchlist.publishing import look_at_digest
from watchlist.register.editions import editions_between
from watchlist.releasing import may_release
from watchlist.store.results import DigestState, KeptDigest

_INSTANT = timedelta(microseconds=1)

#: Whoever has one of these roles reads drafts of every committee, though he may release none.
_READS_DRAFTS = frozenset({"officer", "keeper", "administrator", "auditor"})

#: Then its readers have it, or are about to.
_GONE = (DigestState.RELEASED, DigestState.SENT)

#: So many digests of a name are looked through for those of a meeting.
_MOST = 100


@dataclass(frozen=True)
class Meeting:
    """``edition`` is that of its digest; ``kept`` what was drafted of it (None: nothing yet)."""

    committee: Committee
    day: date
    papers_by: date
    pre_election: PreElection | None
    over: bool
    edition: Edition | None
    kept: KeptDigest | None


def meeting_of(here: Installation, name: str, day: date) -> Meeting | None:
    """A meeting that is known by the rules in force, or of which a digest was kept; None for any other
    day."""
    committee = here.book.committees.get(name)
    if committee is None:
        return None
    found = kept_for(here, name)
    kept = found.get(day)
    if day not in committee.meetings and kept is None:
        return None
    return Meeting(
        committee,
        day,
        clear_days_before(day, CLEAR_DAYS),
        pre_election_on(day, here.config.pre_election),
        day < today_of(here),
        kept.edition if kept else _edition(here, committee, day),
        kept,
    )


def kept_for(here: Installation, committee: str) -> dict[date, KeptDigest]:
    """The day of a meeting -> its digest: of several the regular one, unless only another went."""
    name = f"{Topic(committee=committee).name} {When.MEETING}"
    found: dict[date, KeptDigest] = {}
    for one in reversed(here.store.digests(name, most=_MOST)):
        day = one.edition.meeting
        if day is not None and (day not in found or _weight(one) >= _weight(found[day])):
            found[day] = one
    return found


def _weight(one: KeptDigest) -> tuple[bool, bool]:
    """What went before what did not, then the regular one before what was sent by hand."""
    return one.state in _GONE, one.edition.occasion == str(one.edition.meeting)


def _edition(here: Installation, committee: Committee, day: date) -> Edition | None:
    timing = here.config.digests
    before = at_local(day, time.min, timing.zone) - _INSTANT
    topic = Topic(committee=committee.id)
    made = editions_between(topic, When.MEETING, before, before, committee, timing)
    return next((one for one in made if one.meeting == day), None)


def state_said(here: Installation, one: Meeting) -> str:
    """What became of its digest, in a sentence."""
    kept, zone = one.kept, here.config.zone
    if kept is None:
        return _not_yet(here, one)
    match kept.state:
        case DigestState.DRAFTED:
            due = kept.edition.due
            when = f"{_day(local_date(due, zone))}, {_clock(due, zone)}"
            return f"Drafted on {_at(kept.drafted_at, zone)}. It goes on {when}, released or not."
        case DigestState.RELEASED:
            return f"Released by {_by(here, kept)}; it goes with the next delivery."
        case DigestState.SENT:
            by = f", released by {_by(here, kept)}" if kept.released_by else ", not yet confirmed"
            at = _at(kept.sent_at, zone) if kept.sent_at else "an unknown day"
            return f"Sent on {at}{by}."
        case DigestState.SKIPPED:
            return f"It does not go: {kept.why or 'nobody said why'}."


def _not_yet(here: Installation, one: Meeting) -> str:
    if one.over:
        return "No digest was made for it."
    edition, now = one.edition, here.clock()
    if edition is None or edition.drafted <= now:
        return "Nothing is drafted: nobody has subscribed to it, or the next round does it."
    day = _day(local_date(edition.drafted, here.config.zone))
    return f"Its digest is drafted on {day}, where somebody reads it."


def _by(here: Installation, kept: KeptDigest) -> str:
    post = Names.of(here.config.directory, here.book).post(kept.released_by)
    at = f" on {_at(kept.released_at, here.config.zone)}" if kept.released_at else ""
    return f"{post}{at}"


def reads_drafts(here: Installation, visitor: Visitor, committee: str) -> bool:
    """Whether somebody reads a digest of a committee before it is released."""
    if _READS_DRAFTS & visitor.roles:
        return True
    return visitor.person is not None and may_release(here, visitor.person, committee, here.clock())


def parts_for(here: Installation, visitor: Visitor, one: Meeting) -> tuple[Part, ...]:
    """The parts that there are for somebody to read now. Only the members' part is kept as it went; the
    others are made of what is known today, and so only for a meeting that is still to come."""
    gone = one.kept is not None and one.kept.state in _GONE
    early = not one.over and reads_drafts(here, visitor, one.committee.id)
    if not gone and not (early and one.edition):
        return ()
    if one.over:
        return (Part.MEMBERS,)
    exempt = may_see(visitor, Publication.EXEMPT, one.committee.id, None)
    return (Part.MEMBERS, Part.PUBLIC, *((Part.EXEMPT,) if exempt else ()))


def part_said(here: Installation, one: Meeting, part: Part, now: datetime) -> Digest | None:
    """What a part says; nothing is written."""
    if part is Part.MEMBERS and one.kept is not None:
        return current(here, one.kept, now)
    if one.edition is None:
        return None
    if part is Part.PUBLIC:
        return look_at_digest(here, public_occasion(here, one.edition, now), now)
    return drafted(here, here.store, one.edition, now, part)


def public_occasion(here: Installation, edition: Edition, now: datetime) -> Occasion:
    """For what the public part of an edition is made."""
    since = new_since(here.store, edition, now)
    return Occasion(edition.topic, since, Part.PUBLIC, edition.meeting)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _at(at: datetime, zone: str) -> str:
    return _day(local_date(at, zone))


def _clock(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"
