"""`watchlist deliveries`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import typer

from watchlist.app import open_app
from watchlist.cli.formats import Format
from watchlist.cli.output import console, print_json, table
from watchlist.model.errors import UsageError
from watchlist.store.results import Delivery, MessageState
from watchlist.store.store import Store


def deliveries(config: Path, state: str, retry: str, lift: bool, output: Format) -> None:
    app = open_app(config, last_good=True)
    if lift:
        app.store.lift()
    if retry:
        _retry(app.store, retry, app.clock())
    found = app.store.deliveries(_state(state))
    if output is Format.JSON:
        print_json(found)
        return
    if reason := app.store.held():
        typer.echo(f"Delivery is held: {reason}. Let it go with: watchlist deliveries --lift")
    headings = ("Made", "To", "By", "What", "State", ">Tries", "Why")
    console().print(table("Messages", headings, map(_row, found)))


def _retry(store: Store, message: str, now: datetime) -> None:
    if not store.retry(message, now):
        raise UsageError(f'there is no dead message "{message}"; see: watchlist deliveries')


def _state(word: str) -> MessageState | None:
    try:
        return MessageState(word) if word else None
    except ValueError:
        known = ", ".join(MessageState)
        raise UsageError(f'"{word}" is not a state of a message; it is one of {known}') from None


def _row(delivery: Delivery) -> tuple[str, ...]:
    return (
        f"{delivery.made_at:%Y-%m-%d %H:%M}",
        f"{delivery.post}\n{delivery.address}",
        delivery.channel,
        f"{delivery.headline}\n{delivery.message}",
        delivery.state.value,
        str(delivery.tries),
        delivery.detail or delivery.reason,
    )
