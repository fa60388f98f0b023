"""What is done when somebody says which digests he reads, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from watchlist import subscribing
from watchlist.app import App
from watchlist.cli.acting import must_say_who
from watchlist.cli.formats import Format
from watchlist.cli.opening import opened
from watchlist.cli.output import console, print_json, table
from watchlist.days import day_of
from watchlist.deliver.confirming import called
from watchlist.deliver.links import Followed, Intent
from watchlist.deliver.names import Names
from watchlist.installation import today_of
from watchlist.model.errors import UsageError
from watchlist.model.subscription import Subscription, SubscriptionState, Topic, When
from watchlist.rulebook.wording import listed, quote
from watchlist.subscriber import By, own_posts, sees_all
from watchlist.views.subscribed import (
    no_meeting_said,
    shortly,
    state_said,
    subscriptions_seen,
)


@dataclass(frozen=True)
class Asker:
    """Who asks, and how he is answered."""

    config: Path
    who: str
    output: Format


@dataclass(frozen=True)
class Wanted:
    """What was written on the command line."""

    committee: str
    owner: str
    tag: str
    everything: bool
    when: str
    channel: str

    def wish(self) -> subscribing.Wish:
        """Raises UsageError where it does not say which digest, or says several."""
        if sum(map(bool, (self.committee, self.owner, self.tag, self.everything))) != 1:
            raise UsageError(
                "say what it is to be about: one of --committee, --owner, --tag and --everything"
            )
        topic = Topic(self.committee or None, self.owner or None, self.tag or None)
        return subscribing.Wish(topic, when_of(self.when), self.channel or None)


def when_of(text: str) -> When | None:
    """A time as people write it; None where nothing is said. Raises UsageError."""
    words = " ".join(text.lower().split())
    if words in [*When, ""]:
        return When(words) if words else None
    known = [quote(one) for one in When]
    raise UsageError(f"{quote(text)} is not a time: it is {listed(known, last='or')}")


def subscribe(asker: Asker, wanted: Wanted, post: str) -> None:
    """Ask for a digest."""
    wish = wanted.wish()
    with _for_somebody(asker) as app:
        one = subscribing.subscribe(
            app.store, app.setting, wish, By(asker.who, post or None), app.clock(), app.channels
        )
        _tell(app, one, asker, _after_asking(app, one))


def confirm(asker: Asker, which: str) -> None:
    """By the token of a message, whoever gives it; by the id, as its reader."""
    if "." not in which:
        _see_to(
            asker,
            lambda app, by: subscribing.confirm(app.store, app.setting, which, by, app.clock()),
        )
        return
    app = opened(asker.config)
    try:
        found = _by_token(app, app.links().followed(Intent.CONFIRM, which))
        if found is None:
            raise UsageError("this is no token of ours; copy the whole of it from the message")
        one, standing = found
        if standing is subscribing.Standing.NOT_HIS:
            raise UsageError(
                f"somebody else is {_names(app).post(one.post)} today: he confirms it himself"
            )
        if standing is subscribing.Standing.ENDED:
            raise UsageError(f"{one.id} has ended; subscribe anew")
        _tell(app, one, asker, _state(app, one))
    finally:
        app.close()


def _by_token(
    app: App, followed: Followed | None
) -> tuple[Subscription, subscribing.Standing] | None:
    if followed is None:
        return None
    return subscribing.follow(app.store, app.setting, Intent.CONFIRM, followed, app.clock())


def change(asker: Asker, which: str, when: str, channel: str) -> None:
    """At another time, by another channel."""
    time = when_of(when)
    _see_to(
        asker,
        lambda app, by: subscribing.change(
            app.store, app.setting, which, by, app.clock(), time, channel or None, app.channels
        ),
    )


def pause(asker: Asker, which: str, until: str) -> None:
    """Not for a while."""
    day = day_of(until) if until else None
    _see_to(
        asker,
        lambda app, by: subscribing.pause(app.store, app.setting, which, by, app.clock(), day),
    )


def resume(asker: Asker, which: str) -> None:
    """Again."""
    _see_to(
        asker, lambda app, by: subscribing.resume(app.store, app.setting, which, by, app.clock())
    )


def unsubscribe(asker: Asker, which: str) -> None:
    """No more."""
    _see_to(
        asker,
        lambda app, by: subscribing.unsubscribe(app.store, app.setting, which, by, app.clock()),
    )


def show_subscriptions(asker: Asker, ended: bool) -> None:
    """Print what somebody may see of who reads what."""
    with _for_somebody(asker) as app:
        today = today_of(app)
        own = own_posts(app.setting, asker.who, today)
        every = sees_all(app.setting, asker.who, today)
        found = subscriptions_seen(app, own, every=every, ended=ended)
        if asker.output is Format.JSON:
            print_json([_json(one) for one in found])
        elif not found:
            typer.echo("There is no subscription; to have one: watchlist subscribe --help")
        else:
            names = _names(app)
            rows = [_row(app, one, names) for one in found]
            headings = ("ID", "Reader", "Digest", "By", "")
            console().print(table("Subscriptions", headings, rows))


@contextmanager
def _for_somebody(asker: Asker) -> Iterator[App]:
    """The app, for a command that must know who asks."""
    app = opened(asker.config)
    try:
        must_say_who(app, asker.who)
        yield app
    finally:
        app.close()


def _see_to(asker: Asker, deed: Callable[[App, By], Subscription]) -> None:
    with _for_somebody(asker) as app:
        one = deed(app, By(asker.who))
        _tell(app, one, asker, _state(app, one))


def _tell(app: App, one: Subscription, asker: Asker, sentence: str) -> None:
    if asker.output is Format.JSON:
        print_json(_json(one))
        return
    name = called(one.topic, one.when, _names(app))
    typer.echo(f"{one.id}: {name}, to {_names(app).post(one.post)}.\n{sentence}")


def _after_asking(app: App, one: Subscription) -> str:
    if one.state is not SubscriptionState.ASKED:
        return f"It is there already. {_state(app, one)}"
    told = app.config.directory.recipient(one.post, today_of(app))
    to = f" to {told.name}" if told else ""
    lines = [f"A message goes out{to} by which it is confirmed; until then nothing is sent."]
    if unmet := no_meeting_said(app, one):
        lines.append(unmet)
    return "\n".join(lines)


def _state(app: App, one: Subscription) -> str:
    if one.state is SubscriptionState.PAUSED and one.paused_until is None:
        return f"It is paused until somebody says: watchlist resume {one.id}"
    return state_said(one, today_of(app))


def _row(app: App, one: Subscription, names: Names) -> tuple[str, ...]:
    digest = called(one.topic, one.when, names).removeprefix("the digest of ")
    return (one.id, names.post(one.post), digest, one.channel, shortly(one, today_of(app)))


def _json(one: Subscription) -> dict[str, Any]:
    return {**vars(one), "topic": vars(one.topic), "name": one.name}


def _names(app: App) -> Names:
    return Names.of(app.config.directory, app.book)
