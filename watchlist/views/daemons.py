"""What is wrong among the daemons that share a database. Moments are on the database's clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from watchlist.rulebook.wording import listed
from watchlist.store.daemons import DaemonSeen
from watchlist.store.leases import Held
from watchlist.views.trouble import Trouble, many

#: A daemon of which nothing was heard for so long is not there. It says so itself far more often.
UNHEARD = timedelta(minutes=2)

#: Clocks that lie further apart are wrong, and not merely asked one after the other.
_APART = timedelta(seconds=30)

_ABOUT = "Daemons"


def alive(daemons: Sequence[DaemonSeen], now: datetime) -> list[DaemonSeen]:
    return [one for one in daemons if now - one.seen < UNHEARD]


def machine_of(one: DaemonSeen) -> str:
    """A daemon's name begins with that of its machine, and is another one at each start."""
    return one.name.partition(":")[0]


def daemon_troubles(
    daemons: Sequence[DaemonSeen], leases: Sequence[Held], in_force: str | None, now: datetime
) -> Iterator[Trouble]:
    """``in_force`` is the hash of the rulebook in force."""
    here = alive(daemons, now)
    lost = _lost(daemons, here)
    if not here and not lost:
        yield Trouble(_ABOUT, "No daemon runs.", "Start it: watchlist run.", doubtful=True)
    for one in lost:
        minutes = many((now - one.seen) // timedelta(minutes=1), "minute", "minutes")
        yield Trouble(
            _ABOUT, f"Nothing was heard of daemon {one.name} for {minutes}.",
            "See its machine and its log, and start it anew.",
        )  # fmt: skip
    yield from _differing(here)
    yield from _stale(here, in_force)
    yield from _held_by_nobody(here, leases)


def clock_trouble(machine: datetime, database: datetime) -> Trouble | None:
    """Whether two clocks that were read at the same moment are apart."""
    apart = machine - database
    if abs(apart) <= _APART:
        return None
    seconds, way = abs(apart) // timedelta(seconds=1), "ahead of" if apart > _APART else "behind"
    return Trouble(
        "Clock", f"This machine's clock is {seconds:,} seconds {way} that of the database.",
        "Set both by the council's time server.", doubtful=True,
    )  # fmt: skip


def _lost(daemons: Sequence[DaemonSeen], here: Sequence[DaemonSeen]) -> list[DaemonSeen]:
    """Those that went without a word and that no other on their machine has followed."""
    machines = {machine_of(one) for one in here}
    return [one for one in daemons if one not in here and machine_of(one) not in machines]


def _differing(here: Sequence[DaemonSeen]) -> Iterator[Trouble]:
    """Then what is done depends on which of them does it."""
    for what, key in (("releases", "version"), ("configurations", "config")):
        groups = defaultdict(list)
        for one in here:
            groups[getattr(one, key)].append(one.name)
        if len(groups) > 1:
            parts = listed(f"{listed(names)} on one" for names in groups.values())
            yield Trouble(
                _ABOUT, f"Daemons run on different {what}: {parts}.",
                "Give all of them the same, and start them anew.",
            )  # fmt: skip


def _stale(here: Sequence[DaemonSeen], in_force: str | None) -> Iterator[Trouble]:
    for one in here:
        if in_force is not None and one.book != in_force:
            yield Trouble(
                _ABOUT, f"Daemon {one.name} judges by other rules than those in force.",
                "It takes them within minutes; if not, see its log.", doubtful=True,
            )  # fmt: skip


def _held_by_nobody(here: Sequence[DaemonSeen], leases: Sequence[Held]) -> Iterator[Trouble]:
    names = {one.name for one in here}
    for lease in leases:
        if lease.holder not in names:
            yield Trouble(
                _ABOUT, f"{lease.holder} has the {lease.job} in hand and is not heard of.",
                "Another daemon takes it over within a minute.", doubtful=True,
            )  # fmt: skip
