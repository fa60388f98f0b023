"""`watchlist erase`: a name taken out of what is kept, and what is held of a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import typer

from watchlist.cli.acting import must_say_who
from watchlist.cli.formats import Format
from watchlist.cli.opening import opened
from watchlist.cli.output import console, print_json, table
from watchlist.erasing import Held, Whom, held
from watchlist.erasing import erase as take_out
from watchlist.model.errors import UsageError
from watchlist.store.erasing import Erased
from watchlist.store.traces import Trace

#: So many entries are named in a row of the table.
_MOST = 8


def show(config: Path, whom: Whom, output: Format) -> None:
    """All that is held of somebody; nothing is changed."""
    app = opened(config)
    try:
        found = held(app, whom)
        if output is Format.JSON:
            print_json(found)
        else:
            _print(found, f"Held of {whom.person}")
    finally:
        app.close()


def erase(config: Path, whom: Whom, who: str, acting_for: str, output: Format) -> None:
    """Take it out, and say what stays."""
    if any(len(word.strip()) < _SHORTEST for word in whom.words):
        raise UsageError(f"a name or an address has {_SHORTEST} letters or more")
    app = opened(config)
    try:
        must_say_who(app, who)
        done, left = take_out(app, whom, who, acting_for or None, app.clock())
        if output is Format.JSON:
            print_json({"erased": done, "held": left})
            return
        typer.echo("\n".join(_done(done, whom)))
        _print(left, f"What stays of {whom.person}")
        if left.words:
            typer.echo(_STAYS)
    finally:
        app.close()


#: Of a shorter one a part of many words would be written over.
_SHORTEST = 4

_STAYS = (
    "These texts still have the name: people typed them into a history, whose rows are sealed by "
    "the chain, or into rules. Whether they stay is for information governance to decide: "
    "docs/retention.md."
)


def _done(done: Erased, whom: Whom) -> Iterator[str]:
    if not done.anything:
        yield "There was nothing to take out."
    if done.messages:
        yield f"Text and address were taken out of {done.messages:,} of the messages kept."
    if done.written_over:
        yield f"The name was written over in {done.written_over:,} other places."
    if done.sign_ins:
        yield f"{done.sign_ins:,} sessions and sign-in links were ended."
    if not whom.words:
        yield "No text was searched: say with --name and --address how he was called and reached."


def _print(found: Held, title: str) -> None:
    rows = [
        *_rows(found.numbers, "his number"),
        *_rows(found.words, "his name or address"),
    ]
    if found.messages:
        rows.append(("messages to him or naming him", "texts", f"{found.messages:,}", ""))
    console().print(table(title, ("Where", "What", ">Rows", "Entries"), rows))


def _rows(traces: Sequence[Trace], what: str) -> Iterator[tuple[str, str, str, str]]:
    for one in traces:
        named = ", ".join(f"WL-{number:04d}" for number in one.entries[:_MOST])
        more = f" and {len(one.entries) - _MOST:,} more" if len(one.entries) > _MOST else ""
        where = f"{one.table.replace('_', ' ')}: {one.column.replace('_', ' ')}"
        yield where, what, f"{one.rows:,}", named + more
