"""Whether what was written to an address may still go there: posts stay, people leave them."""

from __future__ import annotations

from datetime import date

from watchlist.model.people import Directory


def is_theirs(address: str, post: str, directory: Directory, day: date) -> bool:
    """Whether an address is that of somebody who holds the post on that day, the post's own, or that
    of whoever is told in its place. Never of a post that is gone."""
    known = directory.posts.get(post)
    if known is None:
        return False
    told, people = directory.recipient(post, day), directory.people
    holders = (one.person for one in known.held_by if one.covers(day) and one.person in people)
    theirs = {people[holder].address for holder in holders}
    return address in theirs | {known.address, told.address if told else None}
