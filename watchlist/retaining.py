"""What has run out is removed: once a day, a few rows at a time, so that others wait briefly and a
machine that goes out between two of them loses nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from watchlist.installation import Installation
from watchlist.model.calendar import local_date
from watchlist.register.retention import Kind, Retention, Term
from watchlist.store.retention import RanOut
from watchlist.store.store import Store

JOB = "retention"

#: A clock that is so far ahead is wrong, or that of a rehearsal.
_ASTRAY = timedelta(days=1)

#: Rows of one kind that are looked for at a time, while others write, and that go in one transaction.
_FOUND, _TOGETHER = 10_000, 500


@dataclass(frozen=True)
class Report:
    """How many of each kind were removed; nothing of a kind of which none were."""

    removed: Counter[Kind] = field(default_factory=Counter)

    def figures(self) -> dict[str, int]:
        """Counts for a line of the log."""
        return {kind.value: many for kind, many in self.removed.items()}


def retention_round(
    here: Installation, now: datetime, stop: Callable[[], bool] = lambda: False
) -> Report | None:
    """Remove what has run out, once a local day; None where that was done today, and where our clock is
    ahead of the database's: what is removed too early never comes back. A round that was stopped or
    killed is taken up by the next one."""
    occasion = local_date(now, here.config.zone).isoformat()
    if here.store.was_done(JOB, occasion) or now > here.store.database_now() + _ASTRAY:
        return None
    report = retain(here.store, here.config.retention, here.config.zone, now, stop)
    if not stop():
        here.store.done(JOB, occasion, now)
    return report


def retain(
    store: Store,
    retention: Retention,
    zone: str,
    now: datetime,
    stop: Callable[[], bool] = lambda: False,
) -> Report:
    """Remove all that has run out at ``now``; ``stop`` is asked between two transactions."""
    store.prune_sign_ins(now)
    removed: Counter[Kind] = Counter()
    for kind, before, term in _asked(retention, now, zone):
        for many in _some(store, kind, before, term, now):
            removed[kind] += many
            if stop():
                return Report(+removed)
    return Report(+removed)


def run_out(store: Store, retention: Retention, zone: str, now: datetime) -> list[RanOut]:
    """What would be removed now, of each kind for which there is a term."""
    return [store.run_out(kind, before) for kind, before, _ in _asked(retention, now, zone)]


def _asked(retention: Retention, now: datetime, zone: str) -> Iterator[tuple[Kind, datetime, Term]]:
    for kind in Kind:
        before, term = retention.run_out(kind.limit, now, zone), retention.term(kind.limit)
        if before is not None and term is not None:
            yield kind, before, term


def _some(store: Store, kind: Kind, before: datetime, term: Term, now: datetime) -> Iterator[int]:
    """Removes all of a kind, a transaction at a time; how many went in each."""
    while keys := store.run_out_keys(kind, before, _FOUND):
        for start in range(0, len(keys), _TOGETHER):
            with store.begin(now) as tx:
                some = keys[start : start + _TOGETHER]
                many = tx.remove_run_out(kind, some, before, term, now)
                if many:
                    tx.ids.shown()
            yield many
        if len(keys) < _FOUND:
            return
