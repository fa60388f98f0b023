"""The commands by which somebody says which digests he reads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from watchlist.cli.formats import Format
from watchlist.cli.options import CONFIG, AsOption, ConfigOption, FormatOption

if TYPE_CHECKING:  # it takes what `--help` must not wait for
    from watchlist.cli.subscribed import Asker

subscribing = typer.Typer()

_PANEL = "Who reads which digest (--as says who)"

WhenOption = Annotated[
    str,
    typer.Option(
        "--when", metavar="TIME", help='"before each meeting", weekly, monthly, "as it happens".'
    ),
]
ChannelOption = Annotated[
    str,
    typer.Option("--channel", metavar="NAME", help="By this channel; else by the post's first."),
]
IdArgument = Annotated[
    str, typer.Argument(metavar="ID", help="Which one; see: watchlist subscriptions.")
]


@subscribing.command(rich_help_panel=_PANEL)
def subscribe(
    committee: Annotated[
        str, typer.Option("--committee", metavar="NAME", help="What is this committee's,")
    ] = "",
    owner: Annotated[
        str, typer.Option("--owner", metavar="POST", help="or what this post answers for,")
    ] = "",
    tag: Annotated[
        str, typer.Option("--tag", metavar="TAG", help="or indicators with this tag,")
    ] = "",
    everything: Annotated[bool, typer.Option("--everything", help="or the whole list.")] = False,
    when: WhenOption = "",
    channel: ChannelOption = "",
    who: AsOption = "",
    acting_for: Annotated[
        str,
        typer.Option(
            "--for", metavar="POST", help="Which of his posts reads it; or one of a committee's."
        ),
    ] = "",
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """Ask for a digest; its reader is sent a message by which he confirms that he wants it."""
    from watchlist.cli.subscribed import Wanted, subscribe

    wanted = Wanted(committee, owner, tag, everything, when, channel)
    subscribe(_asker(config, who, output), wanted, acting_for)


@subscribing.command(rich_help_panel=_PANEL)
def confirm(
    which: Annotated[
        str, typer.Argument(metavar="TOKEN", help="From the message; or an ID, with --as.")
    ],
    who: AsOption = "",
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """Confirm a digest that was asked for: nothing is sent before."""
    from watchlist.cli.subscribed import confirm

    confirm(_asker(config, who, output), which)


@subscribing.command(rich_help_panel=_PANEL)
def subscriptions(
    ended: Annotated[bool, typer.Option("--ended", help="Those that have ended as well.")] = False,
    who: AsOption = "",
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """Which digests your posts read; for officers, clerks and auditors, which everybody reads."""
    from watchlist.cli.subscribed import show_subscriptions

    show_subscriptions(_asker(config, who, output), ended)


@subscribing.command(rich_help_panel=_PANEL)
def change(
    which: IdArgument,
    when: WhenOption = "",
    channel: ChannelOption = "",
    who: AsOption = "",
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """Have a digest at another time, or by another channel."""
    from watchlist.cli.subscribed import change

    change(_asker(config, who, output), which, when, channel)


@subscribing.command(rich_help_panel=_PANEL)
def pause(
    which: IdArgument,
    until: Annotated[
        str, typer.Option("--until", metavar="DAY", help="Up to and with that day.")
    ] = "",
    who: AsOption = "",
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """Have a digest not sent for a while."""
    from watchlist.cli.subscribed import pause

    pause(_asker(config, who, output), which, until)


@subscribing.command(rich_help_panel=_PANEL)
def resume(
    which: IdArgument,
    who: AsOption = "",
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """Have a digest sent again that was paused."""
    from watchlist.cli.subscribed import resume

    resume(_asker(config, who, output), which)


@subscribing.command(rich_help_panel=_PANEL)
def unsubscribe(
    which: IdArgument,
    who: AsOption = "",
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """Have a digest sent no more."""
    from watchlist.cli.subscribed import unsubscribe

    unsubscribe(_asker(config, who, output), which)


def _asker(config: Path, who: str, output: Format) -> Asker:
    from watchlist.cli.subscribed import Asker

    return Asker(config, who, output)
