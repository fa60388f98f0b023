"""Who does a job: one daemon at a time, and one that was away for too long does no harm."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import make_url

from tests.store.build import NOW, R, take_in
from watchlist.model.errors import WorldError
from watchlist.store.leases import Lease, LostLeaseError
from watchlist.store.open import open_store
from watchlist.store.store import Store

LONG, SHORT = timedelta(minutes=1), timedelta(milliseconds=200)


def taken(store: Store, holder: str, length: timedelta = LONG) -> Lease:
    lease = store.take_lease("cycle", holder, length)
    assert lease is not None
    return lease


def lapsed(store: Store, holder: str) -> Lease:
    """The lease of a daemon of which nothing was heard for too long."""
    lease = taken(store, holder, SHORT)
    time.sleep(2 * SHORT.total_seconds())
    return lease


def test_one_daemon_has_a_job(store: Store) -> None:
    """What one has nobody else gets, another job is another matter, and what it gives up is free."""
    lease = taken(store, "one")
    assert store.take_lease("cycle", "two", LONG) is None
    assert store.take_lease("digests", "two", LONG) is not None
    assert [(held.job, held.holder) for held in store.leases()] == [
        ("cycle", "one"),
        ("digests", "two"),
    ]
    store.give_up_lease(lease)
    assert taken(store, "two").token > lease.token


def test_a_daemon_that_renews_keeps_its_job(store: Store) -> None:
    """For as long as it says so, and not for longer."""
    lease = taken(store, "one", SHORT)
    for _ in range(4):
        time.sleep(SHORT.total_seconds() / 2)
        assert store.renew_lease(lease)
        assert store.take_lease("cycle", "two", LONG) is None
    time.sleep(2 * SHORT.total_seconds())
    assert taken(store, "two").holder == "two"
    assert not store.renew_lease(lease)


def test_a_holder_that_was_away_writes_nothing(store: Store) -> None:
    """It is taken over, wakes up and goes on where it was: nothing of that is written, neither readings
    nor an occasion, and it can neither renew nor give up what is another's."""
    old = lapsed(store, "one")
    new = taken(store, "two")
    late = store.under(old)
    with pytest.raises(LostLeaseError, match='taken over "cycle"'), late.begin(NOW) as tx:
        tx.ids.breach()
    with pytest.raises(LostLeaseError):
        take_in(late, R(70.0))
    with pytest.raises(LostLeaseError):
        late.done("cycle", "2026-11-20T09:00Z", NOW)
    store.give_up_lease(old)
    assert [held.holder for held in store.leases()] == ["two"]
    assert take_in(store.under(new), R(70.0)).added == 1
    assert not store.was_done("cycle", "2026-11-20T09:00Z")


def test_a_holder_that_nobody_missed_goes_on(store: Store) -> None:
    """Its time ran out and nobody took over: it is still the one, and has it for another length."""
    lease = lapsed(store, "one")
    assert store.under(lease).done("cycle", "2026-11-20T09:00Z", NOW)
    assert store.renew_lease(lease)


def test_nobody_takes_over_in_the_middle_of_a_transaction(store_url: str) -> None:
    """A long transaction outlives the time of its lease: whoever wants the job waits, or does not get
    it, until it is written; and only what comes after it is refused."""
    store, other = open_store(store_url), open_store(store_url)
    lease = taken(store, "one", SHORT)
    found: list[Lease | None] = []
    takes = threading.Thread(target=lambda: found.append(other.take_lease("cycle", "two", LONG)))
    with store.under(lease).begin(NOW) as tx:
        time.sleep(2 * SHORT.total_seconds())
        takes.start()
        takes.join(0.5)
        assert found in ([], [None])  # SQLite lets one wait, PostgreSQL says at once
        number = tx.ids.breach()
    takes.join()
    assert number == 1
    store.close()
    other.close()


def test_a_clock_that_was_put_back_holds_up_nobody(store: Store) -> None:
    """A lease that was taken while the clock of the database was hours ahead is free, though its time
    has not come."""
    old = taken(store, "one", timedelta(hours=5))
    assert taken(store, "two", LONG).token > old.token


def test_only_one_of_many_gets_it(store_url: str) -> None:
    """Daemons that ask at the same moment: one has it, and each turn has a greater number."""
    stores = [open_store(store_url) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        for turn in range(1, 6):
            asked = [threads.submit(one.take_lease, "cycle", "one", LONG) for one in stores]
            (lease,) = (got for each in asked if (got := each.result()))
            assert lease.token == turn
            stores[0].give_up_lease(lease)
    for store in stores:
        store.close()


def test_a_transaction_that_stands_still_is_ended_by_the_server(postgres_url: str) -> None:
    """A daemon that is stopped in the middle of a transaction holds up nobody for ever; what it had
    written is undone, and it is told so when it goes on."""
    brief = make_url(postgres_url).update_query_dict(
        {"options": "-c idle_in_transaction_session_timeout=300ms"}
    )
    store = open_store(brief.render_as_string(hide_password=False))
    other = open_store(postgres_url)
    with pytest.raises(WorldError, match="heard nothing of this program"):
        _stands_still(store)
    with other.begin(NOW) as tx:
        assert tx.last_rulebook() is None
    store.close()
    other.close()


def _stands_still(store: Store) -> None:
    with store.begin(NOW) as tx:
        tx.keep_rulebook("hash", {})
        time.sleep(1)
        tx.keep_rulebook("hash", {})
