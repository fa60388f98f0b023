"""What is measured of an installation. All of it comes out of the database, so that the pages of every
daemon say the same, whichever is asked; but for the clock of the machine that answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from watchlist.installation import Installation
from watchlist.model.rule import Level
from watchlist.register.due import Every, Schedule
from watchlist.store.daemons import DaemonSeen
from watchlist.store.failing import failing_sources
from watchlist.store.holding import last_imports, size_of
from watchlist.store.leases import Held
from watchlist.store.operations import Operations, operations_of
from watchlist.store.results import DeadLetters, KeptRulebook

#: Of so many daemons, the last that were heard of, is said how they are: one that starts again and
#: again has another name each time.
_MOST_DAEMONS = 30


@dataclass(frozen=True)
class Measured:
    """``intervals``: what is scheduled -> how far its turns lie apart. ``levels``: entries on the list
    by their level. ``imports``: source -> when something of it came in last (None: never).
    ``backup``: when the last one was taken (None: never). ``ahead``: by how much this machine's clock
    is ahead of the database's."""

    rehearsal: bool
    intervals: Mapping[str, timedelta]
    operations: Operations
    rules: int
    indicators: int
    in_force: KeptRulebook | None
    faults: int
    levels: Mapping[Level | None, int]
    letters: DeadLetters
    held: bool
    imports: Mapping[str, datetime | None]
    failing: frozenset[str]
    daemons: tuple[DaemonSeen, ...]
    leases: tuple[Held, ...]
    bytes: int
    backup: datetime | None
    ahead: timedelta


def measure(here: Installation) -> Measured:
    """A dozen simple queries. Raises WorldError where the database fails."""
    config, book, store = here.config, here.book, here.store
    names = [source.name for source in config.sources]
    came = last_imports(store)
    return Measured(
        rehearsal=config.rehearse_at is not None,
        intervals={name: _interval(one) for name, one in config.schedules.items()},
        operations=operations_of(store),
        rules=len(book.rules),
        indicators=len(book.indicators),
        in_force=next(iter(store.rulebooks()), None),
        faults=len(store.standing_faults()),
        levels=store.levels_listed(),
        letters=store.dead_letters(),
        held=store.held() is not None,
        imports={name: came[name].at if name in came else None for name in names},
        failing=frozenset(failing_sources(store)) & frozenset(names),
        daemons=_newest(store.daemons()),
        leases=tuple(store.leases()),
        bytes=size_of(store).bytes,
        backup=store.last_backup(),
        ahead=datetime.now(UTC) - store.database_now(),
    )


def _interval(schedule: Schedule) -> timedelta:
    return schedule.length if isinstance(schedule, Every) else timedelta(days=1)


def _newest(daemons: Sequence[DaemonSeen]) -> tuple[DaemonSeen, ...]:
    return tuple(sorted(daemons, key=lambda one: one.seen)[-_MOST_DAEMONS:])
