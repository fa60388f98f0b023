"""The commands about how long what is kept: what has run out, and names that are erased."""

from __future__ import annotations

from typing import Annotated

import typer

from watchlist.cli.formats import Format
from watchlist.cli.options import CONFIG, AsOption, ConfigOption, FormatOption, ForOption

keeping = typer.Typer()

_PANEL = "What is kept"


@keeping.command(rich_help_panel=_PANEL)
def retention(
    apply: Annotated[bool, typer.Option("--apply", help="Remove it now.")] = False,
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """What has been kept for as long as it is to be, and goes within a day."""
    from watchlist.cli.retaining import retention as act

    act(config, apply, output)


@keeping.command(rich_help_panel=_PANEL)
def erase(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="His number in `people:`.")],
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="NAME", help="As he was called; may be given again."),
    ] = None,
    address: Annotated[
        list[str] | None,
        typer.Option("--address", metavar="ADDRESS", help="Where his mail went; likewise."),
    ] = None,
    show: Annotated[
        bool, typer.Option("--show", help="Change nothing: all that is held of him.")
    ] = False,
    who: AsOption = "",
    acting_for: ForOption = "",
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """Take the name and the addresses of somebody who has left out of what is kept."""
    from watchlist.cli import erasing
    from watchlist.erasing import Whom

    whom = Whom(person, (*(name or ()), *(address or ())))
    if show:
        erasing.show(config, whom, output)
    else:
        erasing.erase(config, whom, who, acting_for, output)
