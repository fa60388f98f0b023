"""`watchlist audit` and `watchlist history --verify`: what happened, and whether history holds."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer
from rich.text import Text

from watchlist.cli.acting import entry_of
from watchlist.cli.formats import Format, TableFormat
from watchlist.cli.opening import opened
from watchlist.cli.output import console, print_json, table
from watchlist.days import day_of
from watchlist.store.results import Verified
from watchlist.views.auditing import COLUMNS, Row, audited, verified_said
from watchlist.views.spreadsheets import as_csv


def verify_history(config: Path, reference: str, output: Format) -> None:
    """Whether the history of an entry, or of all, is as it was written; exit status 1 where not."""
    app = opened(config)
    try:
        found = app.store.verify([entry_of(app, reference).id] if reference else None)
        if output is Format.JSON:
            print_json(_verified(found))
        else:
            typer.echo(verified_said(found))
    finally:
        app.close()
    if found.broken:
        raise typer.Exit(1)


def _verified(found: Verified) -> dict[str, Any]:
    return {
        "holds": not found.broken,
        "entries": found.entries,
        "broken": [
            {"entry": f"WL-{one.entry:04d}", "row": one.place, "how": one.how}
            for one in found.broken
        ],
        "fingerprint": found.fingerprint,
    }


def audit(config: Path, first: str, last: str, output: TableFormat) -> None:
    """Everything that happened from one day to another, both included."""
    since, until = day_of(first), day_of(last)
    app = opened(config)
    try:
        rows = list(audited(app, since, until))
        if output is TableFormat.CSV:
            sys.stdout.write(as_csv(COLUMNS, (row.values() for row in rows)))
        elif output is TableFormat.JSON:
            print_json({"from": since, "to": until, "rows": rows})
        else:
            _print(rows)
    finally:
        app.close()


def _print(rows: Sequence[Row]) -> None:
    if not rows:
        typer.echo("Nothing happened in that time.")
        return
    drawn = table(
        "What happened",
        ("When", "Entry", "What", "What was said", "Who"),
        [
            (row["when"][:-3], row["entry"], row["what"], Text(row["said"]), Text(row["who"]))
            for row in rows
        ],
    )
    drawn.columns[2].max_width = 12
    console().print(drawn)
