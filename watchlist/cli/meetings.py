"""`watchlist meetings`: when committees meet, by when papers are out, when an election is near."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import typer

from watchlist.app import App
from watchlist.cli.formats import Format
from watchlist.cli.opening import opened
from watchlist.cli.output import console, print_json, table
from watchlist.installation import today_of
from watchlist.model.errors import UsageError
from watchlist.model.meetings import PreElection
from watchlist.rulebook.wording import nearest, quote
from watchlist.views.meetings import Meeting, ahead

#: Meetings that are written out on a screen; JSON has them all.
_MOST = 20


def show_meetings(config: Path, committee: str, output: Format) -> None:
    """Print what is still to come by the rules in force and the configuration."""
    app = opened(config)
    try:
        if committee and committee not in app.book.committees:
            near = nearest(committee, app.book.committees)
            raise UsageError(f"there is no committee {quote(committee)}{near}")
        today = today_of(app)
        found = sorted(ahead(app, committee, today), key=lambda one: (one.day, one.committee))
        periods = [one for one in app.config.pre_election if one.until >= today]
        if output is Format.JSON:
            told = [{"from": one.since, "until": one.until} for one in periods]
            print_json({"meetings": found, "pre_election": told})
        else:
            _print(app, found, periods, today)
    finally:
        app.close()


def _print(app: App, found: list[Meeting], periods: list[PreElection], today: date) -> None:
    if not found:
        typer.echo("No meeting is known that is still to come: say them under `committees:`.")
    else:
        rows = [_row(app, one) for one in found[:_MOST]]
        headings = ("Meeting", "Committee", "Papers out by", "")
        console().print(table("Meetings", headings, rows))
    if len(found) > _MOST:
        typer.echo(f"… and {len(found) - _MOST:,} more; --format json names them all")
    for period in periods:
        now = " (now)" if period.contains(today) else ""
        typer.echo(f"Pre-election period{now}: {_day(period.since)} to {_day(period.until)}")


def _row(app: App, one: Meeting) -> tuple[Any, ...]:
    title = app.book.committees[one.committee].title
    near = "in a pre-election period" if one.pre_election else ""
    return (_day(one.day), title, _day(one.papers_by), near)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
