"""What `watchlist doctor` looks at, and what it finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from watchlist.app import App, examine, mailboxes, open_app
from watchlist.cli.delivering import held_said, to_look_at
from watchlist.cli.disk import disk_troubles
from watchlist.collision import clashes
from watchlist.config import Config
from watchlist.deliver.proving import prove_templates
from watchlist.kept import in_force
from watchlist.model.errors import WatchlistError, WorldError
from watchlist.shipped import shipped
from watchlist.sources.offers import advice, offers
from watchlist.sources.settings import SourceMeaning
from watchlist.views.health import of_backups, of_daemons, of_the_clock, unheld
from watchlist.views.trouble import Trouble


@dataclass(frozen=True)
class Examined:
    """One thing that was looked at; ``wrong`` says what is wrong and what to do ("" when well)."""

    what: str
    wrong: str = ""
    doubtful: bool = False


def examined(config: Path) -> Iterator[Examined]:
    """Everything, as far as one can come."""
    yield Examined("installation", "\n".join(clashes()))
    known, _, channels, faults = examine(config)
    wrong = "\n".join(str(fault) for fault in sorted(faults) if not fault.warning)
    yield Examined("configuration and rules", wrong)
    if wrong:
        return
    warnings = "\n".join(str(fault) for fault in sorted(faults) if fault.warning)
    yield Examined("warnings", warnings, doubtful=True)
    own = known.templates if known else None
    failed = prove_templates(channels, shipped("templates"), own)
    yield Examined("templates", "\n".join(map(str, failed)), doubtful=True)
    try:
        app = open_app(config)
    except WorldError as error:
        yield Examined("database", str(error))
        return
    try:
        yield from _running(app)
    finally:
        app.close()


def _running(app: App) -> Iterator[Examined]:
    """The database is open: what it holds, who works on it, the machine, the sources and channels."""
    held = app.store.held()
    yield Examined(in_force(app))
    yield Examined("database", held_said(held) if held else "", doubtful=True)
    yield _of("daemons", of_daemons(app))
    yield _of("clock", of_the_clock(app))
    yield _of("disk", disk_troubles(app.config, mailboxes(app.config)))
    yield _of("backup", of_backups(app))
    yield Examined("messages", "\n".join(to_look_at(app.store.dead_letters())), doubtful=True)
    yield Examined("posts", "\n".join(unheld(app)), doubtful=True)
    yield Examined("heartbeat", _unwatched(app.config), doubtful=True)
    yield from _accounts(app.config)
    for source in app.config.sources:
        yield _source(source, app.config.folder)
    for name, channel in app.channels.items():
        yield Examined(f"channel {name}", "\n".join(channel.examine()))
        if channel.advice:
            yield Examined(f"channel {name}", channel.advice, doubtful=True)


def _of(what: str, troubles: Iterable[Trouble]) -> Examined:
    found = list(troubles)
    doubtful = all(one.doubtful for one in found)
    return Examined(what, "\n".join(map(str, found)), doubtful)


def _unwatched(config: Config) -> str:
    """Whether anybody would notice that the service stands still; in a rehearsal nobody need."""
    if config.heartbeat or config.rehearse_at is not None:
        return ""
    return (
        "nobody outside hears of the cycles, so that nobody would notice if they ended; "
        "see `heartbeat:` in docs/operations.md, unless Prometheus or the like looks at it"
    )


def _accounts(config: Config) -> Iterator[Examined]:
    """The council's own accounts, where people sign in by them."""
    if config.web and (oidc := config.web.sign_in.oidc):
        from watchlist.web.oidc import unreachable

        yield Examined("accounts", unreachable(oidc))


def _source(source: SourceMeaning, folder: Path) -> Examined:
    try:
        for offer in offers(source, folder):
            offer.arrive(None)
        return Examined(f"source {source.name}", advice(source, folder), doubtful=True)
    except WatchlistError as error:
        return Examined(f"source {source.name}", str(error))
