"""What people leave behind when they leave a post. Almost nothing: entries, actions, requests, mutes
and holds belong to the post. But what somebody holds on the list stays there until the post lets go of
it, and whoever comes after him may not know."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from watchlist.model.people import Directory
from watchlist.model.record import Record
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
        if hold.committee is None and not is_there(hold.person, hold.post, directory, today):
            yield Occasion(Fell.HOLDER_LEFT, entry.id, hold.act, hold.since.date())


def is_there(person: str | None, post: str | None, directory: Directory, today: date) -> bool:
    """Whether whoever holds something (a person, for a post or none; or whoever has the post) can
    still let go of it himself."""
    people = directory.people if person is None else {person}
    able = (directory.may_act_for(each, today) for each in people)
    return any(post in posts if post else posts for posts in able)
