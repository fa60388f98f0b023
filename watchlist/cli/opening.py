"""How commands that speak of the watch list begin: with the rules in force, and a word where those are
not the rules in the files."""

from __future__ import annotations

from pathlib import Path

import typer

from watchlist.app import App, open_app
from watchlist.kept import in_force
from watchlist.model.errors import FaultsError, WatchlistError
from watchlist.rule_files import RuleFiles

#: How many faults of one file are written out.
MOST_FAULTS = 20


def opened(config: Path) -> App:
    """The app; rule files with a fault are told on standard error and the last good rules hold."""
    app = open_app(config, last_good=True)
    if app.refused:
        typer.echo(not_taken(app, app.refused), err=True)
    return app


def not_taken(app: App, files: RuleFiles) -> str:
    """The faults, and what holds meanwhile."""
    kept = f"These rules are not taken; until that is mended it stays with {in_force(app)}."
    return f"{shortened(FaultsError(files.faults))}\n{kept}"


def shortened(problem: WatchlistError) -> str:
    """A problem for the screen: every fault of a file, up to so many."""
    if not isinstance(problem, FaultsError) or len(problem.faults) <= MOST_FAULTS:
        return str(problem)
    shown = "\n".join(str(fault) for fault in problem.faults[:MOST_FAULTS])
    return f"{shown}\n… and {len(problem.faults) - MOST_FAULTS} more faults"
