"""What a committee asked for, answered or not: requests and actions of the entries on its list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from watchlist.deliver.digest_item import Told
from watchlist.deliver.names import Names
from watchlist.model.digest import Asked
from watchlist.model.record import Task
from watchlist.model.register import Entry


def asked(told: Iterable[Told], since: datetime, names: Names, today: date) -> tuple[Asked, ...]:
    """Requests and actions that are open or were ended since the last digest, the unanswered first,
    by when they are due."""
    found = [one for each in told for one in _of(each, since, names, today)]
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))


_Placed = tuple[tuple[bool, date, str], Asked]


def _of(told: Told, since: datetime, names: Names, today: date) -> Iterator[_Placed]:
    for task, ended in (
        *((task, "answered") for task in told.record.requests),
        *((task, "done") for task in told.record.actions),
    ):
        if task.open or (task.done is not None and task.done.at >= since):
            due = task.due.day if task.due and task.due.day else date.max
            place = (not task.open, due, told.entry.reference)
            yield place, _asked(told.entry, task, ended, names, today)


def _asked(entry: Entry, task: Task, ended: str, names: Names, today: date) -> Asked:
    answer = ""
    if task.done is not None:
        answer = " ".join(filter(None, (task.done.text, task.link or "")))
    minute = f" ({task.minute})" if task.minute else ""
    return Asked(
        reference=entry.reference,
        what=f"{task.said.text or entry.title}{minute}",
        of=names.post(task.post or entry.owner) if task.post or entry.owner else "",
        due=names.due(task.due),
        state=_state(task, ended, today),
        answered=not task.open,
        answer=answer,
    )


def _state(task: Task, ended: str, today: date) -> str:
    if not task.open:
        return ended
    if task.due is not None and task.due.is_over(today) and task.due.day is not None:
        return f"overdue since {task.due.day.day} {task.due.day:%B %Y}"
    return f"not {ended} yet"
