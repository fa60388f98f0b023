"""A job in the hands of one daemon: taken, kept for as long as the work lasts, given up."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from threading import Event, Thread

from watchlist.model.errors import WorldError
from watchlist.store.leases import Lease
from watchlist.store.store import Store

#: A daemon of which nothing was heard for so long has lost its job to whoever asks next.
LEASE = timedelta(seconds=float(os.environ.get("WATCHLIST_LEASE_SECONDS", "60")))

#: How often a holder says that it is still there, in the time of a lease.
_TIMES = 6


def name_of_this() -> str:
    """What a daemon is called among those that share its database; another one at each start."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(2)}"


@contextmanager
def leased(
    store: Store, job: str, holder: str, length: timedelta = LEASE
) -> Iterator[Store | None]:
    """The store for whoever does the job; None where somebody else does it just now.

    After an error the lease is not given up: it runs out, and then whoever comes first tries again.
    """
    lease = store.take_lease(job, holder, length)
    if lease is None:
        yield None
        return
    over = Event()
    says_so = Thread(target=_renewed, args=(store, lease, over), daemon=True)
    says_so.start()
    try:
        yield store.under(lease)
    finally:
        over.set()
        says_so.join()
    store.give_up_lease(lease)


def _renewed(store: Store, lease: Lease, over: Event) -> None:
    """A database that cannot be reached just now is asked again: the lease has time left."""
    while not over.wait(lease.length.total_seconds() / _TIMES):
        with suppress(WorldError):
            if not store.renew_lease(lease):
                return
