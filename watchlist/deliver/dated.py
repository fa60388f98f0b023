"""Actions with a day → what their owner can put into his calendar."""

from __future__ import annotations

from watchlist.deliver.topics import Facts
from watchlist.model.acts import ActKind
from watchlist.model.message import CalendarItem


def for_calendar(facts: Facts, post: str) -> tuple[CalendarItem, ...]:
    """The actions that a message tells a post of, and that it is to do by a day."""
    return tuple(
        CalendarItem(
            id=act.subject,
            day=act.due.day,
            title=f"Due: {act.text}",
            text=f"{facts.entries[act.entry].reference} {facts.entries[act.entry].title}",
        )
        for act in facts.acts.values()
        if act.kind is ActKind.ACTION_SET and act.post == post
        and act.due is not None and act.due.day is not None and act.entry in facts.entries
    )  # fmt: skip
