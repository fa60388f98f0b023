"""`watchlist doctor`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.text import Text

from watchlist.app import App, examine, open_app
from watchlist.cli.delivering import held_said, to_look_at
from watchlist.cli.formats import Format
from watchlist.cli.output import console, print_json, table
from watchlist.collision import clashes
from watchlist.deliver import testing
from watchlist.deliver.proving import prove_templates
from watchlist.kept import in_force
from watchlist.model.errors import UsageError, WatchlistError, WorldError
from watchlist.rounds import desk_of
from watchlist.shipped import shipped
from watchlist.sources.offers import offers
from watchlist.views.health import rehearsal_said, unheld


@dataclass(frozen=True)
class Examined:
    """One thing that was looked at; ``wrong`` says what is wrong and what to do ("" when well)."""

    what: str
    wrong: str = ""
    doubtful: bool = False


def send_test(config: Path, post: str, output: Format) -> None:
    """A test message to a post; exit 3 where not every channel took it."""
    with closing(open_app(config, last_good=True)) as app:
        tried = testing.send_test(app.store.held(), desk_of(app), post, app.clock())
    if output is Format.JSON:
        print_json(tried)
    else:
        rows = [(_mark(one.arrived), one.channel, one.address, str(one)) for one in tried]
        console().print(table(testing.HEADLINE, ("", "By", "To", "What became of it"), rows))
    if not all(one.arrived for one in tried):
        raise typer.Exit(3)


def doctor(config: Path, post: str, output: Format) -> None:
    """Look at everything; exit 3 when something outside fails, 1 when the files are at fault."""
    if post:
        raise UsageError(f"to send a test to {post}, say: watchlist doctor --send-test {post}")
    found = list(_examined(config))
    if output is Format.JSON:
        print_json(found)
    else:
        rows = [
            (_mark(not one.wrong, doubtful=one.doubtful), one.what, one.wrong or "well")
            for one in found
        ]
        console().print(table("Examined", ("", "What", "How it is"), rows))
    wrong = [one for one in found if one.wrong and not one.doubtful]
    if wrong:
        raise typer.Exit(1 if wrong[0].what in ("installation", "configuration and rules") else 3)


def _mark(well: bool, *, doubtful: bool = False) -> Text:
    if well:
        return Text("✓", style="green")
    return Text("!", style="yellow") if doubtful else Text("✗", style="red")


def _examined(config: Path) -> Iterator[Examined]:
    yield Examined("installation", "\n".join(clashes()))
    known, _, channels, faults = examine(config)
    wrong = "\n".join(str(fault) for fault in sorted(faults) if not fault.warning)
    yield Examined("configuration and rules", wrong)
    if wrong:
        return
    warnings = "\n".join(str(fault) for fault in sorted(faults) if fault.warning)
    yield Examined("warnings", warnings, doubtful=True)
    own = known.templates if known else None
    failed = prove_templates(channels, shipped("templates"), own)
    yield Examined("templates", "\n".join(map(str, failed)), doubtful=True)
    try:
        app = open_app(config)
    except WorldError as error:
        yield Examined("database", str(error))
        return
    try:
        yield from _running(app)
    finally:
        app.close()


def _running(app: App) -> Iterator[Examined]:
    """The database is open: what it holds, the clock, the sources and the channels."""
    held = app.store.held()
    yield Examined(in_force(app))
    yield Examined("database", held_said(held) if held else "", doubtful=True)
    yield Examined("messages", "\n".join(to_look_at(app.store.dead_letters())), doubtful=True)
    yield Examined("posts", "\n".join(unheld(app)), doubtful=True)
    yield Examined("clock", rehearsal_said(app), doubtful=True)
    for source in app.config.sources:
        yield Examined(f"source {source.name}", _unreadable(app, source.name))
    for name, channel in app.channels.items():
        yield Examined(f"channel {name}", "\n".join(channel.examine()))
        if channel.advice:
            yield Examined(f"channel {name}", channel.advice, doubtful=True)


def _unreadable(app: App, name: str) -> str:
    source = next(one for one in app.config.sources if one.name == name)
    try:
        for offer in offers(source, app.config.folder):
            offer.arrive(None)
    except WatchlistError as error:
        return str(error)
    return ""
