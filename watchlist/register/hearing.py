"""Who must hear of what people did: a total table, or this module does not import."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum

from watchlist.model.acts import Act, ActKind
from watchlist.model.calendar import local_date
from watchlist.model.message import Notice, Purpose
from watchlist.model.people import Directory
from watchlist.model.record import Record
from watchlist.model.register import Entry
from watchlist.model.rule import Rulebook
from watchlist.register.routing import addressed


class Hears(Enum):
    """Who is told of an act."""

    MEANT = "the post that the act names"
    OWNER = "the post that owns the entry, where another says it"
    ASKER = "who made the request that is answered"
    CLERK = "the clerk of the entry's committee"
    KEEPER = "the keeper of the rulebook"
    NOBODY = "nobody; it is shown"


HEARS: Mapping[ActKind, Hears] = {
    ActKind.ADDED: Hears.OWNER,
    ActKind.NOTED: Hears.NOBODY,
    ActKind.CAUSE: Hears.OWNER,
    ActKind.REMEDY: Hears.OWNER,
    ActKind.OVERSIGHT: Hears.MEANT,
    ActKind.RECOVERY: Hears.OWNER,
    ActKind.REVIEW_SET: Hears.NOBODY,
    ActKind.REVIEWED: Hears.NOBODY,
    ActKind.ACTION_SET: Hears.MEANT,
    ActKind.ACTION_DONE: Hears.NOBODY,
    ActKind.REQUEST_MADE: Hears.MEANT,
    ActKind.REQUEST_ANSWERED: Hears.ASKER,
    ActKind.REPORT_LINKED: Hears.NOBODY,
    ActKind.HOLDS: Hears.NOBODY,
    ActKind.LET_GO: Hears.NOBODY,
    ActKind.REMOVAL_PROPOSED: Hears.CLERK,
    ActKind.REMOVAL_AGREED: Hears.OWNER,
    ActKind.REMOVAL_REFUSED: Hears.OWNER,
    ActKind.MUTED: Hears.NOBODY,
    ActKind.UNMUTED: Hears.NOBODY,
    ActKind.ACKNOWLEDGED: Hears.NOBODY,
    ActKind.REASSIGNED: Hears.MEANT,
    ActKind.ESCALATED: Hears.MEANT,
    ActKind.DATA_IN_DOUBT: Hears.KEEPER,
    ActKind.DATA_WELL_AGAIN: Hears.KEEPER,
    ActKind.FOLLOWS: Hears.NOBODY,
}
if unheard := set(ActKind) - set(HEARS):
    raise TypeError(f"nothing says who hears of {sorted(unheard)}")


def route_act(
    act: Act,
    entry: Entry,
    record: Record,
    book: Rulebook,
    directory: Directory,
    now: datetime,
    zone: str = "Europe/London",
) -> list[Notice]:
    """The notices of one act; ``entry`` and ``record`` are those after it. Whoever acted is not told
    of it himself."""
    post = _post(act, entry, record, book, directory)
    if post is None or post == act.acting_for:
        return []
    meant = Notice(act.subject, post, "", Purpose.ACTS, now, entry=entry.id, act=act.id)
    return addressed(meant, directory, local_date(now, zone))


def _post(
    act: Act, entry: Entry, record: Record, book: Rulebook, directory: Directory
) -> str | None:
    match HEARS[act.kind]:
        case Hears.MEANT:
            return act.post or entry.owner
        case Hears.OWNER:
            return entry.owner or directory.keeper
        case Hears.ASKER:
            asked = (task for task in record.requests if task.number == act.number)
            return next((task.said.acting_for or directory.keeper for task in asked), None)
        case Hears.CLERK:
            committee = book.committees.get(act.committee or entry.committee or "")
            return committee.clerk if committee else None
        case Hears.KEEPER:
            return directory.keeper
        case Hears.NOBODY:
            return None
