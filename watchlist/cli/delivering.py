"""`watchlist deliveries`: listed, shown, sent again, held and let go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typer

from watchlist.app import App, open_app
from watchlist.cli.formats import Format
from watchlist.cli.output import console, print_json, table
from watchlist.days import day_of
from watchlist.deliver import resending
from watchlist.deliver.names import Names
from watchlist.deliver.resending import By
from watchlist.model.calendar import at_local
from watchlist.model.errors import UsageError
from watchlist.model.message import Notice
from watchlist.rounds import desk_of
from watchlist.rulebook.wording import nearest, quote
from watchlist.store.mailroom import Wanted
from watchlist.store.results import Attempt, DeadLetters, Delivery, DeliverySaid, MessageState, Told
from watchlist.views.deliveries import SILENT, done_said, quiet_said, what_told, why_said
from watchlist.views.plain import plain


@dataclass(frozen=True)
class Chosen:
    """What is to be listed, as it was typed."""

    state: str = ""
    post: str = ""
    channel: str = ""
    since: str = ""
    unknown: bool = False
    most: int = 100


def show_list(config: Path, chosen: Chosen, output: Format) -> None:
    with closing(open_app(config, last_good=True)) as app:
        wanted = _wanted(app, chosen)
        found = app.store.deliveries(limit=chosen.most, wanted=wanted)
        if output is Format.JSON:
            print_json(found)
            return
        for line in (*_held(app), *quiet_said(app), *to_look_at(app.store.dead_letters())):
            typer.echo(line)
        headings = ("Made", "To", "By", "What", "State", ">Tries", "Why")
        console().print(table("Messages", headings, (_row(app, one) for one in found)))


def show(config: Path, message: str, output: Format) -> None:
    with closing(open_app(config, last_good=True)) as app:
        delivery = app.store.delivery(message)
        if delivery is None:
            raise UsageError(
                f"there is no message {quote(message)}; see: watchlist deliveries list"
            )
        tried, told = app.store.attempts(message), app.store.notices_of(message)
        overtaken, log = app.store.overtaken_by(message), app.store.delivery_log(message)
        if output is Format.JSON:
            data: dict[str, Any] = {**plain(delivery), "attempts": tried, "notices": told}
            print_json({**data, "silenced": overtaken, "log": log})
            return
        for line in _about(app, delivery):
            typer.echo(line)
        _print_attempts(app, tried)
        _print_notices(app, delivery, told, overtaken)
        for said in reversed(log):
            typer.echo(_logged(app, said))


def retry(config: Path, message: str, who: str, acting_for: str, output: Format) -> None:
    by = _by(who, acting_for, "who sends it again")
    with closing(open_app(config, last_good=True)) as app:
        sent = resending.send_again(app.store, desk_of(app), message, by, app.clock())
        if output is Format.JSON:
            print_json(sent)
        elif sent.anew:
            typer.echo(
                f"{message} is not sent to its old address. What it told was composed anew for "
                f"{sent.to}: {sent.message}"
            )
        else:
            typer.echo(f"{message} goes out again with the next delivery, to {sent.to}.")
        for line in _held(app):
            typer.echo(line)


def lift(config: Path, who: str, acting_for: str) -> None:
    by = _by(who, acting_for, "who lets them go")
    with closing(open_app(config, last_good=True)) as app:
        held = resending.lift(app.store, desk_of(app), by, app.clock())
        typer.echo(f"Delivery goes on. It was held: {held}.")


def hold(config: Path, reason: str, who: str, acting_for: str) -> None:
    by = _by(who, acting_for, "who holds them back")
    with closing(open_app(config, last_good=True)) as app:
        resending.hold(app.store, desk_of(app), by, reason, app.clock())
        for line in _held(app):
            typer.echo(line)


def _by(who: str, acting_for: str, doing: str) -> By:
    if not who:
        raise UsageError(f"say {doing}: --as PERSON, or the environment variable WATCHLIST_AS")
    return By(who, acting_for or None)


def held_said(reason: str) -> str:
    """That delivery is held, and how it is let go."""
    return f"Delivery is held: {reason}. Let it go with: watchlist deliveries lift --as PERSON"


def _held(app: App) -> Iterator[str]:
    if reason := app.store.held():
        yield held_said(reason)


def to_look_at(letters: DeadLetters) -> Iterator[str]:
    """What somebody should see to, a sentence each."""
    if letters.dead:
        said = "1 message was" if letters.dead == 1 else f"{letters.dead:,} messages were"
        yield (
            f"{said} given up. See: watchlist deliveries list --state dead; send one again with: "
            "watchlist deliveries retry MESSAGE --as PERSON"
        )
    if letters.unknown:
        said = "To 1 attempt" if letters.unknown == 1 else f"To {letters.unknown:,} attempts"
        yield (
            f"{said} no answer came, so that a message may have arrived twice. See: watchlist "
            "deliveries list --unknown"
        )


def _wanted(app: App, chosen: Chosen) -> Wanted:
    posts = app.config.directory.posts
    if chosen.post and chosen.post not in posts and not _ever_told(app, chosen.post):
        raise UsageError(f"there is no post {quote(chosen.post)}{nearest(chosen.post, posts)}")
    since = at_local(day_of(chosen.since), time.min, app.config.zone) if chosen.since else None
    return Wanted(_state(chosen.state), chosen.post, chosen.channel, since, chosen.unknown)


def _ever_told(app: App, post: str) -> bool:
    """A post that is gone from the configuration may still have had messages."""
    return bool(app.store.deliveries(limit=1, wanted=Wanted(post=post)))


def _state(word: str) -> MessageState | None:
    try:
        return MessageState(word) if word else None
    except ValueError:
        known = ", ".join(MessageState)
        raise UsageError(f'"{word}" is not a state of a message; it is one of {known}') from None


def _row(app: App, delivery: Delivery) -> tuple[str, ...]:
    unknown = f" ({delivery.unknown} unknown)" if delivery.unknown else ""
    return (
        _moment(app, delivery.made_at),
        f"{delivery.post}\n{delivery.address}",
        delivery.channel,
        f"{delivery.headline}\n{delivery.message}",
        delivery.state.value,
        f"{delivery.tries}{unknown}",
        why_said(delivery.reason, delivery.detail),
    )


def _about(app: App, delivery: Delivery) -> Iterator[str]:
    names = Names.of(app.config.directory, app.book)
    yield delivery.headline
    yield f"  Message-ID: {delivery.message}"
    yield f"  To: {names.post(delivery.post)} <{delivery.address}>, by {delivery.channel}"
    yield f"  Made: {_moment(app, delivery.made_at)}"
    waits = f", next try {_moment(app, delivery.next_try)}" if delivery.next_try else ""
    yield f"  State: {delivery.state}{waits}"
    if delivery.instead_of:
        yield f"  In place of: {delivery.instead_of}"
    if delivery.replaced_by:
        yield f"  Replaced by: {delivery.replaced_by}"


def _print_attempts(app: App, tried: list[Attempt]) -> None:
    if not tried:
        typer.echo("No attempt was made yet.")
        return
    rows = (
        (
            str(one.number),
            _moment(app, one.started),
            one.result.value if one.result else "under way",
            why_said(one.reason, one.detail),
        )
        for one in tried
    )
    console().print(table("Attempts", (">", "When", "Outcome", "Why"), rows))


def _print_notices(app: App, delivery: Delivery, told: list[Notice], overtaken: list[Told]) -> None:
    rows = [(*_noticed(app, notice), f"in {delivery.message}") for notice in told]
    rows += [
        (*_noticed(app, one.notice), SILENT[one.silence] if one.silence else "")
        for one in overtaken
    ]
    console().print(table("What it tells", ("Since", "Entry", "What", "What became of it"), rows))


def _noticed(app: App, notice: Notice) -> tuple[str, str, str]:
    entry = f"WL-{notice.entry:04d}" if notice.entry is not None else ""
    return _moment(app, notice.created_at), entry, what_told(app, notice)


def _logged(app: App, said: DeliverySaid) -> str:
    return f"{_moment(app, said.at)}: {done_said(app, said)}"


def _moment(app: App, moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(app.config.zone)):%Y-%m-%d %H:%M}"
