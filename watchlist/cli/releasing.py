"""`watchlist release`."""

from __future__ import annotations

from pathlib import Path

import typer

from watchlist.app import App
from watchlist.cli.formats import Format
from watchlist.cli.opening import opened
from watchlist.cli.output import print_json
from watchlist.rounds import Released, release_quiet_start


def release(config: Path, output: Format) -> None:
    """Tell the owners what only the keeper was told of."""
    app = opened(config)
    try:
        released = release_quiet_start(app, app.clock())
        if output is Format.JSON:
            print_json(released)
        else:
            typer.echo(_said(app, released))
    finally:
        app.close()


def _said(app: App, released: Released) -> str:
    if not released.notices:
        return "Nothing is kept back: the owners know of all that is on the list."
    posts = app.config.directory.posts
    titles = ", ".join(posts[post].title if post in posts else post for post in released.posts)
    plural = "" if released.breaches == 1 else "es"
    minutes = int(app.config.settle.total_seconds() // 60)
    return (
        f"Released: {released.breaches:,} breach{plural}, to be told to {titles}. The messages go "
        f"out with the next delivery{f' in {minutes} minutes' if minutes else ''}."
    )
