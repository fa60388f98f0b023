"""Whether there is a service behind the pages: what a load balancer or an operator's script asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from watchlist.model.errors import WorldError
from watchlist.store.store import Store
from watchlist.views.daemons import alive


@dataclass(frozen=True)
class Check:
    """``wrong`` says what is wrong ("" when well); whoever asks need not be known, so that it names
    neither a place nor a person."""

    name: str
    wrong: str = ""


def readiness(store: Store) -> tuple[Check, ...]:
    """Raises nothing: a database that fails is what is wrong."""
    try:
        return tuple(_checks(store))
    except WorldError:
        return (Check("database", "it does not answer"),)


def _checks(store: Store) -> Iterator[Check]:
    current, now = store.is_of_this_version(), store.database_now()
    yield Check("database")
    yield Check("tables", "" if current else "they are those of another version of the program")
    if current:
        here = alive(store.daemons(), now)
        yield Check("daemon", "" if here else "none was heard of in the last two minutes")
