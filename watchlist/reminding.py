"""What has fallen due is told, once: looked for on every day, in a transaction of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime

from watchlist.cycle import Setting
from watchlist.model.acts import WATCHLIST, Act, ActKind, Due
from watchlist.model.calendar import local_date
from watchlist.model.record import Record
from watchlist.model.register import Breach, Moves
from watchlist.register.falling_due import Fell, Occasion, fallen_due, remind, unacknowledged
from watchlist.register.leaving import left_behind
from watchlist.store.store import Store
from watchlist.store.transaction import Transaction

JOB = "falling due"


def fall_due(store: Store, setting: Setting, now: datetime) -> int:
    """Tell those who must hear of what has fallen due; how many notices there are of it.

    Once a local day; a second daemon, or a start after a crash, finds it told or tells it.
    """
    occasion = local_date(now, setting.zone).isoformat()
    if store.last_done(JOB) == occasion:
        return 0
    with store.begin(now) as tx:
        occasions = list(_occasions(tx, setting, now))
        told = tx.told_subjects({one.subject for one in occasions})
        tx.save(Moves(acts=tuple(_escalations(tx, occasions, told, now))))
        written = tx.notify(remind(occasions, told, setting.directory, now, setting.zone))
    store.done(JOB, occasion, now)
    return written


def _escalations(
    tx: Transaction, occasions: Iterable[Occasion], told: Collection[str], now: datetime
) -> Iterator[Act]:
    """That an entry was brought to a post because nobody acknowledged it: a row of its history, once,
    however many of its breaches nobody acknowledged."""
    brought = set[tuple[int, str | None]]()
    for one in occasions:
        if one.what is not Fell.NOT_ACKNOWLEDGED or one.subject in told:
            continue
        if (one.entry, one.post) not in brought:
            brought.add((one.entry, one.post))
            yield Act(
                tx.ids.act(), one.entry, now, ActKind.ESCALATED, WATCHLIST,
                post=one.post, due=Due(one.day),
            )  # fmt: skip


def _occasions(tx: Transaction, setting: Setting, now: datetime) -> Iterator[Occasion]:
    today = local_date(now, setting.zone)
    records = tx.records(tx.acted_on())
    held = defaultdict(list)
    for breach in tx.breaches_under(records):
        held[breach.entry].append(breach)
    for number, entry in tx.entries(records).items():
        yield from fallen_due(entry, records[number], held[number], today)
        yield from left_behind(entry, records[number], setting.directory, today)
    yield from _unacknowledged(tx, setting, records, now)


def _unacknowledged(
    tx: Transaction, setting: Setting, records: Mapping[int, Record], now: datetime
) -> Iterator[Occasion]:
    """Breaches of rules that ask for an acknowledgement, of which their owners have been told."""
    asking = {rule.id: rule.escalation for rule in setting.book.rules.values() if rule.escalation}
    breaches: list[Breach] = tx.live_breaches(asking, evidence=False) if asking else []
    told_at = tx.told_since({breach.id for breach in breaches})
    for breach in breaches:
        escalation, since = asking[breach.rule], told_at.get(breach.id)
        if since is not None and escalation is not None:
            record = records.get(breach.entry or 0, Record())
            one = unacknowledged(breach, escalation, record, since, now, setting.zone)
            if one is not None:
                yield one
