"""What people said of an entry and marked as public, with their posts and without their names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from watchlist.deliver.names import Names
from watchlist.model.calendar import local_date
from watchlist.model.record import Record, Said, Task


class Line(NamedTuple):
    """One thing that was said, and what it is."""

    label: str
    text: str


def openly(record: Record, names: Names, zone: str) -> Iterator[Line]:
    """The public of what people made of an entry, in the order in which it is read."""
    for label, said in (
        ("On the list because", record.reason),
        ("Cause", record.cause),
        ("Being done", record.remedy),
    ):
        if said and said.public:
            yield Line(label, _words(said, names, zone))
    if (track := record.back_on_track) and track.said.public:
        words = f" ({track.words})" if track.words else ""
        yield Line("Back on track", f"{names.due(track.due)}{words}")
    for noun, tasks, ended in (
        ("Action", record.actions, "done"),
        ("Asked", record.requests, "answered"),
        ("To be looked at again", record.reviews, "done"),
    ):
        for task in tasks:
            if task.said.public:
                yield Line(noun, _task(task, names, zone, ended))
    for report in record.reports:
        if report.said.public:
            yield Line("Report", f"{report.said.text} {report.link}".strip())
    for note in record.notes:
        if note.public:
            yield Line("Note", _words(note, names, zone))


def _words(said: Said, names: Names, zone: str) -> str:
    """A text, the post for which it was written, and the day."""
    post = f"{names.post(said.acting_for)}, " if said.acting_for else ""
    day = local_date(said.at, zone)
    return f"{said.text} ({post}{day.day} {day:%B %Y})"


def _task(task: Task, names: Names, zone: str, ended: str) -> str:
    """A task in its public words; its answer only where that is public too."""
    due = f", {names.due(task.due)}" if task.due else ""
    state = f": not {ended} yet"
    if task.done is not None:
        answer = f": {_words(task.done, names, zone)}" if task.done.public else ""
        link = f" {task.link}" if task.link and task.done.public else ""
        state = f": {ended}{answer}{link}"
    return f"{task.said.text}{due}{state}"
