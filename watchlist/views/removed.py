"""What is said of an entry that is there no more."""

from __future__ import annotations

from watchlist.model.calendar import local_date
from watchlist.rulebook.wording import quote
from watchlist.store.retention import RemovedEntry


def no_entry(reference: str, removed: RemovedEntry | None, zone: str) -> str:
    """That there is no such entry, or since when and why it is gone."""
    if removed is None:
        return f"there is no entry {quote(reference)}; see: watchlist list"
    left, gone = (local_date(at, zone) for at in (removed.left_at, removed.removed_at))
    return (
        f"WL-{removed.id:04d} left the list on {left.day} {left:%B %Y} and was removed on "
        f"{gone.day} {gone:%B %Y}: papers are kept for {removed.term}"
    )
