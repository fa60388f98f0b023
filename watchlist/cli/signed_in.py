"""What is done when somebody is let in, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import typer

from watchlist import signing_in
from watchlist.app import App
from watchlist.cli.acting import must_say_who
from watchlist.cli.formats import Format
from watchlist.cli.opening import opened
from watchlist.cli.output import console, print_json, table
from watchlist.days import day_of
from watchlist.model.calendar import local_date
from watchlist.model.sign_in import LINK_LASTS, ApiToken
from watchlist.signing_in import By, Wish


def sign_in(config: Path, person: str) -> None:
    """Print a link."""
    app = opened(config)
    try:
        link = signing_in.print_link(
            app.store, app.setting, app.links(), person, app.clock(), datetime.now(UTC)
        )
        minutes = int(LINK_LASTS.total_seconds() // 60)
        typer.echo(link)
        typer.echo(
            f"Whoever opens it within {minutes} minutes signs in as {person}, once.", err=True
        )
    finally:
        app.close()


def show_tokens(config: Path, who: str, acting_for: str, output: Format) -> None:
    """Print every token, without its secret, which nobody has."""
    with _for_somebody(config, who) as app:
        by, now = By(who, acting_for or None), datetime.now(UTC)
        found = signing_in.tokens(app.store, app.setting, by, app.clock())
        if output is Format.JSON:
            print_json([{**vars(one), "good": one.good(now)} for one in found])
        elif not found:
            typer.echo("There is no token; to make one: watchlist tokens make --help")
        else:
            headings = ("ID", "What for", "May", "Made by", "Last used", "")
            rows = [_row(app, one, now) for one in found]
            console().print(table("Tokens", headings, rows))


def make_token(
    config: Path, who: str, acting_for: str, wanted: tuple[str, Sequence[str], str], output: Format
) -> None:
    """Make one, and print its secret this once."""
    name, scopes, until = wanted
    wish = Wish(name, scopes, day_of(until) if until else None)
    with _for_somebody(config, who) as app:
        by, wall = By(who, acting_for or None), datetime.now(UTC)
        token, secret = signing_in.make_token(app.store, app.setting, by, wish, app.clock(), wall)
        if output is Format.JSON:
            print_json({**vars(token), "token": secret})
            return
        typer.echo(secret)
        typer.echo(
            f"It is token {token.id}, good until {_day(app, token.expires_at)}. Keep it where only "
            "the program finds it: it is not kept here, and cannot be shown again.",
            err=True,
        )


def end_token(config: Path, who: str, acting_for: str, id: str) -> None:
    """End one."""
    with _for_somebody(config, who) as app:
        by, wall = By(who, acting_for or None), datetime.now(UTC)
        token = signing_in.end_token(app.store, app.setting, by, id, app.clock(), wall)
        typer.echo(f"The token {token.id} ({token.name}) has ended.")


@contextmanager
def _for_somebody(config: Path, who: str) -> Iterator[App]:
    app = opened(config)
    try:
        must_say_who(app, who)
        yield app
    finally:
        app.close()


def _row(app: App, one: ApiToken, now: datetime) -> tuple[str, ...]:
    used = _day(app, one.last_used) if one.last_used else "never"
    return (one.id, one.name, ", ".join(one.scopes), one.made_by, used, _state(app, one, now))


def _state(app: App, one: ApiToken, now: datetime) -> str:
    if one.ended_at is not None:
        return f"ended on {_day(app, one.ended_at)}"
    return f"{'good until' if one.good(now) else 'over since'} {_day(app, one.expires_at)}"


def _day(app: App, at: datetime) -> str:
    day = local_date(at, app.config.zone)
    return f"{day.day} {day:%B %Y}"
