"""How the service is: what it did last, what is wrong and what to do about it. It asks the database and
looks where files lie; it calls nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from watchlist.installation import Installation, today_of
from watchlist.kept import in_force
from watchlist.model.errors import Fault
from watchlist.model.record import Task
from watchlist.posts import leaving
from watchlist.register.due import due
from watchlist.rulebook.wording import listed
from watchlist.store.daemons import DaemonSeen
from watchlist.store.holding import Import, Size, last_imports, size_of
from watchlist.store.leases import Held
from watchlist.views.daemons import clock_trouble, daemon_troubles
from watchlist.views.source_troubles import source_troubles
from watchlist.views.trouble import Trouble, many, upper

#: A job whose turn came so long ago and was not done is late.
_GRACE = timedelta(minutes=10)

#: A backup is expected more often.
_BACKED_UP = timedelta(days=3)


@dataclass(frozen=True)
class SourceSeen:
    """A source, and what came of it last."""

    name: str
    path: str
    last: Import | None


@dataclass(frozen=True)
class Health:
    """``cycle``, ``judged`` and ``delivery`` are when each was done last."""

    rules: str
    cycle: datetime | None
    judged: datetime | None
    delivery: datetime | None
    database: Size
    sources: tuple[SourceSeen, ...]
    refused: tuple[Fault, ...]
    troubles: tuple[Trouble, ...]
    daemons: tuple[DaemonSeen, ...]
    leases: tuple[Held, ...]


def health(here: Installation) -> Health:
    store, last = here.store, last_imports(here.store)
    judged = store.last_done_at("judge")
    refused = tuple(sorted(store.faults(store.standing_faults()).values(), key=Fault.place))
    return Health(
        in_force(here),
        store.last_done_at("cycle") or judged,
        judged,
        store.last_done_at("delivery"),
        size_of(store),
        tuple(SourceSeen(one.name, one.where, last.get(one.name)) for one in here.config.sources),
        refused,
        (*_of_rules(refused), *_late(here), *of_daemons(here), *_of_messages(here),
         *source_troubles(here), *_of_posts(here), *of_the_clock(here), *of_backups(here)),
        tuple(store.daemons()),
        tuple(store.leases()),
    )  # fmt: skip


def of_daemons(here: Installation) -> Iterator[Trouble]:
    store = here.store
    yield from daemon_troubles(
        store.daemons(), store.leases(), store.last_rulebook(), store.database_now()
    )


def of_the_clock(here: Installation) -> Iterator[Trouble]:
    if said := rehearsal_said(here):
        yield Trouble("Clock", f"{upper(said)}.", doubtful=True)
    if trouble := clock_trouble(datetime.now(UTC), here.store.database_now()):
        yield trouble


def of_backups(here: Installation) -> Iterator[Trouble]:
    """Nobody expects one of a rehearsal."""
    last, now = here.store.last_backup(), here.store.database_now()
    if here.config.rehearse_at is not None or (last and now - last < _BACKED_UP):
        return
    said = f"The last backup is of {last:%d %B %Y}." if last else "No backup was ever taken."
    do = "Take one every day (watchlist backup), unless the database's server does."
    yield Trouble("Backup", said, do, doubtful=True)


def unheld(here: Installation) -> Iterator[str]:
    """Posts that nobody holds any more, or soon, each with what is waiting for it."""
    found = leaving(here.config.directory, here.config.marks, today_of(here))
    if not found:
        return
    owners = Counter(entry.owner for entry in here.store.live_entries())
    records = here.store.records(here.store.acted_on()).values()
    for post, fault in found.items():
        waiting = {
            "entry|entries": owners[post],
            "open action|open actions": _open(post, (record.actions for record in records)),
            "open request|open requests": _open(post, (record.requests for record in records)),
        }
        owns = [many(number, *words.split("|")) for words, number in waiting.items() if number]
        yield f"{fault}; it owns {listed(owns)}" if owns else str(fault)


def rehearsal_said(here: Installation) -> str:
    """That the clock is not the real one; "" where it is."""
    if here.config.rehearse_at is None:
        return ""
    return f"rehearsal: it says {here.clock():%d %B %Y}; remove rehearse_at to work in earnest"


def _of_rules(refused: tuple[Fault, ...]) -> Iterator[Trouble]:
    if refused:
        faults = many(len(refused), "fault", "faults")
        yield Trouble(
            "Rules", f"The rule files have {faults}, so that they are not taken.",
            "Mend them; until then it stays with the rules in force.", "/rules",
        )  # fmt: skip


def _late(here: Installation) -> Iterator[Trouble]:
    """Jobs whose turn has come and gone; where no service ever took one, somebody runs them by hand."""
    last = {job: here.store.last_done(job) for job in here.config.schedules}
    schedules = {job: here.config.schedules[job] for job, done in last.items() if done}
    called = {"cycle": "taking figures in and judging them", "delivery": "sending messages"}
    for job, _ in due(schedules, last, here.clock() - _GRACE, here.config.zone):
        yield Trouble(
            "Service", f"The turn of {called.get(job, f'the {job}')} came and was not taken.",
            "See whether the service runs (watchlist run) and what its log says.",
        )  # fmt: skip


def _of_messages(here: Installation) -> Iterator[Trouble]:
    if reason := here.store.held():
        yield Trouble("Messages", f"Delivery is held: {reason}.", "Let it go.", "/deliveries")
    letters = here.store.dead_letters()
    if letters.dead:
        were = many(letters.dead, "message was", "messages were")
        yield Trouble(
            "Messages",
            f"{were} given up.",
            "See why, and send them again.",
            "/deliveries?state=dead",
        )
    if letters.unknown:
        attempts = many(letters.unknown, "attempt", "attempts")
        yield Trouble(
            "Messages", f"To {attempts} no answer came, so that a message may have arrived twice.",
            "See which.", "/deliveries?unknown=yes", doubtful=True,
        )  # fmt: skip


def _of_posts(here: Installation) -> Iterator[Trouble]:
    for said in unheld(here):
        sentence = said.partition(": warning: ")[2] or said
        do = "Name who holds it, in the configuration."
        yield Trouble("Posts", f"{upper(sentence)}.", do, doubtful=True)


def _open(post: str, tasks: Iterable[tuple[Task, ...]]) -> int:
    return sum(task.open and task.post == post for of_entry in tasks for task in of_entry)
