"""The only place that wires the parts together: configuration, rulebook, store, channels, clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from watchlist.collision import clashes
from watchlist.config import Config, read_config
from watchlist.cycle import Setting
from watchlist.model.errors import Fault, FaultsError, UsageError
from watchlist.model.message import Channel
from watchlist.model.rule import Rulebook
from watchlist.rulebook.load import check_rulebook, posts_named
from watchlist.rulebook.reader import Value
from watchlist.rulebook.wording import nearest, quote
from watchlist.settings import settings_of
from watchlist.store.open import open_store
from watchlist.store.store import Store

Clock = Callable[[], datetime]

#: Where messages lie when the configuration names no mailbox.
DEFAULT_MAILBOX = "messages"


@dataclass(frozen=True)
class App:
    """Everything a command needs, faultless and open."""

    config: Config
    book: Rulebook
    store: Store
    channels: Mapping[str, Channel]
    clock: Clock

    @property
    def setting(self) -> Setting:
        config = self.config
        return Setting(self.book, config.directory, config.zone, config.quiet_start)

    def close(self) -> None:
        for channel in self.channels.values():
            channel.close()
        self.store.close()


def open_app(path: Path, rules: Sequence[Path] = ()) -> App:
    """Read the configuration and the rules, open the store and build the channels.

    ``rules`` are folders to read instead of those that the configuration names. Raises
    :class:`FaultsError` with every fault of all of them at once.
    """
    refuse_collisions()
    config, book, channels, faults = examine(path, rules)
    if config is None or book is None or any(not fault.warning for fault in faults):
        raise FaultsError(fault for fault in faults if not fault.warning)
    store = open_store(config.database)
    return App(config, book, store, channels, clock_of(config))


def examine(
    path: Path, rules: Sequence[Path] = ()
) -> tuple[Config | None, Rulebook | None, dict[str, Channel], list[Fault]]:
    """Everything that can be known without a database: faults and warnings of all the files."""
    try:
        config, faults = read_config(path)
    except FaultsError as error:
        return None, None, {}, list(error.faults)
    channels = _channels(config)
    book, found = check_rulebook(rules or config.rules)
    faults.extend(found)
    if book:
        faults.extend(_unknown_posts(config, book))
    return config, book, channels, faults


def refuse_collisions() -> None:
    """Raises :class:`UsageError` where another package owns one of our import names."""
    if found := clashes():
        raise UsageError("\n".join(found))


def clock_of(config: Config) -> Clock:
    """The real clock; in a rehearsal, one that starts at the moment the configuration names."""
    if config.rehearse_at is None:
        return lambda: datetime.now(UTC)
    behind = datetime.now(UTC) - config.rehearse_at
    return lambda: datetime.now(UTC) - behind


def mailboxes(config: Config) -> list[Path]:
    """The folders in which messages lie as files."""
    written = {name: value.plain() for name, value in config.channels.items()}
    folders = [
        config.folder / str(plain.get("folder", ""))
        for name, plain in written.items()
        if isinstance(plain, dict) and plain.get("kind", name) == "mailbox"
    ]
    return folders if "mailbox" in written else [*folders, config.folder / DEFAULT_MAILBOX]


def _channels(config: Config) -> dict[str, Channel]:
    """The channels that are configured, and a mailbox where none is said to be."""
    kinds = {point.name: point for point in entry_points(group="watchlist.notifiers")}
    found: dict[str, Channel] = {}
    for name, value in config.channels.items():
        kind = _kind(name, value)
        if kind not in kinds:
            value.fault(f"there is no kind of channel {quote(kind)}{nearest(kind, kinds)}")
        elif channel := _built(kinds[kind].load(), value, config.folder):
            found[name] = channel
    if "mailbox" not in config.channels:
        mailbox = kinds["mailbox"].load()
        found["mailbox"] = mailbox(mailbox.Settings(folder=config.folder / DEFAULT_MAILBOX))
    return found


def _kind(name: str, value: Value) -> str:
    kinds = [part.word() for key, part in value.entries() if key == "kind"]
    return (kinds[0] if kinds else None) or name


def _built(channel: Any, value: Value, folder: Path) -> Channel | None:
    settings = settings_of(value, channel.Settings, folder)
    return None if settings is None else channel(settings)


def _unknown_posts(config: Config, book: Rulebook) -> list[Fault]:
    posts = config.directory.posts
    return [
        Fault(mark, f"there is no post {quote(post)} in {config.path}{nearest(post, posts)}")
        for post, mark in posts_named(book)
        if post not in posts
    ]
