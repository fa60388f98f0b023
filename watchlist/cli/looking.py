"""The commands that look at the watch list and change nothing."""

from __future__ import annotations

from typing import Annotated

import typer

from watchlist.cli.formats import Format, TableFormat
from watchlist.cli.options import CONFIG, ConfigOption, FormatOption, ReferenceArgument

looking = typer.Typer()

_PANEL = "The watch list"


@looking.command("list", rich_help_panel=_PANEL)
def list_(
    committee: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only of this committee.")
    ] = None,
    owner: Annotated[
        list[str] | None, typer.Option(metavar="POST", help="Only of this post.")
    ] = None,
    level: Annotated[
        list[str] | None, typer.Option(metavar="LEVEL", help="Only red, amber or held.")
    ] = None,
    theme: Annotated[
        list[str] | None, typer.Option(metavar="TEXT", help="Only of this theme.")
    ] = None,
    page: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="50 entries at a time, the worst first.")
    ] = None,
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """The watch list, and what the data checks found; each filter may be given again."""
    from watchlist.cli.watching import show_list as act
    from watchlist.views.choosing import Choice

    committees, owners, levels, themes = map(
        tuple, (committee or (), owner or (), level or (), theme or ())
    )
    act(config, Choice(committees, owners, levels, themes, page), output)


@looking.command(rich_help_panel=_PANEL)
def checks(
    config: ConfigOption = CONFIG,
    indicator: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only of this indicator.")
    ] = None,
    owner: Annotated[
        list[str] | None, typer.Option(metavar="POST", help="Only of what this post answers for.")
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option(metavar="CHECK", help="Only this check: overdue, parts …")
    ] = None,
    output: FormatOption = Format.TABLE,
) -> None:
    """What is doubtful about the data, and which returns are due; each option may be given again."""
    from watchlist.cli.doubtful import show_checks
    from watchlist.views.checks import Asked

    asked = Asked(tuple(indicator or ()), tuple(owner or ()), tuple(kind or ()))
    show_checks(config, asked, output)


@looking.command(rich_help_panel=_PANEL)
def meetings(
    committee: Annotated[
        str, typer.Option("--committee", metavar="NAME", help="Only of this committee.")
    ] = "",
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """Meetings to come, by when their papers are out, and pre-election periods."""
    from watchlist.cli.meetings import show_meetings

    show_meetings(config, committee, output)


@looking.command(rich_help_panel=_PANEL)
def show(
    reference: ReferenceArgument, config: ConfigOption = CONFIG, output: FormatOption = Format.TABLE
) -> None:
    """One entry: what people made of it, its figures, where it stands."""
    from watchlist.cli.watching import show_entry as act

    act(config, reference, output)


@looking.command(rich_help_panel=_PANEL)
def explain(
    reference: ReferenceArgument, config: ConfigOption = CONFIG, output: FormatOption = Format.TABLE
) -> None:
    """Why an entry is on the list, in plain words, with the rule as it was written."""
    from watchlist.cli.watching import explain_entry as act

    act(config, reference, output)


@looking.command(rich_help_panel=_PANEL)
def history(
    reference: Annotated[
        str, typer.Argument(metavar="REF", help="The entry; with --verify left out: all.")
    ] = "",
    verify: Annotated[
        bool, typer.Option("--verify", help="Whether all of it is as it was written.")
    ] = False,
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """Everything that happened to an entry, when and why; or whether its history holds."""
    from watchlist.cli.auditing import verify_history
    from watchlist.cli.watching import show_history

    if verify:
        verify_history(config, reference, output)
    else:
        show_history(config, reference, output)


@looking.command(rich_help_panel=_PANEL)
def audit(
    first: Annotated[str, typer.Argument(metavar="FROM", help="The first day.")],
    last: Annotated[str, typer.Argument(metavar="TO", help="The last day, included.")],
    config: ConfigOption = CONFIG,
    output: Annotated[
        TableFormat, typer.Option("--format", help="For people, spreadsheets or programs.")
    ] = TableFormat.TABLE,
) -> None:
    """Everything that happened to the whole list between two days, by figures and by people."""
    from watchlist.cli.auditing import audit as act

    act(config, first, last, output)
