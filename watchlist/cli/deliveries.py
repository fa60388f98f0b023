"""The commands under `watchlist deliveries`."""

from __future__ import annotations

from typing import Annotated

import typer

from watchlist.cli.formats import Format, TableFormat
from watchlist.cli.options import CONFIG, AsOption, ConfigOption, FormatOption, ForOption

deliveries = typer.Typer()

StateOption = Annotated[
    str, typer.Option("--state", help="waiting, sending, delivered, accepted or dead.")
]
MessageArgument = Annotated[str, typer.Argument(metavar="MESSAGE", help="Its Message-ID.")]


@deliveries.callback(invoke_without_command=True)
def _alone(
    context: typer.Context,
    config: ConfigOption = CONFIG,
    state: StateOption = "",
    output: FormatOption = Format.TABLE,
) -> None:
    """Messages: what was sent to whom, how it ended, what was given up."""
    if context.invoked_subcommand is None:
        list_(config, state=state, output=output)


@deliveries.command("list")
def list_(
    config: ConfigOption = CONFIG,
    state: StateOption = "",
    post: Annotated[str, typer.Option(metavar="POST", help="Only to this post.")] = "",
    channel: Annotated[str, typer.Option(metavar="NAME", help="Only by this channel.")] = "",
    since: Annotated[str, typer.Option(metavar="DAY", help="Only those made from then on.")] = "",
    unknown: Annotated[
        bool, typer.Option("--unknown", help="Only those of which an answer did not come.")
    ] = False,
    most: Annotated[int, typer.Option(metavar="N", min=1, help="The newest N of them.")] = 100,
    output: FormatOption = Format.TABLE,
) -> None:
    """Messages, the newest first, and what should be looked at."""
    from watchlist.cli.delivering import Chosen
    from watchlist.cli.delivering import show_list as act

    act(config, Chosen(state, post, channel, since, unknown, most), output)


@deliveries.command()
def show(
    message: MessageArgument,
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """One message: every attempt and how it ended, what it tells, what was done to it."""
    from watchlist.cli.delivering import show as act

    act(config, message, output)


@deliveries.command()
def retry(
    message: MessageArgument,
    who: AsOption = "",
    acting_for: ForOption = "",
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """Send a dead letter again; to whoever holds its post now, where that is somebody else."""
    from watchlist.cli.delivering import retry as act

    act(config, message, who, acting_for, output)


@deliveries.command()
def lift(
    who: AsOption = "",
    acting_for: ForOption = "",
    config: ConfigOption = CONFIG,
) -> None:
    """Let held deliveries go."""
    from watchlist.cli.delivering import lift as act

    act(config, who, acting_for)


@deliveries.command()
def hold(
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")] = "",
    who: AsOption = "",
    acting_for: ForOption = "",
    config: ConfigOption = CONFIG,
) -> None:
    """Send nothing until somebody lifts it."""
    from watchlist.cli.delivering import hold as act

    act(config, reason, who, acting_for)


@deliveries.command()
def quality(
    since: Annotated[
        str, typer.Option("--from", metavar="DAY", help="News from that day on.")
    ] = "",
    until: Annotated[
        str, typer.Option("--to", metavar="DAY", help="News up to and with that day.")
    ] = "",
    within: Annotated[
        int, typer.Option(metavar="N", min=0, help="Back so many periods later is flapping.")
    ] = 3,
    config: ConfigOption = CONFIG,
    output: Annotated[
        TableFormat, typer.Option("--format", help="For people or for programs.")
    ] = TableFormat.TABLE,
) -> None:
    """How good the news is, by rule and by post: sent, seen, acted on, flapping, silent and why."""
    from watchlist.cli.alert_quality import show_quality as act

    act(config, since, until, within, output)
