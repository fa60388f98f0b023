"""`watchlist publish`: the public's list, looked at or given out."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import typer

from watchlist.app import App
from watchlist.cli.formats import Format
from watchlist.cli.opening import opened
from watchlist.cli.output import LEVELS, print_json
from watchlist.model.errors import UsageError
from watchlist.public_list import PublicEntry, PublicList
from watchlist.publishing import look, page, publish, put
from watchlist.views.plain import plain

_SUFFIXES = (".html", ".json", ".txt")


def publish_list(
    config: Path, file: Path | None, who: str, acting_for: str, output: Format, *, anyway: bool
) -> None:
    """Show what would be published; with a file, publish it there."""
    if file is not None and file.suffix.lower() not in _SUFFIXES:
        raise UsageError(f"{file}: the public list is written as .html, .json or .txt")
    if file is not None and not who:
        raise UsageError("say who publishes: --as PERSON, or the environment variable WATCHLIST_AS")
    app = opened(config)
    try:
        now = app.clock()
        if file is None:
            _show(app, look(app, now), output)
            return
        if not file.parent.is_dir():
            raise UsageError(f"{file}: there is no folder {file.parent}")
        listed = publish(app, who, acting_for or None, now, anyway=anyway)
        put(file, _written(app, listed, file, now))
        _told(file, listed, output)
    finally:
        app.close()


def _show(app: App, listed: PublicList, output: Format) -> None:
    if output is Format.JSON:
        print_json(_data(listed))
        return
    typer.echo("\n".join(_text(app, listed)))
    typer.echo("\nNothing was published; to do so: watchlist publish --to-file FILE --as PERSON")


def _told(file: Path, listed: PublicList, output: Format) -> None:
    if output is Format.JSON:
        print_json({"file": file, **_data(listed)})
    else:
        number = len(listed.entries)
        typer.echo(f"Published in {file}: {number:,} entr{'y' if number == 1 else 'ies'}.")


def _written(app: App, listed: PublicList, file: Path, now: datetime) -> str:
    match file.suffix.lower():
        case ".html":
            return page(app, listed, now)
        case ".json":
            return json.dumps(plain(_data(listed)), ensure_ascii=False, indent=2) + "\n"
    return "\n".join(_text(app, listed)) + "\n"


def _data(listed: PublicList) -> dict[str, Any]:
    return {"public_list": [_entry(one) for one in listed.entries]}


def _entry(one: PublicEntry) -> dict[str, Any]:
    return {
        "reference": one.reference,
        "title": one.title,
        "level": one.level.word if one.level else None,
        "state": one.state,
        "withheld": one.withheld,
        "committee": one.committee,
        "sentences": one.sentences,
        "said": [{"what": line.label, "text": line.text} for line in one.said],
        "figures": one.rows,
    }


def _text(app: App, listed: PublicList) -> Iterator[str]:
    yield f"Scrutiny watch list: {app.config.council}"
    if not listed.entries:
        yield "Nothing is on the public list."
    for one in listed.entries:
        shape = LEVELS[one.level.word][0][:1] if one.level else "○"
        yield f"\n{shape} {one.state:<18}{one.reference or '':<9}{one.title}"
        for paragraph in (*one.sentences, *(f"{line.label}: {line.text}" for line in one.said)):
            yield from textwrap.wrap(paragraph, 98, initial_indent="  ", subsequent_indent="  ")
        for row in one.rows:
            beside = f" ({row.detail})" if row.detail else ""
            target = f", target {row.target}" if row.target else ""
            yield f"    {row.period}: {row.figure}{beside}{target}"
