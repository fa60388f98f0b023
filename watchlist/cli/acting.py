"""What somebody asked to be done to an entry: looked up, done as a whole, and told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from watchlist.acting import act_together
from watchlist.app import App
from watchlist.asked import About, Deed, number_of
from watchlist.cli.formats import Format
from watchlist.cli.listing import entry_text
from watchlist.cli.opening import opened
from watchlist.cli.output import console, print_json
from watchlist.deliver.deeds import told_act
from watchlist.deliver.names import Names
from watchlist.model.acts import NUMBERED, Act, ActKind
from watchlist.model.calendar import local_date
from watchlist.model.errors import UsageError
from watchlist.model.record import Record
from watchlist.model.register import Entry, EntryKey
from watchlist.views.removed import no_entry

_MOST_PEOPLE = 12


@dataclass(frozen=True)
class Actor:
    """Who acts: a person's number, and the post that he acts for where he says which."""

    config: Path
    who: str
    acting_for: str
    output: Format


@dataclass(frozen=True)
class Asked:
    """What is known when the deeds are put into words: the app, the day, and the entry."""

    app: App
    today: date
    entry: Entry | None


#: Puts what was asked into deeds, in the order in which they are done.
Deeds = Callable[[Asked], Sequence[Deed]]


def perform(actor: Actor, reference: str | None, deeds: Deeds, about: About | None = None) -> None:
    """Do all of it to an entry (None: to a new one, which ``about`` says), and say what was done.

    Raises UsageError, with nothing done, where one of the deeds may not be done."""
    app = opened(actor.config)
    try:
        must_say_who(app, actor.who)
        entry = None if reference is None else entry_of(app, reference)
        wanted = deeds(Asked(app, local_date(app.clock(), app.config.zone), entry))
        done = act_together(
            app.store, app.setting, entry.reference if entry else None, wanted, who=actor.who,
            now=app.clock(), acting_for=actor.acting_for or None, about=about,
        )  # fmt: skip
        _tell(app, done, actor.output)
    finally:
        app.close()


def entry_of(app: App, reference: str) -> Entry:
    """The entry that a person means by ``WL-0042``, ``wl42`` or ``42``."""
    number = number_of(reference) or 0
    entry = app.store.entry(number)
    if entry is None:
        removed = app.store.removed_entry(number)
        raise UsageError(no_entry(reference, removed, app.config.zone))
    return entry


def must_say_who(app: App, who: str) -> None:
    """Raises UsageError where nobody said who acts."""
    if not who:
        known = list(app.config.directory.people)
        people = ", ".join(known[:_MOST_PEOPLE]) + (" …" if len(known) > _MOST_PEOPLE else "")
        raise UsageError(
            "say who acts: --as PERSON, or the environment variable WATCHLIST_AS; "
            f"{app.config.path} knows {people}"
        )


def _tell(app: App, done: Sequence[Act], output: Format) -> None:
    number = done[0].entry
    entry, record = app.store.entries([number])[number], app.store.record_of(number)
    if output is Format.JSON:
        print_json(done_json(entry, record, done))
        return
    out, names = console(), Names.of(app.config.directory, app.book)
    out.print(entry_text(app, entry, width=out.width), soft_wrap=True)
    for one in done:
        _say(out, told_act(one, names))
        if made := _made(one, record):
            noun = NUMBERED[one.kind]
            _say(
                out,
                f"It is {noun} {made}: watchlist {noun} {entry.reference} {_END[noun]} {made}",
            )
    if entry.left_at:
        _say(out, "With that it has left the list.")


#: How each numbered thing is brought to its end.
_END = {"review": "--done", "action": "--done", "request": "--answered"}


def _say(out: Console, sentence: str) -> None:
    out.print(Padding(Text(sentence), (0, 0, 0, 2), expand=False))


def _made(one: Act, record: Record) -> int | None:
    """The number that a review, an action or a request got."""
    if one.kind not in (ActKind.REVIEW_SET, ActKind.ACTION_SET, ActKind.REQUEST_MADE):
        return None
    tasks = getattr(record, f"{NUMBERED[one.kind]}s")
    return next((task.number for task in tasks if task.said.at == one.at), None)


def done_json(entry: Entry, record: Record, done: Sequence[Act]) -> dict[str, Any]:
    """What was done, and how the entry stands by it."""
    return {
        "reference": entry.reference,
        "title": entry.title,
        "level": entry.level.word if entry.level else None,
        "owner": entry.owner,
        "left_at": entry.left_at,
        "acts": [act_json(one, _made(one, record)) for one in done],
    }


def act_json(one: Act, made: int | None = None) -> dict[str, Any]:
    """An act; ``made`` is the number of the review, action or request that it made."""
    said = {name: value for name, value in vars(one).items() if value not in (None, "", False)}
    said["entry"] = Entry(one.entry, EntryKey(), "", one.at).reference
    return said if made is None else {**said, "number": made}
