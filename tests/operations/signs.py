"""Daemons that were heard of, for tests of what is said of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import update

from watchlist.store.daemons import SignOfLife
from watchlist.store.store import Store
from watchlist.store.tables import daemons

ALPHA = SignOfLife("alpha:1", "0.1.0", "c0ffee", "b00c", 200_000_000, 40)
BETA = replace(ALPHA, name="beta:1")


def heard_of(store: Store, sign: SignOfLife = ALPHA, ago: timedelta = timedelta(0)) -> None:
    """A daemon said that it is there, so long ago by the database's clock."""
    store.daemon_seen(sign)
    seen = store.database_now() - ago
    with store.writing() as connection:
        mine = update(daemons).where(daemons.c.name == sign.name)
        connection.execute(mine.values(started=seen - timedelta(hours=1), seen=seen))
