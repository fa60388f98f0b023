"""`watchlist import`."""

from __future__ import annotations

from pathlib import Path

import typer

from watchlist.app import App
from watchlist.cli.formats import Format
from watchlist.cli.opening import opened
from watchlist.cli.output import print_json
from watchlist.intake import Taken, take_file
from watchlist.model.errors import UsageError
from watchlist.rulebook.wording import listed, nearest
from watchlist.sources.settings import SourceSettings


def import_file(config: Path, file: Path, source: str, output: Format) -> None:
    """Take one file in; it is judged at the next cycle."""
    app = opened(config)
    now = app.clock()
    taken = take_file(app.store, _settings(app, file, source), app.book, file, now)
    if output is Format.JSON:
        print_json({"file": file, "known": taken is None, "taken": taken})
    elif taken is None:
        typer.echo(f"{file} was taken in before; nothing is new")
    else:
        for fault in (*taken.remarks, *taken.quarantined):
            typer.echo(str(fault), err=True)
        typer.echo(_summary(taken))


def _settings(app: App, file: Path, source: str) -> SourceSettings:
    """The settings of a source by name; without one, those of our own format."""
    known = {settings.name: settings for settings in app.config.sources}
    if source:
        if source not in known:
            hint = nearest(source, known) or f"; it has {listed(known) if known else 'none'}"
            raise UsageError(f'there is no source "{source}" in {app.config.path}{hint}')
        return known[source]
    kind = "parquet" if file.suffix.lower() == ".parquet" else "csv"
    return SourceSettings.model_validate({"name": "import", "kind": kind, "path": str(file)})


def _summary(taken: Taken) -> str:
    saved = taken.saved
    counts = f"{saved.added} new, {saved.revised} revised, {saved.unchanged} known"
    aside = f"; {len(taken.quarantined)} put aside as faulty" if taken.quarantined else ""
    return f"{taken.path}: {taken.rows} rows read: {counts}{aside}. Judged at the next cycle."
