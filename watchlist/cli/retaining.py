"""`watchlist retention`: what has run out, and removing it now."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from watchlist.app import App
from watchlist.cli.formats import Format
from watchlist.cli.opening import opened
from watchlist.cli.output import console, print_json, table
from watchlist.model.calendar import local_date
from watchlist.register.retention import FOR_EVER, Retention
from watchlist.retaining import retain, run_out
from watchlist.store.retention import RanOut


def retention(config: Path, apply: bool, output: Format) -> None:
    """What would be removed; with ``apply`` it is."""
    app = opened(config)
    try:
        kept, zone, now = app.config.retention, app.config.zone, app.clock()
        found = [one for one in run_out(app.store, kept, zone, now) if one.many]
        if apply:
            retain(app.store, kept, zone, now)
        if output is Format.JSON:
            print_json(_json(app, found, apply))
        else:
            _print(app, found, apply)
    finally:
        app.close()


def _json(app: App, found: Sequence[RanOut], applied: bool) -> dict[str, Any]:
    kept = app.config.retention
    return {
        "papers": kept.papers and str(kept.papers),
        "background": kept.background and str(kept.background),
        "removed": applied,
        "run_out": [
            {"what": one.kind, "limit": one.kind.limit, "many": one.many, "oldest": one.oldest}
            for one in found
        ],
    }


def _print(app: App, found: Sequence[RanOut], applied: bool) -> None:
    kept = app.config.retention
    typer.echo(_terms(kept))
    if not found:
        typer.echo("Nothing has run out.")
        return
    rows = [
        (one.kind.said, str(kept.term(one.kind.limit)), _day(app, one), f"{one.many:,}")
        for one in found
    ]
    title = "Removed" if applied else "What has run out"
    console().print(table(title, ("What", "Kept for", "The oldest", ">How many"), rows))
    if not applied:
        typer.echo("The daemon removes it once a day; to do so now: watchlist retention --apply")


def _terms(kept: Retention) -> str:
    if kept == FOR_EVER:
        return "Everything is kept for ever (retention: off)."
    return f"Papers are kept for {kept.papers}, what is behind them for {kept.background}."


def _day(app: App, one: RanOut) -> str:
    return "" if one.oldest is None else f"{local_date(one.oldest, app.config.zone):%d %b %Y}"
