"""The configuration file: where things are, who holds which post, how people are reached.

Everything that a rule editor must not reach is here: people, addresses, secrets, roles. Channels
stay raw, with their places: only the channel itself knows its settings, and `app` asks it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from watchlist.database_url import read_database
from watchlist.elections import read_elections
from watchlist.heartbeat import HeartbeatSettings
from watchlist.model.digest import Part
from watchlist.model.errors import Fault, FaultsError, Mark, WorldError
from watchlist.model.indicator import SmallNumbers
from watchlist.model.meetings import PreElection
from watchlist.model.people import Directory
from watchlist.posts import read_directory
from watchlist.register.due import Schedule, parse_schedule
from watchlist.register.editions import USUAL as USUAL_TIMING
from watchlist.register.editions import Timing
from watchlist.register.quiet import Quiet
from watchlist.register.retention import Retention
from watchlist.register.small_numbers import USUAL
from watchlist.rulebook.hashes import hash_of
from watchlist.rulebook.reader import Value, root_of
from watchlist.rulebook.wording import nearest, quote
from watchlist.rulebook.words import small_numbers
from watchlist.serving import Web, read_secret_key, read_web, warn_of_own_key
from watchlist.settings import settings_of
from watchlist.sources.offers import KINDS
from watchlist.sources.settings import SourceMeaning
from watchlist.timing import read_quiet, read_retention, read_timing

_KEYS = (
    "council", "timezone", "database", "rules", "keeper", "quiet_start", "settle", "rehearse_at",
    "small_numbers", "sources", "people", "posts", "channels", "schedule", "elections",
    "pre_election", "digests", "papers", "web", "secret_key", "templates",
    "quiet_hours", "quiet_days", "retention", "heartbeat",
)  # fmt: skip
_DURATION = re.compile(r"(\d{1,4}) (minutes?|hours?)")
OUR_SOURCES = ("correction",)
_A_MACHINES_OWN = ("database", "rules", "channels", "web", "secret_key", "templates", "heartbeat")
_JOBS = {"cycle": "every 15 minutes", "digests": "every 1 minute", "delivery": "every 1 minute"}


@dataclass(frozen=True)
class Config:
    """A faultless configuration. Paths are resolved against ``folder``, the file's own."""

    path: Path
    folder: Path
    council: str
    zone: str
    database: str = field(repr=False)  # a password may be in it
    rules: tuple[Path, ...]
    quiet_start: bool
    settle: timedelta
    rehearse_at: datetime | None
    small_numbers: SmallNumbers  # what is usually withheld from the public
    sources: tuple[SourceMeaning, ...]
    directory: Directory
    channels: Mapping[str, Value]
    schedules: Mapping[str, Schedule]
    marks: Mapping[str, Mark]  # post -> where it is defined
    pre_election: tuple[PreElection, ...] = ()
    digests: Timing = USUAL_TIMING
    web: Web | None = None
    secret_key: str = field(default="", repr=False)  # "": the program makes one
    papers: Mapping[Part, str] = field(default_factory=dict)  # what their parts are called
    quiet: Quiet = Quiet()
    retention: Retention = Retention()
    templates: Path | None = None  # the council's own, before those that are shipped
    hash: str = ""  # of all that daemons which share a database have to agree on
    heartbeat: HeartbeatSettings | None = None


def read_config(path: Path) -> tuple[Config, list[Fault]]:
    """The configuration and its warnings.

    Raises :class:`FaultsError` with every fault, :class:`WorldError` when there is no such file.
    """
    faults: list[Fault] = []
    config = _config(path, root_of(_text_of(path), str(path), faults))
    if any(not fault.warning for fault in faults):
        raise FaultsError(faults)
    return config, faults


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeError:
        raise FaultsError(
            [Fault(Mark(str(path)), "is not a UTF-8 text; save it as UTF-8")]
        ) from None
    except OSError as error:
        raise WorldError(
            f"cannot read the configuration {path}: {error.strerror}; "
            "say where it is with --config, or start from config.example.yaml"
        ) from None


