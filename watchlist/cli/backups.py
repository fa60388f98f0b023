"""The commands that back the database up and restore it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from watchlist.cli.formats import Format
from watchlist.cli.options import CONFIG, ConfigOption, FormatOption

backups = typer.Typer()

_PANEL = "Backups"

BackupArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")]


@backups.command(rich_help_panel=_PANEL)
def backup(
    file: BackupArgument,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in the place of a file that is there.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Take none: whether this one is whole.")
    ] = False,
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """All that the database holds as one file, taken while daemons run."""
    from watchlist.cli.backing_up import back_up, check_backup

    if check:
        check_backup(file, output)
    else:
        back_up(config, file, output, replace=replace)


@backups.command(rich_help_panel=_PANEL)
def restore(
    file: BackupArgument, config: ConfigOption = CONFIG, output: FormatOption = Format.TABLE
) -> None:
    """Fill the configured database, which must be empty, with a backup; delivery is held then."""
    from watchlist.cli.backing_up import restore_backup as act

    act(config, file, output)
