"""The commands by which somebody is let in: a link for a person, tokens for programs."""

from __future__ import annotations

from typing import Annotated

import typer

from watchlist.cli.formats import Format
from watchlist.cli.options import CONFIG, AsOption, ConfigOption, FormatOption, ForOption

signing_in = typer.Typer()
tokens = typer.Typer()


@signing_in.command("sign-in")
def sign_in(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="A number of `people:`.")],
    config: ConfigOption = CONFIG,
) -> None:
    """Print a link by which somebody signs in to the pages once: for a trial, and where mail fails."""
    from watchlist.cli.signed_in import sign_in as act

    act(config, person)


@tokens.callback(invoke_without_command=True)
def _alone(
    context: typer.Context,
    who: AsOption = "",
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """Tokens by which programs read the list or bring readings (--as says who)."""
    if context.invoked_subcommand is None:
        list_(who, "", config, output)


@tokens.command("list")
def list_(
    who: AsOption = "",
    acting_for: ForOption = "",
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """Every token: what it may do, who made it, until when it is good, when it was used last."""
    from watchlist.cli.signed_in import show_tokens as act

    act(config, who, acting_for, output)


@tokens.command()
def make(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is for, in your words.")],
    scope: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SCOPE",
            help="readings:write, list:read, digests:read or exempt:read; may be given again.",
        ),
    ] = None,
    until: Annotated[
        str, typer.Option(metavar="DAY", help="Up to and with that day; else for a year.")
    ] = "",
    who: AsOption = "",
    acting_for: ForOption = "",
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """Make a token. Its secret is printed now and can never be looked up again."""
    from watchlist.cli.signed_in import make_token as act

    act(config, who, acting_for, (name, scope or [], until), output)


@tokens.command()
def end(
    id: Annotated[str, typer.Argument(metavar="ID", help="Which one; see: watchlist tokens.")],
    who: AsOption = "",
    acting_for: ForOption = "",
    config: ConfigOption = CONFIG,
) -> None:
    """End a token: from now on it opens nothing."""
    from watchlist.cli.signed_in import end_token as act

    act(config, who, acting_for, id)