def _config(path: Path, root: Value) -> Config:
    fields = root.fields(*_KEYS, needs=("keeper", "rules", "posts"))
    folder = path.resolve().parent
    zone = _zone(fields["timezone"])
    channels = dict(fields["channels"].named("channel"))
    web, secret_key = read_web(fields["web"], folder), read_secret_key(fields["secret_key"], folder)
    warn_of_own_key(fields["web"], web, secret_key)
    return Config(
        path=path,
        folder=folder,
        council=fields["council"].text() or "The council",
        zone=zone,
        database=read_database(fields["database"], folder),
        rules=_folders(fields["rules"], folder),
        quiet_start=_given(fields["quiet_start"].truth(), True),
        settle=_duration(fields["settle"], timedelta(minutes=30)),
        rehearse_at=_instant(fields["rehearse_at"], zone),
        small_numbers=small_numbers(fields["small_numbers"]) or USUAL,
        sources=tuple(_sources(fields["sources"], folder)),
        directory=read_directory(fields, channels),
        channels=channels,
        schedules=_schedules(fields["schedule"]),
        marks={name: value.mark for name, value in fields["posts"].named("post")},
        pre_election=read_elections(fields["elections"], fields["pre_election"]),
        digests=read_timing(fields["digests"], zone),
        web=web,
        secret_key=secret_key,
        papers=_papers(fields["papers"]),
        quiet=read_quiet(fields["quiet_hours"], fields["quiet_days"], zone),
        retention=read_retention(fields["retention"]),
        templates=_own_templates(fields["templates"], folder),
        hash=_agreed(root),
        heartbeat=_heartbeat(fields["heartbeat"], folder),
    )


def _agreed(root: Value) -> str:
    """Of what is written, apart from how one machine reaches the database, the rules and people."""
    return hash_of(
        [[key, value.plain()] for key, value in root.entries() if key not in _A_MACHINES_OWN]
    )


def _given(value: bool | None, default: bool) -> bool:
    return default if value is None else value


def _zone(value: Value) -> str:
    zone = value.word() or "Europe/London"
    if zone not in available_timezones():
        value.wrong(
            f"a time zone; write it like Europe/London{nearest(zone, available_timezones())}"
        )
        return "Europe/London"
    return zone


def _folders(value: Value, folder: Path) -> tuple[Path, ...]:
    """A folder that is not there is a warning here and a fault of the rules: a share that is gone
    must not keep the daemon from starting on the last good rulebook."""
    found = []
    for item in value.items():
        name = item.text() or "."
        if not (folder / name).is_dir():
            item.warn(f"rules: there is no folder {quote(name)} beside the configuration")
        found.append(folder / name)
    return tuple(found)


def _papers(value: Value) -> dict[Part, str]:
    """What the parts of a committee's paper are called."""
    fields = value.fields(Part.PUBLIC, Part.EXEMPT)
    written = {part: fields[part].text() for part in (Part.PUBLIC, Part.EXEMPT)}
    return {part: text for part, text in written.items() if text}


def _own_templates(value: Value, folder: Path) -> Path | None:
    """A folder that is not there is a warning: messages are then written as they are shipped."""
    name = value.text()
    if name is None:
        return None
    if not (folder / name).is_dir():
        value.warn(f"templates: there is no folder {quote(name)} beside the configuration")
        return None
    return folder / name


def _heartbeat(value: Value, folder: Path) -> HeartbeatSettings | None:
    return settings_of(value, HeartbeatSettings, folder) if value.given else None


def _duration(value: Value, default: timedelta) -> timedelta:
    written = value.word()
    if written is None:
        return default
    match = _DURATION.fullmatch(written)
    if not match:
        value.wrong("a stretch of time; write it like 30 minutes or 2 hours")
        return default
    amount = int(match[1])
    return timedelta(hours=amount) if match[2].startswith("hour") else timedelta(minutes=amount)


def _instant(value: Value, zone: str) -> datetime | None:
    written = value.word()
    if written is None:
        return None
    try:
        moment = datetime.fromisoformat(written)
        local = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
        return local.astimezone(UTC)
    except ValueError:
        value.wrong("a date and time; write it like 2026-11-20 09:00")
        return None


def _schedules(value: Value) -> dict[str, Schedule]:
    fields = value.fields(*_JOBS)
    found = {}
    for job, default in _JOBS.items():
        try:
            found[job] = parse_schedule(fields[job].word() or default)
        except ValueError as error:
            fields[job].fault(f"{job}: {error}")
            found[job] = parse_schedule(default)
    return found


def _sources(value: Value, folder: Path) -> Iterable[SourceMeaning]:
    for name, source in value.named("source"):
        if name in OUR_SOURCES:
            source.fault("figures that are put right by hand are called so; give it another name")
        kind = next((part.word() for key, part in source.entries() if key == "kind"), None) or "csv"
        if kind not in KINDS:
            source.fault(f"there is no kind of source {quote(kind)}{nearest(kind, KINDS)}")
        elif settings := settings_of(source, KINDS[kind], folder, name=name):
            yield settings
