"""What is waited for at a meeting: requests and actions that are due by then and open, reviews."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from watchlist.deliver.names import Names
from watchlist.installation import Installation
from watchlist.model.record import Record, Task
from watchlist.model.register import Entry
from watchlist.store.listed import Shut


@dataclass(frozen=True)
class Waiting:
    """One thing; ``kind`` is "Request", "Action" or "Review", ``day`` the one by which it is due."""

    kind: str
    reference: str
    title: str
    text: str
    of: str
    due: str
    day: date
    minute: str


def waiting(here: Installation, committee: str, day: date, shut: Shut) -> list[Waiting]:
    """What is due at a committee's meeting of a day or before it, and open: of the entries that concern
    it, but what is shut; what is due first before the rest."""
    store = here.store
    records = store.records(store.acted_on())
    open_ = {number for number, record in records.items() if _due(record, day)}
    entries = store.entries(store.not_shut(open_, shut))
    names = Names.of(here.config.directory, here.book)
    found = [
        _told(kind, entry, task, due, names)
        for number, entry in entries.items()
        for kind, task, due in _due(records[number], day)
        if _concerns(committee, entry, records[number], task)
    ]
    return sorted(found, key=lambda one: (one.day, one.reference, one.kind))


def _due(record: Record, day: date) -> list[tuple[str, Task, date]]:
    """The open tasks of a record that are due by a day."""
    return [
        (kind, task, task.due.day)
        for kind, task in _tasks(record)
        if task.open and task.due and task.due.day and task.due.day <= day
    ]


def _tasks(record: Record) -> Iterator[tuple[str, Task]]:
    for kind, tasks in (
        ("Request", record.requests),
        ("Action", record.actions),
        ("Review", record.reviews),
    ):
        yield from ((kind, task) for task in tasks)


def _concerns(committee: str, entry: Entry, record: Record, task: Task) -> bool:
    due = task.due.committee if task.due else None
    return committee in (due, entry.committee, record.committee)


def _told(kind: str, entry: Entry, task: Task, day: date, names: Names) -> Waiting:
    post = task.post or entry.owner
    return Waiting(
        kind, entry.reference, entry.title, task.said.text, names.post(post) if post else "",
        names.due(task.due), day, task.minute or "",
    )  # fmt: skip
