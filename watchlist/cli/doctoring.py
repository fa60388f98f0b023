"""`watchlist doctor`."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import typer
from rich.text import Text

from watchlist.app import open_app
from watchlist.cli.examining import examined
from watchlist.cli.formats import Format
from watchlist.cli.output import console, print_json, table
from watchlist.deliver import testing
from watchlist.model.errors import UsageError
from watchlist.rounds import desk_of


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
    found = list(examined(config))
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
