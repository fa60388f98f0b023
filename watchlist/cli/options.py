"""What many commands take, said once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from watchlist.cli.formats import Format

CONFIG = Path("config.yaml")

ConfigOption = Annotated[
    Path,
    typer.Option("--config", "-c", envvar="WATCHLIST_CONFIG", help="The configuration file."),
]
FormatOption = Annotated[Format, typer.Option("--format", help="For people or for programs.")]
ReferenceArgument = Annotated[str, typer.Argument(metavar="REF", help="The entry, as in WL-0042.")]

AsOption = Annotated[
    str,
    typer.Option(
        "--as", metavar="PERSON", envvar="WATCHLIST_AS", help="Who acts: a number of `people:`."
    ),
]
ForOption = Annotated[
    str, typer.Option("--for", metavar="POST", help="Which of his posts he acts for.")
]
MeetingOption = Annotated[
    tuple[str, str] | None,
    typer.Option(
        "--meeting", metavar="COMMITTEE DAY", help='At a meeting: on a day, or at the "next".'
    ),
]
MinuteOption = Annotated[
    str, typer.Option("--minute", metavar="REF", help="The minute that records it.")
]
CommitteeOption = Annotated[
    str, typer.Option("--committee", metavar="NAME", help="The committee it concerns.")
]
PublicOption = Annotated[bool, typer.Option("--public", help="The public may read the text.")]
