"""What people leave behind when they leave a post. Almost nothing: entries, actions, requests, mutes
and holds belong to the post. But what somebody holds on the list stays there until the post lets go of
it, and whoever comes after him may not know."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from watchlist.model.people import Directory
from watchlist.model.record import Hold, Record
from watchlist.model.register import Entry
from watchlist.register.falling_due import Fell, Occasion


def left_behind(
    entry: Entry, record: Record, directory: Directory, today: date
) -> Iterator[Occasion]:
    """For each hold of an entry on the list by somebody who has left his post, or by a post that nobody
    holds or stands in for: that the keeper must hear of it, once."""
    if entry.left_at is not None:
        return
    for hold in record.holds:
        if hold.committee is None and not _is_there(hold, directory, today):
            yield Occasion(Fell.HOLDER_LEFT, entry.id, hold.act, hold.since.date())


def _is_there(hold: Hold, directory: Directory, today: date) -> bool:
    """Whether whoever holds it can still let go of it himself."""
    people = directory.people if hold.person is None else {hold.person}
    able = (directory.may_act_for(person, today) for person in people)
    return any(hold.post in posts if hold.post else posts for posts in able)
