"""`watchlist preview`: what an edit of the rules would change, before it goes live."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import typer

from watchlist.app import App, open_app
from watchlist.cli.formats import Format
from watchlist.cli.output import console, print_json
from watchlist.cli.preview_table import print_preview
from watchlist.cycle import Setting
from watchlist.kept import last_good_rulebook
from watchlist.model.pooled import label
from watchlist.preview import Edited, Move, Moved, Preview, Standing, Wording, preview
from watchlist.views.as_json import behaviour_json
from watchlist.views.previewed import Books, spoken_more, spoken_years


def run_preview(
    config: Path, rules: Sequence[Path], years: int, most: int | None, output: Format
) -> None:
    """Print what the edit changes; exit 1 where it sends more than ``most`` messages more."""
    app = open_app(config, rules)
    try:
        in_force = _in_force(app)
        found = preview(app.store, in_force, app.setting, app.clock(), years)
        books = Books(in_force.book if in_force else None, app.book)
        if output is Format.JSON:
            print_json(_as_json(found, books, years))
        else:
            print_preview(found, books, years, console())
    finally:
        app.close()
    if most is not None and found.more > most:
        said = f"Messages in the last {spoken_years(years)}: {spoken_more(found)}"
        typer.echo(f"{said}, over the limit of {most}", err=True)
        raise typer.Exit(1)


def _in_force(app: App) -> Setting | None:
    """What is judged by now, the posts as they are configured; None before the first cycle."""
    book = last_good_rulebook(app.store)
    return replace(app.setting, book=book) if book else None


def _as_json(found: Preview, books: Books, years: int) -> dict[str, Any]:
    return {
        "since": found.since,
        "years": years,
        "unchanged": found.unchanged,
        "list": {move.value: found.count(move) for move in Move},
        "messages": {
            "in_force": found.messages_before,
            "edited": found.messages_after,
            "more": found.more,
        },
        "rules": [_edit_json(edited, books) for edited in found.edits],
    }


def _edit_json(edited: Edited, books: Books) -> dict[str, Any]:
    return {
        "rule": edited.rule.id,
        "title": edited.rule.title,
        "edit": edited.edit,
        "was": edited.before.rule.id if edited.before else None,
        "moved": [_moved_json(moved, books) for moved in edited.moved],
        "in_force": _wording_json(edited.before),
        "edited": _wording_json(edited.after),
    }


def _moved_json(moved: Moved, books: Books) -> dict[str, Any]:
    return {
        "move": moved.move,
        "indicator": moved.series.indicator,
        "area": moved.series.area,
        "breakdown": moved.series.breakdown,
        "before": _standing_json(moved.before),
        "after": _standing_json(moved.after),
        "why": books.why(moved),
    }


def _standing_json(standing: Standing | None) -> dict[str, Any] | None:
    if standing is None or standing.level is None or standing.since is None:
        return None
    since = label(standing.calendar, standing.since, standing.years)
    return {"level": standing.level.word, "since": since}


def _wording_json(wording: Wording | None) -> dict[str, Any] | None:
    return None if wording is None else behaviour_json(wording.behaviour)
