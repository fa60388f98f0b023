"""`watchlist import`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from watchlist.app import App
from watchlist.cli.acting import must_say_who
from watchlist.cli.formats import Format
from watchlist.cli.opening import opened
from watchlist.cli.output import print_json
from watchlist.correcting import Corrector, Right, correct_figure, correct_file
from watchlist.intake import Taken, take_file, take_in
from watchlist.model.corrections import Correction
from watchlist.model.errors import UsageError
from watchlist.rulebook.wording import listed, nearest
from watchlist.sources.files import kind_by_name
from watchlist.sources.offers import KINDS
from watchlist.sources.settings import SourceMeaning
from watchlist.views.as_json import correction_json, correction_sentence, series_title

_NO_FIGURE = Right("", "", "")

#: Corrections, and indicators of which something is new, that are written out on a screen.
_MOST = 20


def import_file(
    config: Path, file: Path | None, source: str, one: Right, reason: str, output: Format
) -> None:
    """Take one file in; it is judged at the next cycle."""
    if one != _NO_FIGURE or reason:
        raise UsageError("one figure, and a reason, are for --correct; a file is imported without")
    if file is None and not source:
        raise UsageError("say which file is to be taken in, or which --source")
    app = opened(config)
    now = app.clock()
    settings = _settings(app, file, source)
    if file is None:
        _take_source(app, settings, output)
        return
    taken = take_file(app.store, settings, app.book, file, now)
    if output is Format.JSON:
        print_json({"file": str(file), "known": taken is None, "taken": taken})
    elif taken is None:
        typer.echo(f"{file} was taken in before; nothing is new")
    else:
        _show(taken)


def _take_source(app: App, settings: SourceMeaning, output: Format) -> None:
    """All that one source has now. Raises what was wrong when the rest is in."""
    config = app.config
    intake = take_in(app.store, [settings], app.book, config.folder, app.clock())
    if output is Format.JSON:
        print_json({"source": settings.name, "known": intake.known, "taken": intake.taken})
    else:
        for taken in intake.taken:
            _show(taken)
        for place in intake.known:
            typer.echo(f"{place} is as it was; nothing is new")
        if not (intake.taken or intake.known or intake.problems):
            typer.echo(f"{settings.name} has nothing just now")
    for problem in intake.problems[1:]:
        typer.echo(str(problem), err=True)
    for problem in intake.problems[:1]:
        raise problem


def _show(taken: Taken) -> None:
    for fault in (*taken.remarks, *taken.quarantined):
        typer.echo(str(fault), err=True)
    typer.echo(_summary(taken))
    for news in taken.saved.news[:_MOST]:
        typer.echo(f"  {news}")
    if len(taken.saved.news) > _MOST:
        typer.echo(f"  … and {len(taken.saved.news) - _MOST:,} more indicators")


def correct(
    config: Path, file: Path | None, source: str, one: Right, asked: Corrector, output: Format
) -> None:
    """Put one figure right by hand, or those of a file; they are judged at the next cycle."""
    if (file is None) == (one == _NO_FIGURE):
        raise UsageError(
            "say what is corrected: a file, or one figure with --indicator, --period and --value"
        )
    app = opened(config)
    try:
        must_say_who(app, asked.who)
        now = app.clock()
        if file is None:
            made = correct_figure(app.store, app.setting, one, asked, now)
        else:
            settings = _settings(app, file, source)
            made = correct_file(app.store, app.setting, settings, file, asked, now)
        _tell(app, made, output)
    finally:
        app.close()


def _tell(app: App, made: Sequence[Correction], output: Format) -> None:
    if output is Format.JSON:
        print_json({"corrected": [correction_json(app, one) for one in made]})
        return
    for one in made[:_MOST]:
        typer.echo(f"{series_title(app, one.series)}: {correction_sentence(app, one)}")
    if len(made) > _MOST:
        typer.echo(f"… and {len(made) - _MOST:,} more")
    typer.echo("Judged at the next cycle.")


def _settings(app: App, file: Path | None, source: str) -> SourceMeaning:
    """The settings of a source by name; without one, those of our own format."""
    known = {settings.name: settings for settings in app.config.sources}
    if source:
        if source not in known:
            hint = nearest(source, known) or f"; it has {listed(known) if known else 'none'}"
            raise UsageError(f'there is no source "{source}" in {app.config.path}{hint}')
        return known[source]
    path = file or Path()
    kind = kind_by_name(path)
    return KINDS[kind].model_validate({"name": "import", "kind": kind, "path": str(path)})


def _summary(taken: Taken) -> str:
    saved = taken.saved
    counts = f"{saved.added} new, {saved.revised} revised, {saved.unchanged} known"
    aside = f"; {len(taken.quarantined)} put aside as faulty" if taken.quarantined else ""
    if saved.put_right:
        aside += f"; {saved.put_right} still as before they were corrected by hand, and passed over"
    return f"{taken.path}: {taken.rows} rows read: {counts}{aside}. Judged at the next cycle."
