"""The only place that wires the parts together: configuration, rulebook, store, channels, clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

from watchlist.collision import clashes
from watchlist.config import Config, read_config
from watchlist.cycle import Setting
from watchlist.deliver.links import Links
from watchlist.kept import last_good_rulebook
from watchlist.model.calendar import local_date
from watchlist.model.errors import Fault, FaultsError, UsageError
from watchlist.model.message import Channel
from watchlist.model.rule import Rulebook
from watchlist.posts import leaving
from watchlist.rule_files import RuleFiles, read_rules, refusal, rule_files
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
    """Everything a command needs, open. ``refused`` are the rule files as they are now, where they
    are not in force for their faults; ``book`` is then the last good rulebook."""

    config: Config
    book: Rulebook
    store: Store
    channels: Mapping[str, Channel]
    clock: Clock
    refused: RuleFiles | None = None

    @property
    def setting(self) -> Setting:
        config = self.config
        return Setting(self.book, config.directory, config.zone, config.quiet_start)

    def links(self) -> Links:
        """What links in messages are made and known by. A key that the configuration names signs; what
        the program's own signed before is good as well."""
        config = self.config
        if config.secret_key:
            kept = self.store.kept_key()
            keys = (*((kept,) if kept else ()), config.secret_key)
        else:
            keys = (self.store.secret_key(),)
        return Links(config.web.address if config.web else "", keys)

    def close(self) -> None:
        for channel in self.channels.values():
            channel.close()
        self.store.close()


def open_app(path: Path, rules: Sequence[Path] = (), *, last_good: bool = False) -> App:
    """Read the configuration and the rules, open the store and build the channels.

    ``rules`` are folders to read instead of those that the configuration names. Raises
    :class:`FaultsError` with every fault of all of them at once; with ``last_good``, faults of the
    rules alone only where no good rulebook was ever in force.
    """
    refuse_collisions()
    config, channels, faults = _configured(path)
    files = rule_files(rules or config.rules)
    book, found = read_rules(config, files)
    refused = refusal(files, found)
    wrong = [fault for fault in faults if not fault.warning]
    if wrong or (refused and not last_good):
        raise FaultsError([*wrong, *(refused.faults if refused else ())])
    store = open_store(config.database)
    book = last_good_rulebook(store) if refused else book
    if book is None:
        store.close()
        raise FaultsError(refused.faults if refused else ())
    return App(config, book, store, channels, clock_of(config), refused)


def examine(
    path: Path, rules: Sequence[Path] = ()
) -> tuple[Config | None, Rulebook | None, dict[str, Channel], list[Fault]]:
    """Everything that can be known without a database: faults and warnings of all the files."""
    try:
        config, channels, faults = _configured(path)
    except FaultsError as error:
        return None, None, {}, list(error.faults)
    book, found = read_rules(config, rule_files(rules or config.rules))
    return config, book, channels, [*faults, *found]


def leavers(config: Config) -> dict[str, Fault]:
    """Post -> a warning for each post that nobody holds any more, or soon."""
    today = local_date(clock_of(config)(), config.zone)
    return leaving(config.directory, config.marks, today)


def _configured(path: Path) -> tuple[Config, dict[str, Channel], list[Fault]]:
    config, faults = read_config(path)
    return config, _channels(config), faults


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
    points = sorted(entry_points(group="watchlist.notifiers"), key=_is_ours)
    kinds = {point.name: point for point in points}  # nobody else's takes the name of one of ours
    found: dict[str, Channel] = {}
    for name, value in config.channels.items():
        kind = _kind(name, value)
        if kind not in kinds:
            value.fault(f"there is no kind of channel {quote(kind)}{nearest(kind, kinds)}")
        elif channel := _built(_loaded(kinds[kind], value), value, config.folder):
            found[name] = channel
    if "mailbox" not in config.channels:
        mailbox = kinds["mailbox"].load()
        found["mailbox"] = mailbox(mailbox.Settings(folder=config.folder / DEFAULT_MAILBOX))
    return found


def _is_ours(point: EntryPoint) -> bool:
    return point.module.startswith("notifiers.")


def _loaded(point: EntryPoint, value: Value) -> Any | None:
    """A kind of channel; somebody else's may be broken in any way: a fault and no traceback."""
    try:
        return point.load()
    except Exception as error:
        value.fault(
            f"the kind of channel {quote(point.name)} cannot be used "
            f"({type(error).__name__}: {error}); install the package that brings it anew"
        )
        return None


def _kind(name: str, value: Value) -> str:
    kinds = [part.word() for key, part in value.entries() if key == "kind"]
    return (kinds[0] if kinds else None) or name


def _built(channel: Any | None, value: Value, folder: Path) -> Channel | None:
    settings = settings_of(value, channel.Settings, folder) if channel else None
    return channel(settings) if channel and settings else None
