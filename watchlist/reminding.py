"""What has fallen due is told, once: looked for on every day, in a transaction of its own, and only
where something has happened or a day has come since it was looked for last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta

from watchlist.cycle import Setting
from watchlist.model.acts import WATCHLIST, Act, ActKind, Due
from watchlist.model.calendar import at_local, local_date
from watchlist.model.indicator import Interval
from watchlist.model.record import Record
from watchlist.model.register import Breach, Moves
from watchlist.model.rule import Escalation
from watchlist.register.falling_due import (
    Fell,
    Occasion,
    counted_from,
    fallen_due,
    remind,
    unacknowledged,
)
from watchlist.register.leaving import is_there, left_behind
from watchlist.register.review_due import review_due
from watchlist.store.store import Store
from watchlist.store.transaction import Transaction

JOB = "falling due"

_ONE_DAY = timedelta(days=1)


def fall_due(store: Store, setting: Setting, now: datetime) -> int:
    """Tell those who must hear of what has fallen due; how many notices there are of it.

    Once a local day; a second daemon, or a start after a crash, finds it told or tells it.
    """
    occasion = local_date(now, setting.zone).isoformat()
    last = store.last_done(JOB)
    if last == occasion:
        return 0
    with store.begin(now) as tx:
        entries = _stirred(tx, setting, now, date.fromisoformat(last) if last else date.max)
        occasions = list(_occasions(tx, setting, now, entries))
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


def _stirred(tx: Transaction, setting: Setting, now: datetime, last: date) -> Collection[int]:
    """The entries of which something can have fallen due since they were looked at ``last``: all, where
    that was never, or the rules are others now; of others whatever fell due was told."""
    zone, directory, today = setting.zone, setting.directory, local_date(now, setting.zone)
    asking, reviewing = _asking(setting), _reviewing(setting)
    if last > today or tx.rules_since(at_local(last, time.min, zone)):
        rules = asking.keys() | reviewing.keys()
        under = (breach.entry for breach in tx.live_breaches(rules, evidence=False))
        return {*tx.acted_on(), *(entry for entry in under if entry is not None)}
    gone = [one for one in tx.ever_held() if not is_there(*one, directory, today)]
    stirred = {*tx.stirred(at_local(last, time.min, zone), last - _ONE_DAY, today)}
    stirred |= tx.held_by(gone)
    for after in {escalation.after for escalation in asking.values()}:
        stirred |= tx.news_between(*_counted(after, last, today, zone))
    for after in set(reviewing.values()):  # a review is due on its day, and not the day after it
        stirred |= tx.stirred_between(*_counted(after, last + _ONE_DAY, today + _ONE_DAY, zone))
    return stirred


def _counted(after: Interval, first: date, end: date, zone: str) -> tuple[datetime, datetime]:
    """From when to before when that began of which the time ``after`` it ends on a day from ``first``
    to before ``end``."""
    begun, ended = (at_local(counted_from(after, day), time.min, zone) for day in (first, end))
    return begun, ended


def _asking(setting: Setting) -> dict[str, Escalation]:
    """The rules that ask for an acknowledgement."""
    rules = setting.book.rules.values()
    return {rule.id: rule.escalation for rule in rules if rule.escalation}


def _reviewing(setting: Setting) -> dict[str, Interval]:
    """The rules that have an entry looked at again, and after how long."""
    rules = setting.book.rules.values()
    return {rule.id: rule.review_after for rule in rules if rule.review_after}


def _occasions(
    tx: Transaction, setting: Setting, now: datetime, wanted: Collection[int]
) -> Iterator[Occasion]:
    """What has fallen due of these entries."""
    today, directory = local_date(now, setting.zone), setting.directory
    records = defaultdict(Record, tx.records(wanted))
    breaches = tx.breaches_under(wanted)
    held = defaultdict(list)
    for breach in breaches:
        held[breach.entry].append(breach)
    for number, entry in tx.entries(wanted).items():
        of_entry = entry, records[number], held[number]
        yield from fallen_due(*of_entry, today)
        yield from review_due(*of_entry, setting.book.rules, today, setting.zone)
        yield from left_behind(entry, records[number], directory, today)
    yield from _unacknowledged(tx, setting, breaches, records, now)


def _unacknowledged(
    tx: Transaction,
    setting: Setting,
    breaches: Iterable[Breach],
    records: Mapping[int, Record],
    now: datetime,
) -> Iterator[Occasion]:
    """Breaches of rules that ask for an acknowledgement, of which their owners have been told."""
    asking = _asking(setting)
    asked = {breach.id: breach for breach in breaches if breach.rule in asking}
    for number, known in tx.told_since(asked).items():
        breach = asked[number]
        record = records[breach.entry or 0]
        one = unacknowledged(breach, asking[breach.rule], record, known, now, setting.zone)
        if one is not None:
            yield one
